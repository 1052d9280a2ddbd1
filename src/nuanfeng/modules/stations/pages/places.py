"""Where everybody finds a place to rest: the list, the map's points, and a station's own page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import N_
from nuanfeng.kernel.web import render_page
from nuanfeng.modules.stations.models import FacilityType
from nuanfeng.modules.stations.queries import StationCard, StationFilter, public_stations, station_details
from nuanfeng.modules.stations.queries.index import facilities_in_use, station_index
from nuanfeng.modules.stations.queries.public import map_links
from nuanfeng.ui.pages import kept_offline

PAGE_SIZE = 30
# What one person reports at a door, the next reads within this time; asking again costs an ETag.
FRESH_SECONDS = 4
KIND_WORDS = {
    "rider_home": N_("Riders"),
    "driver_home": N_("Drivers"),
    "partner": N_("Partners"),
}
KIND_ICONS = {"rider_home": "scooter", "driver_home": "truck", "partner": "heart"}


@dataclass(frozen=True)
class Choice:
    """A filter as a link: it works with one tap and without a script."""

    code: str
    word: str
    address: str
    is_on: bool
    icon: str = ""
    key: str = ""


@dataclass(frozen=True)
class Asked:
    """What the address of the list asks for; what it does not know is left out."""

    facilities: tuple[str, ...]
    kind: str
    open_now: bool
    q: str
    view: str
    page: int

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        """From the parameters of the address."""
        page = request.GET.get("page", "1")
        return cls(
            facilities=tuple(dict.fromkeys(code for code in request.GET.getlist("f")[:24] if code)),
            kind=kind if (kind := request.GET.get("kind", "")) in KIND_WORDS else "",
            open_now=request.GET.get("open") == "1",
            q=request.GET.get("q", "").replace("\x00", "").strip()[:60],
            view="map" if request.GET.get("view") == "map" else "list",
            page=int(page) if page.isdecimal() and len(page) < 6 else 1,
        )

    def address(self, **changes: Any) -> str:
        """The address of the same list with something changed, from its first page."""
        asked = {**self.__dict__, "page": 1, **changes}
        pairs = [("f", code) for code in asked["facilities"]]
        pairs += [("kind", asked["kind"]), ("open", "1" if asked["open_now"] else ""), ("q", asked["q"])]
        pairs += [("view", "map" if asked["view"] == "map" else "")]
        pairs += [("page", str(asked["page"]) if asked["page"] > 1 else "")]
        query = urlencode([(name, value) for name, value in pairs if value])
        return f"/?{query}" if query else "/"

    def without(self, code: str) -> tuple[str, ...]:
        """The facilities with one put in or taken out."""
        if code in self.facilities:
            return tuple(other for other in self.facilities if other != code)
        return (*self.facilities, code)


@gzip_page
@conditional_page
@require_safe
@kept_offline
def station_list(request: HttpRequest) -> HttpResponse:
    """All stations, open ones first; needs no account and sets no cookie."""
    asked, now = Asked.of(request), clock.now()
    wanted = StationFilter(
        facilities=asked.facilities,
        kinds=(asked.kind,) if asked.kind else (),
        q=asked.q,
        open_now=asked.open_now,
    )
    found = public_stations(wanted, now=now, page=asked.page, page_size=PAGE_SIZE)
    context = {
        "asked": asked,
        "now": now,
        "found": found,
        "rows": [_row(card, asked) for card in found.cards],
        "choices": (choices := _choices(asked)),
        "chosen": [choice.word for choice in choices if choice.is_on],
        "unfiltered_address": asked.address(facilities=(), kind="", open_now=False),
        "list_address": asked.address(view="list"),
        "map_address": asked.address(view="map"),
        "all_address": asked.address(facilities=(), kind="", open_now=False, q=""),
        "is_filtered": bool(asked.facilities or asked.kind or asked.open_now or asked.q),
        "more_address": asked.address(page=found.page + 1) if found.page < found.pages else "",
        "back_address": asked.address(page=found.page - 1) if found.page > 1 else "",
        "tianditu_key": settings.NUANFENG_TIANDITU_KEY,
    }
    return _for_everyone(render_page(request, "stations/list.html#found", context), seconds=FRESH_SECONDS)


@gzip_page
@conditional_page
@require_safe
def index_json(request: HttpRequest) -> HttpResponse:
    """Every station for the phone to sort by distance: takes no parameter, so it learns no place."""
    body = station_index(now=clock.now())
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
    return _for_everyone(response, seconds=FRESH_SECONDS)


@gzip_page
@conditional_page
@require_safe
@kept_offline
def station(request: HttpRequest, pk: int) -> HttpResponse:
    """A station by itself; the portal shows the same page with today's meals in it, at this address."""
    now = clock.now()
    details = station_details(pk, now=now)
    if details is None:
        raise Http404
    response = render_page(request, "stations/station.html", {"details": details, "now": now})
    return _for_everyone(response, seconds=FRESH_SECONDS)


def _row(card: StationCard, asked: Asked) -> dict[str, Any]:
    """A card with its way there; what was asked for stands first among the facilities."""
    wanted = [facility for facility in card.facilities if facility.code in asked.facilities]
    others = [facility for facility in card.facilities if facility.code not in asked.facilities]
    links = map_links(card.station)
    return {
        "station": card.station,
        "opening": card.opening,
        "town": card.town,
        "facilities": [*wanted, *others][:5],
        "more": max(0, len(card.facilities) - 5),
        "way": links.get("amap_directions", ""),
    }


def _choices(asked: Asked) -> list[Choice]:
    """Every filter, those that are on first: what is out of sight must not leave anything out."""
    facilities = facilities_in_use()
    address = asked.address(open_now=not asked.open_now)
    open_now = Choice("open", gettext("Open now"), address, asked.open_now, "clock", "open")
    choices = [open_now, *_kind_choices(asked), *_facility_choices(asked, facilities)]
    return sorted(choices, key=lambda choice: not choice.is_on)


def _facility_choices(asked: Asked, facilities: Iterable[FacilityType]) -> list[Choice]:
    return [
        Choice(
            facility.code,
            str(facility),
            asked.address(facilities=asked.without(facility.code)),
            facility.code in asked.facilities,
            facility.icon,
            f"f-{facility.code}",
        )
        for facility in facilities
    ]


def _kind_choices(asked: Asked) -> list[Choice]:
    """One kind at a time; a second tap takes it off again."""
    return [
        Choice(
            code,
            gettext(word),
            asked.address(kind="" if code == asked.kind else code),
            code == asked.kind,
            KIND_ICONS[code],
            f"kind-{code}",
        )
        for code, word in KIND_WORDS.items()
    ]


def _for_everyone(response: HttpResponse, *, seconds: int) -> HttpResponse:
    """Alike for everybody with the same language, type size and theme."""
    patch_vary_headers(response, ["Cookie"])
    patch_cache_control(response, public=True, max_age=seconds)
    return response
