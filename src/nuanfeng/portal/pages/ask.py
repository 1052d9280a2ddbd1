"""有事找人: who answers, now, with one tap."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import N_
from nuanfeng.kernel.web import reference_number, render_page
from nuanfeng.modules.organisations.api import the_county
from nuanfeng.modules.stations.api import StationCard, StationFilter, public_stations
from nuanfeng.ui.pages import kept_offline

# National numbers, free and answered day and night.
EMERGENCIES = (
    ("110", N_("Police"), "flag"),
    ("120", N_("Ambulance"), "medicine"),
    ("119", N_("Fire"), "alert"),
    ("122", N_("Traffic accident"), "truck"),
)
STATIONS_SHOWN = 5
OWN_HOMES = ("rider_home", "driver_home")


@require_safe
@kept_offline
def ask(request: HttpRequest) -> HttpResponse:
    """The hotline, the numbers for an emergency, and stations that are open now and have a phone."""
    county = the_county()
    now = clock.now()
    context = {
        "county": county,
        "hotline": (county.hotline if county else "") or settings.NUANFENG_HOTLINE,
        "emergencies": EMERGENCIES,
        "cards": _reachable(now),
        "is_about_software": request.GET.get("about") == "software",
        "number": reference_number(),
    }
    return render_page(request, "portal/ask.html", context)


def _reachable(now: datetime) -> list[StationCard]:
    """Open stations with a phone: the county's own homes first, then who joined in."""
    cards: list[StationCard] = []
    for kinds in (OWN_HOMES, ("partner",)):
        found = public_stations(StationFilter(kinds=kinds, open_now=True), now=now, page=1, page_size=30)
        cards += [card for card in found.cards if card.station.phone]
        if len(cards) >= STATIONS_SHOWN:
            break
    return cards[:STATIONS_SHOWN]
