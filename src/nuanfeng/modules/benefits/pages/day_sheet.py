"""The day sheet of a station: what was handed out by item and hour, and what the count says."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.kernel.web import render_page
from nuanfeng.modules.benefits import policies
from nuanfeng.modules.benefits.forms import sender_of
from nuanfeng.modules.benefits.models import Item
from nuanfeng.modules.benefits.pages.stock import difference_words
from nuanfeng.modules.benefits.queries.day_sheet import DaySheet, ItemDay, day_sheets
from nuanfeng.modules.benefits.queries.offers import day_of, running_programmes
from nuanfeng.modules.benefits.rules import outcomes
from nuanfeng.modules.benefits.rules.retention import first_day_with_places
from nuanfeng.modules.organisations.api import way_into_county_work
from nuanfeng.modules.stations.api import Station

FIRST_DAY = date(2000, 1, 1)


@login_required
@never_cache
@require_safe
def day_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """A day of the station in figures, printable on A4."""
    station, now = get_object_or_404(Station, pk=pk), clock.now()
    refuse_if(policies.refusal_to_keep_stock(sender_of(request), station.pk))
    is_office = policies.refusal_to_hand_out(sender_of(request), station.pk) is not None
    if is_office and (way := way_into_county_work(request)):
        return way
    today = service_today(now)
    day = _asked_day(request, today)
    is_cut = day < first_day_with_places(timezone.localtime(now).date())
    context = {
        "station": station,
        "day": day,
        "day_before": day - timedelta(days=1) if day > FIRST_DAY else None,
        "day_after": day + timedelta(days=1) if day < today else None,
        "sheets": [_shown(sheet) for sheet in day_sheets(station.pk, day, is_cut=is_cut)],
        "is_cut": is_cut,
        "unit": station,
        "printed_on": timezone.localtime(now).date(),
        "is_demo": station.is_demo,
        "back": reverse("portal:station_work"),
    }
    return render_page(request, "benefits/day_sheet.html", context)


def service_today(now: datetime) -> date:
    """The service day of this moment, by whichever programme lets its day end last."""
    days = [day_of(programme, now) for programme in running_programmes(now=now)]
    return min(days, default=timezone.localtime(now).date())


def _asked_day(request: HttpRequest, today: date) -> date:
    try:
        asked = parse_date(request.GET.get("day", ""))
    except ValueError:
        asked = None
    return max(min(asked, today), FIRST_DAY) if asked else today


def _shown(sheet: DaySheet) -> dict[str, Any]:
    taken = {item_id for item_id, _hour in sheet.taken}
    items = [item for item in sheet.items if item.pk in taken]
    return {
        "name": str(sheet.programme),
        "counted": sheet.statuses.get(outcomes.COUNTED, 0),
        "guest": sheet.statuses.get(outcomes.GUEST, 0),
        "extra": sheet.statuses.get(outcomes.EXTRA, 0),
        "void": sheet.statuses.get(outcomes.VOID, 0),
        "gave_anyway": sheet.gave_anyway,
        "names": [str(item) for item in items],
        "rows": [_row(hour, items, sheet) for hour in sheet.hours],
        "totals": [sum(sheet.taken.get((item.pk, hour), 0) for hour in sheet.hours) for item in items],
        "people_total": sum(sheet.people.values()),
        "stock": [_stock_row(day) for day in sheet.stock],
        "notes": list(_notes(sheet)),
    }


def _row(hour: int, items: Sequence[Item], sheet: DaySheet) -> dict[str, Any]:
    """An hour of the day; the hours run down, so that the sheet fits a phone and a page."""
    counts = [sheet.taken.get((item.pk, hour), 0) for item in items]
    return {"hour": f"{hour}:00", "counts": counts, "people": sheet.people[hour]}


def _stock_row(day: ItemDay) -> dict[str, Any]:
    return {
        "name": str(day.item),
        "opening": day.opening,
        "added": day.added,
        "handed": day.handed,
        "waste": day.wasted,
        "recount_sign": f"{day.recounted:+d}" if day.recounted else "0",
        "remaining": day.remaining,
    }


def _counting(day: ItemDay) -> Iterator[str]:
    """How often an item was counted again, and by how much the books were off."""
    if by_day := day.recounted - day.evening_difference:
        places = {"item": day.item, "count": f"{by_day:+d}"}
        yield _("%(item)s: counted again during the day, %(count)s.") % places
    if day.closed_at is not None:
        yield _("%(item)s: %(difference)s.") % {"item": day.item, "difference": difference_words(day)}


def _notes(sheet: DaySheet) -> Any:
    """What the figures do not say by themselves, in sentences."""
    for day in sheet.stock:
        yield from _counting(day)
    still_open = [str(day.item) for day in sheet.stock if day.closed_at is None]
    if still_open and len(still_open) == len(sheet.stock):
        yield _("The day is not closed yet.")
    elif still_open:
        yield _("Not closed yet: %(items)s.") % {"items": _(", ").join(still_open)}
    if sheet.beyond_stock:
        yield _("%(count)s were handed out although the count said there were none left.") % {
            "count": sheet.beyond_stock
        }
    if sheet.already:
        yield _("%(count)s codes had been used on that day already.") % {"count": sheet.already}
    if sheet.other_amber:
        yield _("%(count)s times the scanner was amber or grey for another reason.") % {
            "count": sheet.other_amber
        }
