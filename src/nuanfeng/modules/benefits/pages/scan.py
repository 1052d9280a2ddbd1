"""The scan page: the camera by script, and the same by plain forms where there is none."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from csp.decorators import csp_update
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import Refusal, Refused, refuse_if
from nuanfeng.kernel.ids import new_id
from nuanfeng.kernel.web import render_page, sentence_of
from nuanfeng.modules.benefits import policies, queries, usecases
from nuanfeng.modules.benefits.forms import HandOutForm, RecordForm, StepForm, sender_of
from nuanfeng.modules.benefits.models import Redemption
from nuanfeng.modules.benefits.pages.scan_words import title_of, tone_of, words
from nuanfeng.modules.benefits.pages.tables import chosen_table, left_of, shown_items
from nuanfeng.modules.benefits.queries import Table
from nuanfeng.modules.benefits.queries.meals import hours_sentence
from nuanfeng.modules.benefits.rules import outcomes
from nuanfeng.modules.benefits.rules.choices import GIVE_ANYWAY_REASONS, VOID_WITHIN, HandOut
from nuanfeng.modules.passes.api import read_number
from nuanfeng.modules.stations.api import Station
from nuanfeng.ui.camera import CAMERA_POLICY

SHOWN_REASONS = ("hungry", "was_not_served", "code_broken", "phone_broken", "on_the_table", "other")


@dataclass
class Counter:
    """One request of the page: where it is, whose, and what is said to it."""

    request: HttpRequest
    station: Station
    table: Table
    tables: list[Table]
    now: datetime
    said: dict[str, Any] = field(default_factory=dict)

    @property
    def here(self) -> str:
        """The page's own address."""
        address = reverse("benefits:scan", args=[self.station.pk])
        if len(self.tables) < 2:
            return address
        return f"{address}?{urlencode({'programme': self.table.programme.code})}"


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@csp_update(CAMERA_POLICY)  # type: ignore[arg-type]
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at a code or a number, say what is known, record what is handed over."""
    station, now = get_object_or_404(Station, pk=pk), clock.now()
    refuse_if(policies.refusal_to_hand_out(sender_of(request), station.pk))
    tables = queries.tables_of([station.pk], now=now)
    asked = request.POST.get("programme") or request.GET.get("programme", "")
    table = chosen_table(tables, asked)
    if table is None:
        context = {"station": station, "words": words(now), "back": _back(), "programmes": []}
        return render_page(request, "benefits/scan.html", context)
    counter = Counter(request, station, table, tables, now)
    step = STEPS.get(request.POST.get("step", "")) if StepForm(request.POST).is_valid() else None
    if request.method == "POST" and step is not None:
        return step(counter)
    return _page(counter)


def _check(counter: Counter) -> HttpResponse:
    typed = counter.request.POST.get("number", "")[:40]
    number = read_number(typed)
    if isinstance(number, Refusal):
        return _page(counter, typed=typed, number_wrong=sentence_of(number), status=422)
    try:
        answer = usecases.check_pass(
            id=new_id(),
            station_id=counter.station.pk,
            programme=counter.table.programme.code,
            code=number,
            actor=sender_of(counter.request),
            now=counter.now,
        )
    except Refused as no:
        return _page(counter, typed=typed, refusal=no.refusal, status=409)
    if answer.is_just_scanned:
        return redirect(_address(counter, done=str(answer.redemption_id)))
    return _page(counter, typed=number, answer=_shown(counter, answer.outcome, answer.at))


def _hand_over(counter: Counter) -> HttpResponse:
    return _record(counter, usecases.redeem_pass)


def _give_guest_meal(counter: Counter) -> HttpResponse:
    return _record(counter, usecases.give_guest_meal)


def _record(counter: Counter, use_case: Callable[..., queries.Answer]) -> HttpResponse:
    form = HandOutForm(counter.request.POST)
    is_guest = use_case is usecases.give_guest_meal
    if not form.is_valid() or not (is_guest or form.cleaned_data["number"]):
        return _page(counter, status=422)
    hand_out = _hand_out(counter, form, is_guest=is_guest)
    try:
        answer = use_case(hand_out=hand_out, actor=sender_of(counter.request), now=counter.now)
    except Refused as no:
        return _again(counter, hand_out, form.cleaned_data["outcome"], wrong=sentence_of(no.refusal))
    if not answer.is_recorded:
        return _again(counter, hand_out, answer.outcome, at=answer.at)
    return redirect(_address(counter, done=str(hand_out.id)))


def _hand_out(counter: Counter, form: HandOutForm, *, is_guest: bool) -> HandOut:
    """Its time is the page's number's own, so that the same form sent twice is the same message."""
    sent = form.cleaned_data
    number = read_number(sent["number"])
    return HandOut(
        id=sent["id"],
        station_id=counter.station.pk,
        programme=counter.table.programme.code,
        lines=form.lines(),
        at=_moment_of(sent["id"], counter.now),
        code="" if is_guest else number if isinstance(number, str) else sent["number"],
        give_anyway=sent["give_anyway"],
        reason=sent["reason"] if sent["give_anyway"] else "",
    )


def _moment_of(number: Any, now: datetime) -> datetime:
    """When the page made this number (a UUIDv7 begins with its milliseconds); now for one of another make."""
    if number.version != 7:
        return now
    try:
        return datetime.fromtimestamp((number.int >> 80) / 1000, tz=now.tzinfo)
    except ValueError:  # its 48 bits reach beyond the year 9999
        return now


def _again(
    counter: Counter, hand_out: HandOut, outcome: str, *, at: datetime | None = None, wrong: str = ""
) -> HttpResponse:
    """The same scan once more, with what was chosen, for the volunteer to decide."""
    outcome = outcome if outcome in outcomes.SENTENCES else outcomes.NEW
    return _page(
        counter,
        typed=hand_out.code,
        record_id=hand_out.id,
        chosen={line.item: line.quantity for line in hand_out.lines},
        is_guest=not hand_out.code,
        answer={**_shown(counter, outcome, at), "wrong": wrong},
        status=409,
    )


def _void(counter: Counter) -> HttpResponse:
    form = RecordForm(counter.request.POST)
    if not form.is_valid() or not Redemption.objects.filter(pk=form.cleaned_data["id"]).exists():
        return _page(counter, status=422)
    try:
        usecases.void_redemption(
            redemption_id=form.cleaned_data["id"], actor=sender_of(counter.request), now=counter.now
        )
    except Refused as no:
        return _page(counter, refusal=no.refusal, status=409)
    return redirect(_address(counter, undone="1"))


STEPS: dict[str, Callable[[Counter], HttpResponse]] = {
    "check": _check,
    "hand_over": _hand_over,
    "guest": _give_guest_meal,
    "void": _void,
}


def _page(counter: Counter, *, status: int = 200, **said: Any) -> HttpResponse:
    table, now = counter.table, counter.now
    items = shown_items(table, said.get("chosen"))
    context = {
        "station": counter.station,
        "programme": table.programme,
        "programmes": [each.programme for each in counter.tables],
        "serving_line": hours_sentence(table.serving),
        "items": items,
        "left": left_of(table),
        "usual_words": _lines_in_words([(item.name, item.usual) for item in items]),
        "reasons": [(code, _(GIVE_ANYWAY_REASONS[code])) for code in SHOWN_REASONS],
        "guest_id": new_id(),
        "record_id": new_id(),
        "here": counter.here,
        "back": _back(),
        "words": words(now),
        "last": _last(counter),
        "undone": "undone" in counter.request.GET,
        **said,
    }
    return render_page(counter.request, "benefits/scan.html", context, status=status)


def _shown(counter: Counter, outcome: str, at: datetime | None) -> dict[str, str]:
    title = title_of(outcome, at=at, now=counter.now)
    return {"outcome": outcome, "tone": tone_of(outcome), "title": title, "sentence": "", "wrong": ""}


def _last(counter: Counter) -> dict[str, Any] | None:
    """The record that was just made here by this person, while it may still be undone."""
    form = RecordForm({"id": counter.request.GET.get("done", "")})
    if not form.is_valid():
        return None
    kept = Redemption.objects.filter(pk=form.cleaned_data["id"], staff_id=sender_of(counter.request).pk)
    fresh = kept.filter(received_at__gt=counter.now - VOID_WITHIN).exclude(status=outcomes.VOID)
    redemption = fresh.first()
    if redemption is None:
        return None
    taken = [(str(line.item), line.quantity) for line in redemption.lines.select_related("item")]
    is_guest = redemption.status == outcomes.GUEST
    return {
        "id": redemption.pk,
        "seconds": int((redemption.received_at + VOID_WITHIN - counter.now).total_seconds()),
        "title": _("One for a guest.") if is_guest else _("Recorded."),
        "words": _lines_in_words(taken),
    }


def _lines_in_words(lines: list[tuple[str, int]]) -> str:
    return _(", ").join(f"{name} {count}" for name, count in lines if count)


def _address(counter: Counter, **query: str) -> str:
    separator = "&" if "?" in counter.here else "?"
    return f"{counter.here}{separator}{urlencode(query)}"


def _back() -> str:
    return reverse("portal:station_work")
