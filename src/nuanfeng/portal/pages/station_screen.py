"""A station's screen for the wall: what is public of it, large enough for the back of the room."""

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nuanfeng.kernel import clock
from nuanfeng.kernel.web import render_page
from nuanfeng.modules.benefits.api import todays_meals
from nuanfeng.modules.bookings.api import next_slots_at
from nuanfeng.modules.organisations.api import the_county
from nuanfeng.modules.stations.api import station_details

WHAT_IS_ON_MOST = 3


@never_cache
@require_safe
def station_screen(request: HttpRequest, pk: int) -> HttpResponse:
    """Needs no account and says nothing that the station's own page does not say."""
    now, county = clock.now(), the_county()
    details = station_details(pk, now=now)
    if details is None:
        raise Http404
    address = request.build_absolute_uri(reverse("portal:station", args=[pk]))
    context = {
        "details": details,
        "station": details.station,
        "opening": details.opening,
        "meals": todays_meals([pk], now=now).get(pk, []),
        "what_is_on": next_slots_at(pk, now=now, most=WHAT_IS_ON_MOST),
        "today": [line for line in details.other_hours if line.is_today],
        "usual": details.hours_lines[: len(details.hours_lines) - len(details.other_hours)],
        "hotline": (county.hotline if county else "") or settings.NUANFENG_HOTLINE,
        "now": now,
        "code": segno.make(address, micro=False, error="m").svg_inline(scale=8, border=2, omitsize=True),
    }
    return render_page(request, "portal/station_screen.html", context)
