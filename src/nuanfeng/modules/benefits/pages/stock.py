"""The stock of a station's day: opened in the morning, corrected by day, counted in the evening."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.kernel.ids import new_id
from nuanfeng.kernel.web import render_page
from nuanfeng.modules.benefits import policies, queries, usecases
from nuanfeng.modules.benefits.forms import StepForm, StockMoveForm, counts_of, sender_of
from nuanfeng.modules.benefits.queries import Table
from nuanfeng.modules.benefits.queries.day_sheet import ItemDay, item_days, proposed_openings
from nuanfeng.modules.benefits.rules.stock import PORTIONS_MAX, refusal_to_count
from nuanfeng.modules.organisations.api import way_into_county_work
from nuanfeng.modules.stations.api import Station


@dataclass(frozen=True)
class Keeper:
    """One request of the page: at which station, whose, when."""

    request: HttpRequest
    station: Station
    programme: str
    now: datetime

    @property
    def place(self) -> dict[str, Any]:
        """What every use case of the stock is told."""
        return {
            "station_id": self.station.pk,
            "programme": self.programme,
            "actor": sender_of(self.request),
            "now": self.now,
        }


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stock(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the day with yesterday's numbers, add, throw away, count again, close."""
    station, now = get_object_or_404(Station, pk=pk), clock.now()
    refuse_if(policies.refusal_to_keep_stock(sender_of(request), station.pk))
    is_office = policies.refusal_to_hand_out(sender_of(request), station.pk) is not None
    if is_office and (way := way_into_county_work(request)):
        return way
    form = StepForm(request.POST)
    step = STEPS.get(request.POST.get("step", "")) if form.is_valid() else None
    if request.method != "POST" or step is None:
        return _page(request, station, now)
    keeper = Keeper(request, station, form.cleaned_data["programme"], now)
    try:
        said, query = step(keeper)
    except Refused as no:
        return _page(request, station, now, refusal=no.refusal, status=409)
    messages.success(request, said)
    return redirect(f"{reverse('benefits:stock', args=[pk])}{query}")


def _open(keeper: Keeper) -> tuple[str, str]:
    usecases.open_stock(portions=counts_of(keeper.request.POST), **keeper.place)
    return _("Today is open. Good morning."), ""


def _move(keeper: Keeper) -> tuple[str, str]:
    form = StockMoveForm(keeper.request.POST)
    if not form.is_valid():
        refuse_if(refusal_to_count(PORTIONS_MAX + 1))
    sent = form.cleaned_data
    id, item, quantity, reason = sent["id"], sent["item"], sent["quantity"], sent["reason"]
    if sent["kind"] == "recount":
        usecases.recount_stock(id=id, item=item, counted=quantity, reason=reason, **keeper.place)
        return _("Corrected. Your count stands."), f"?{urlencode({'item': item})}"
    use_case = usecases.add_stock if sent["kind"] == "in" else usecases.waste_stock
    use_case(id=id, item=item, quantity=quantity, reason=reason, **keeper.place)
    said = _("Added %(count)s.") if sent["kind"] == "in" else _("Took off %(count)s.")
    return said % {"count": quantity}, f"?{urlencode({'item': item})}"


def _close(keeper: Keeper) -> tuple[str, str]:
    usecases.close_stock(counted=counts_of(keeper.request.POST), **keeper.place)
    return _("Closed for today. Thank you."), ""


def _reopen(keeper: Keeper) -> tuple[str, str]:
    usecases.reopen_stock(item=keeper.request.POST.get("item", "")[:30], **keeper.place)
    return _("Open again."), ""


def _reopen_table(keeper: Keeper) -> tuple[str, str]:
    usecases.reopen_table(**keeper.place)
    return _("Open again."), ""


STEPS: dict[str, Callable[[Keeper], tuple[str, str]]] = {
    "open": _open,
    "move": _move,
    "close": _close,
    "reopen": _reopen,
    "reopen_table": _reopen_table,
}


def _page(
    request: HttpRequest, station: Station, now: datetime, *, status: int = 200, **said: Any
) -> HttpResponse:
    tables = queries.tables_of([station.pk], now=now)
    context = {
        "station": station,
        "tables": [_shown_table(table, request.POST) for table in tables],
        "today": timezone.localtime(now).date(),
        "changing": request.POST.get("item") or request.GET.get("item", ""),
        "back": reverse("portal:station_work"),
        **said,
    }
    return render_page(request, "benefits/stock.html", context, status=status)


def _shown_table(table: Table, sent: Any) -> dict[str, Any]:
    days = item_days(table.station_id, table.programme.pk, table.service_date)
    proposals = proposed_openings(table.station_id, table.programme.pk, table.service_date)
    opened = {day.item.pk for day in days}
    to_open = [on.item for on in table.items if on.item.pk not in opened]
    open_days = [day for day in days if day.closed_at is None]
    return {
        "code": table.programme.code,
        "name": str(table.programme),
        "day": table.service_date,
        "is_open": bool(open_days),
        "is_closed": bool(days) and not open_days and not to_open,
        "has_proposals": bool(proposals),
        "to_open": [
            {"code": item.code, "name": str(item), "proposed": proposals.get(item.pk)} for item in to_open
        ],
        "open_items": [_open_item(day, sent) for day in open_days],
        "closed_items": [_closed_item(day) for day in days if day.closed_at is not None],
    }


def _open_item(day: ItemDay, sent: Any) -> dict[str, Any]:
    return {
        "code": day.item.code,
        "name": str(day.item),
        "remaining": day.remaining,
        "story": story_of(day),
        "says": _("By the count %(count)s are left.") % {"count": day.remaining},
        "counted": sent.get(f"count_{day.item.code}", ""),
        "ids": {"in": new_id(), "waste": new_id(), "recount": new_id()},
    }


def _closed_item(day: ItemDay) -> dict[str, str]:
    return {"code": day.item.code, "name": str(day.item), "difference": difference_words(day)}


def story_of(day: ItemDay) -> str:
    """How the number came about: "100 in the morning, 14 handed out"."""
    parts = [_("%(count)s in the morning") % {"count": day.opening}]
    if day.added:
        parts.append(_("%(count)s added") % {"count": day.added})
    parts.append(_("%(count)s pieces handed out") % {"count": day.handed})
    if day.wasted:
        parts.append(_("%(count)s thrown away") % {"count": day.wasted})
    if day.recounted:
        parts.append(_("%(count)s by counting again") % {"count": f"{day.recounted:+d}"})
    return _(", ").join(parts)


def difference_words(day: ItemDay) -> str:
    """What the evening count said against the books, in plain words."""
    if not day.evening_difference:
        return _("%(count)s left, as counted") % {"count": day.remaining}
    places = {"count": day.remaining, "difference": abs(day.evening_difference)}
    if day.evening_difference < 0:
        return _("%(count)s left, %(difference)s fewer than the books said") % places
    return _("%(count)s left, %(difference)s more than the books said") % places
