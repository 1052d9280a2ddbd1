"""The rows behind the figures: hand-outs, answers of scanners, stock. None of them knows a person."""

from collections.abc import Iterable, Iterator, Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuanfeng.modules.benefits.api import (
    GIVE_ANYWAY_REASONS,
    HandOutRow,
    Item,
    ScreenRow,
    StockRow,
    hand_out_rows,
    screen_rows,
    stock_rows,
)
from nuanfeng.modules.insight.desk.listing import Cell, Column, Listing, Rows
from nuanfeng.modules.insight.desk.period import answer_for, asked_for, figures_of, tabs
from nuanfeng.modules.insight.desk.words import ANYWAY, GAVE_ANYWAY, GIVEN, OTHER, OUTCOMES, STATUSES
from nuanfeng.modules.insight.rules import totals_of
from nuanfeng.modules.organisations.api import county_page

GIVEN_STATUSES = tuple(status for status in STATUSES if status != "void")
OTHER_OUTCOMES = tuple(outcome for outcome in OUTCOMES if outcome != "already")


@county_page
@require_safe
def hand_outs(request: HttpRequest) -> HttpResponse:
    """Every hand-out: when, where, what, in which state."""
    asked = asked_for(request)
    chosen = request.GET.get("status", "")
    totals = totals_of(figures_of(asked))
    counts = {
        "": totals.hand_outs,
        GIVEN: totals.meals,
        **{status: getattr(totals, status) for status in STATUSES},
        ANYWAY: totals.gave_anyway,
    }
    chosen = chosen if chosen in counts else ""
    statuses = GIVEN_STATUSES if chosen == GIVEN else (chosen,) if chosen in STATUSES else ()
    wanted = asked.rows(statuses=statuses, gave_anyway=chosen == ANYWAY)
    words = {
        "": _("All"),
        GIVEN: _("Without the undone"),
        **{key: str(word) for key, word in STATUSES.items()},
        ANYWAY: str(GAVE_ANYWAY),
    }

    def fetch(begin: int, end: int | None) -> Iterator[Sequence[Cell]]:
        return map(_hand_out, hand_out_rows(wanted, begin=begin, end=end))

    listing = Listing(
        title=_("Hand-outs"),
        columns=[
            Column(_("Time")),
            Column(_("Service day")),
            Column(_("Station")),
            Column(pgettext("item", "What")),
            Column(_("State")),
            Column(_("Why given anyway")),
        ],
        rows=Rows(counts[chosen], fetch),
        tabs=tabs("hand_outs", "status", words, counts, chosen, asked),
        kept={"status": chosen} if chosen else {},
        notes=[
            _(
                "“Given anyway” also stands under “Collected”, “One more” or “Guest meal”: "
                "it is not added twice."
            )
        ],
        empty=_("Nothing was handed out in this time."),
    )
    return answer_for(request, listing, asked)


def _hand_out(row: HandOutRow) -> Sequence[Cell]:
    state = STATUSES[row.status]
    reason = gettext(GIVE_ANYWAY_REASONS.get(row.reason, "")) if row.reason else ""
    why = (reason or str(GAVE_ANYWAY)) if row.gave_anyway else ""
    return [
        Cell(row.at),
        Cell(row.service_date),
        Cell(str(row.station) if row.station else _("no longer kept")),
        _items_in_a_row(row.items),
        Cell(str(state), is_doubtful=row.status in ("extra", "void")),
        Cell(why, is_doubtful=row.gave_anyway),
    ]


def _items_in_a_row(items: Iterable[tuple[Item, int]]) -> Cell:
    glue = "、" if (get_language() or "").startswith("zh") else ", "
    words = [f"{item} {quantity}" for item, quantity in items]
    return Cell(glue.join(words), parts=[*(word + glue for word in words[:-1]), *words[-1:]])


