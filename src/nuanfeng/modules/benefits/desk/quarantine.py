"""Records that came from phones without a network and were set aside: why, and what becomes of them."""

import re
from collections.abc import Iterable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import Refusal, Refused
from nuanfeng.kernel.web import render_page
from nuanfeng.kernel.xlsx import Sheet, Value, workbook_response
from nuanfeng.modules.benefits import usecases
from nuanfeng.modules.benefits.forms import sender_of
from nuanfeng.modules.benefits.models import SyncRecord
from nuanfeng.modules.benefits.queries import quarantine as queries
from nuanfeng.modules.benefits.queries.quarantine import QuarantinedRecord, QuarantineFilter
from nuanfeng.modules.benefits.rules import quarantine, sync
from nuanfeng.modules.organisations.api import county_page, the_county

PAGE_SIZE = 50
HEADER = (
    gettext_lazy("Arrived"),
    pgettext_lazy("record", "Handed out"),
    gettext_lazy("Station"),
    pgettext_lazy("record", "Phone"),
    pgettext_lazy("record", "What"),
    gettext_lazy("Why it was set aside"),
    gettext_lazy("What became of it"),
    gettext_lazy("Decided"),
    pgettext_lazy("record", "By"),
    gettext_lazy("Why dismissed"),
)
_HASH = re.compile(r"[0-9a-f]{64}")


@county_page
@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """The list, those that wait first; `?as=xlsx` is the same as a workbook."""
    wanted = _wanted(request)
    rows, counts = queries.quarantined(wanted), queries.counts_by_state(wanted)
    if request.GET.get("as") == "xlsx":
        return workbook_response(_("Set aside"), _sheet(queries.in_words(rows)))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "wanted": wanted,
        "tabs": [(state, word, counts[state]) for state, word in queries.STATES.items()],
        "reasons": sync.REASONS.items(),
        "stations": queries.stations_with_quarantined(),
        "page": page,
        "records": queries.in_words(page.object_list),
        "is_narrowed": bool(wanted.reason or wanted.station_id),
        "ever": counts[queries.EVERY],
        "unit": str(the_county() or ""),
        "printed_on": timezone.localtime(clock.now()).date(),
    }
    return render_page(request, "benefits/desk_quarantine.html", context)


@county_page
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, record: str) -> HttpResponse:
    """One record: what it says, why it was set aside, and the two things that can be done."""
    refusal = None
    if request.method == "POST":
        _row(record)
        refusal = _decide(request, record)
        if refusal is None:
            return redirect("benefits:desk_quarantine")
    [found] = queries.in_words([_row(record)])
    context = {
        "record": found,
        "undone_at": queries.hand_out_it_names(found),
        "note": request.POST.get("note", "")[: quarantine.NOTE_LENGTH_MAX],
        "note_length_max": quarantine.NOTE_LENGTH_MAX,
        "refusal": refusal,
    }
    status = 409 if refusal else 200
    return render_page(request, "benefits/desk_quarantined.html", context, status=status)


def _decide(request: HttpRequest, record: str) -> Refusal | None:
    decision = request.POST.get("decision", "")
    try:
        usecases.decide_quarantined(
            record_hash=record,
            decision=decision,
            note=request.POST.get("note", "").replace("\x00", ""),
            actor=sender_of(request),
            now=clock.now(),
        )
    except Refused as no:
        return no.refusal
    left = queries.records_waiting()
    word = _("It counts now.") if decision == quarantine.STORED else _("Dismissed.")
    waiting = ngettext("%(count)s more waits.", "%(count)s more wait.", left) % {"count": left}
    messages.success(request, f"{word} {waiting}" if left else word)
    return None


def _row(record: str) -> SyncRecord:
    rows = SyncRecord.objects.filter(outcome=sync.QUARANTINED)
    found = rows.select_related("scanner__station", "decided_by").filter(pk=record).first()
    if found is None or not _HASH.fullmatch(record):
        raise Http404
    return found


def _wanted(request: HttpRequest) -> QuarantineFilter:
    state, reason = request.GET.get("state", ""), request.GET.get("reason", "")
    station = request.GET.get("station", "")
    is_number = station.isascii() and station.isdecimal() and len(station) < 16
    return QuarantineFilter(
        state=state if state in queries.STATES else queries.WAITING,
        reason=reason if reason in sync.REASONS else "",
        station_id=int(station) if is_number else None,
    )


def _sheet(rows: Iterable[QuarantinedRecord]) -> Sheet:
    unit = str(the_county() or "")
    return Sheet(
        name=_("Set aside"),
        title=f"{unit} {_('Set aside')}".strip(),
        unit=unit or _("County"),
        on=timezone.localtime(clock.now()).date(),
        header=[str(word) for word in HEADER],
        rows=(_line(one) for one in rows),
        is_landscape=True,
    )


def _line(one: QuarantinedRecord) -> list[Value]:
    row = one.row
    taken = (
        _("Undoes a hand-out") if one.is_undo else "  ".join(f"{name} {count}" for name, count in one.taken)
    )
    return [
        row.received_at,
        one.said.at if one.said else None,
        str(one.station),
        one.scanner_name,
        _("Undoes a hand-out") if one.is_undo else taken,
        _(one.why),
        str(queries.STATES[one.state]),
        row.decided_at,
        row.decided_by.nickname if row.decided_by else "",
        row.decision_note,
    ]