@county_page
@require_safe
def screens(request: HttpRequest) -> HttpResponse:
    """Every amber or grey answer that a scanner gave."""
    asked = asked_for(request)
    totals = totals_of(figures_of(asked))
    counts = {
        "": totals.already + totals.other_amber,
        "already": totals.already,
        OTHER: totals.other_amber,
    }
    chosen = request.GET.get("outcome", "")
    chosen = chosen if chosen in counts else ""
    outcomes = {"": (), "already": ("already",), OTHER: OTHER_OUTCOMES}[chosen]
    words = {"": _("All"), "already": str(OUTCOMES["already"]), OTHER: _("Other amber and grey answers")}

    def fetch(begin: int, end: int | None) -> Iterator[Sequence[Cell]]:
        return map(_screen, screen_rows(asked.rows(statuses=outcomes), begin=begin, end=end))

    listing = Listing(
        title=_("Amber and grey answers"),
        columns=[
            Column(_("Time")),
            Column(_("Service day")),
            Column(_("Station")),
            Column(_("What the scanner said")),
        ],
        rows=Rows(counts[chosen], fetch),
        tabs=tabs("screens", "outcome", words, counts, chosen, asked),
        kept={"outcome": chosen} if chosen else {},
        empty=_("No scanner said anything but yes in this time."),
    )
    return answer_for(request, listing, asked)


def _screen(row: ScreenRow) -> Sequence[Cell]:
    return [
        Cell(row.at),
        Cell(row.service_date),
        Cell(str(row.station)),
        Cell(str(OUTCOMES[row.outcome]), is_doubtful=True),
    ]


@county_page
@require_safe
def stock(request: HttpRequest) -> HttpResponse:
    """What lay on the tables: opened, added, handed out, thrown away, found missing or over."""
    asked = asked_for(request)
    every = stock_rows(asked.rows())
    kept = {
        "": every,
        "differences": [row for row in every if row.recounted],
        "waste": [row for row in every if row.wasted],
    }
    chosen = request.GET.get("only", "")
    chosen = chosen if chosen in kept else ""
    words = {"": _("All"), "differences": _("Counted differently"), "waste": _("Thrown away")}
    counts = {key: len(rows) for key, rows in kept.items()}
    off = sum(abs(row.recounted) for row in kept[chosen])
    titles = (
        pgettext("stock", "Morning"),
        pgettext("stock", "Added"),
        _("Handed out"),
        _("Thrown away"),
        pgettext("stock", "Difference"),
        pgettext("stock", "Left"),
    )
    listing = Listing(
        title=_("Stock of the tables"),
        columns=[
            Column(_("Service day")),
            Column(_("Station")),
            Column(pgettext("item", "What")),
            *(Column(title, is_number=True) for title in titles),
        ],
        rows=[_stock(row) for row in kept[chosen]],
        tabs=tabs("stock", "only", words, counts, chosen, asked),
        kept={"only": chosen} if chosen else {},
        total=_stock_total(kept[chosen]),
        notes=[
            ngettext(
                "Differences, whichever way: %(count)s piece.",
                "Differences, whichever way: %(count)s pieces.",
                off,
            )
            % {"count": off}
        ],
        empty=_("No stock was opened in this time."),
    )
    return answer_for(request, listing, asked)


def _stock(row: StockRow) -> Sequence[Cell]:
    return [
        Cell(row.service_date),
        Cell(str(row.station)),
        Cell(str(row.item)),
        Cell(row.opening),
        Cell(row.added),
        Cell(row.handed),
        Cell(row.wasted, is_doubtful=bool(row.wasted)),
        Cell(row.recounted, is_doubtful=bool(row.recounted)),
        Cell(row.remaining),
    ]


def _stock_total(rows: Sequence[StockRow]) -> Sequence[Cell]:
    names = "opening", "added", "handed", "wasted", "recounted", "remaining"
    sums = [sum(getattr(row, name) for row in rows) for name in names]
    return [Cell(pgettext("sum", "Together")), Cell(""), Cell(""), *map(Cell, sums)]
