"""Every address of the product, who opens it, and the county in which they do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from importlib import import_module
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from nuanfeng.kernel import clock
from nuanfeng.kernel.ids import new_id
from nuanfeng.kernel.models import CalendarDay
from nuanfeng.modules.benefits.api import check_pass
from nuanfeng.modules.benefits.tests.builders import a_guest_meal, redeem
from nuanfeng.modules.benefits.tests.mornings import Morning, a_morning
from nuanfeng.modules.benefits.tests.phones import a_phone_at
from nuanfeng.modules.bookings.api import Series, add_venue, book_place, create_offer, open_slots, slots_ahead
from nuanfeng.modules.bookings.models import Slot
from nuanfeng.modules.insight.api import fold_figures
from nuanfeng.modules.organisations.api import COMMAND_LINE, appoint_county_staff
from nuanfeng.modules.organisations.models import Appointment, Area, County, Organisation
from nuanfeng.modules.passes.api import enrol_scanner
from nuanfeng.modules.people.api import Person, give_authenticator_app, register_person
from nuanfeng.modules.stations.models import FacilityType, Station, StationImport, StationStaff
from nuanfeng.modules.stations.queries.door_checks import check_of
from nuanfeng.modules.stations.tests.builders import a_station, a_town
from nuanfeng.modules.stations.tests.sheet_builders import a_county_sheet
from nuanfeng.modules.stations.usecases import pause_station, preview_import, set_access, set_wireless

OFFER = "health"
PAGES_OF_OFFER = ("offer", "desk_offer", "desk_change_offer", "desk_open_slots")
CLERK = "+8610000000003"
SQUARE = {"type": "Polygon", "coordinates": [[[113, 28], [114, 28], [114, 29], [113, 29], [113, 28]]]}
ROWS = (
    (1, "星沙街道", "开元驿站", "开元路 1 号", 113.08, 28.24, "", "8:30-20:00", "饮水、充电"),
    (2, "星沙街道", "星沙骑手之家", "开元路 2 号", "", "", "", "24小时", "休息"),
    (3, "星沙街道", "半个驿站", "板仓路 8 号", 113.08, "", "", "看情况", "饮水"),
)

NOBODY = (
    "stations:list",
    "portal:station",
    "portal:door",
    "portal:station_screen",
    "stations:report",
    "stations:here",
    "benefits:leftovers",
    "portal:ask",
    "portal:card",
    "portal:card_of_station",
    "portal:erased",
    "portal:privacy",
    "ui:preferences",
    "benefits:scanner",
    "benefits:scanner_paper",
    "ui:offline",
    "people:declined",
    "bookings:offers",
    "bookings:offer",
    "account_request_login_code",
    "account_inactive",
)
WORKER = (
    "portal:show_pass",
    "passes:rotate_handle",
    "portal:me",
    "portal:doors",
    "portal:my_card",
    "portal:my_record",
    "bookings:mine",
    "portal:leave_everywhere",
    "portal:erase",
    "people:profile",
    "people:start_second_factor",
    "account_logout",
)
MASTER = (
    "portal:station_work",
    "stations:keep",
    "stations:supplies",
    "stations:turns",
    "stations:other_hours",
    "stations:way_in",
    "stations:wireless",
    "stations:counters",
    "stations:poster",
    "bookings:attendance",
    "passes:print_cards",
    "passes:scanners",
    "passes:revoke_scanner",
    "benefits:scan",
    "benefits:invite_phone",
    "benefits:stock",
    "benefits:day_sheet",
)
COUNTY_FIGURES = (
    "insight:county",
    "insight:done",
    "insight:hand_outs",
    "insight:screens",
    "insight:stock",
    "insight:days",
    "insight:table",
    "insight:people",
    "insight:stations",
)
COUNTY_DESKS = (
    "stations:desk_list",
    "stations:desk_new",
    "stations:help",
    "stations:help_station",
    "stations:desk_station",
    "stations:desk_change",
    "stations:desk_pause",
    "stations:desk_close",
    "stations:desk_appoint",
    "stations:desk_end_staff",
    "stations:desk_imports",
    "stations:desk_import",
    "stations:desk_take_back",
    "bookings:desk_offers",
    "bookings:desk_new_offer",
    "bookings:desk_offer",
    "bookings:desk_change_offer",
    "bookings:desk_open_slots",
    "bookings:desk_slot",
    "bookings:desk_new_venue",
    "bookings:desk_venue",
)
COUNTY_PROGRAMMES = (
    "benefits:desk_programmes",
    "benefits:desk_new_programme",
    "benefits:desk_programme",
    "benefits:desk_new_item",
    "benefits:desk_item",
    "benefits:desk_points",
    "benefits:desk_rule",
    "benefits:desk_quarantine",
    "benefits:desk_quarantined",
    "organisations:staff",
    "organisations:calendar",
    "organisations:end_appointment",
)
SECOND_FACTORS = (
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
)
# They stand in the middle of a way and are looked at on that way.
ON_THE_WAY = (
    "account_confirm_login_code",
    "passes:card_sheet",
    "passes:card_sheet_print",
    "people:welcome",
    "mfa_authenticate",
)
REGISTERED = (
    Appointment,
    Area,
    CalendarDay,
    County,
    FacilityType,
    Organisation,
    Station,
    StationImport,
    StationStaff,
)
KEPT = "changelist add change history delete"
LOOKED_AT = "changelist change history"
ROWS_OF_REGISTERS = tuple(
    f"admin:{register}_{page}"
    for register, pages in (
        ("organisations_county", LOOKED_AT),
        ("organisations_area", KEPT),
        ("organisations_organisation", KEPT),
        ("kernel_calendarday", KEPT),
        ("organisations_appointment", LOOKED_AT),
        ("stations_facilitytype", KEPT),
        ("stations_station", LOOKED_AT),
        ("stations_stationstaff", LOOKED_AT),
        ("stations_stationimport", LOOKED_AT),
    )
    for page in pages.split()
)
REGISTERS = (*ROWS_OF_REGISTERS, "admin:index", "admin:app_list")
OPENED_BY_SOMEBODY = frozenset(
    NOBODY
    + WORKER
    + MASTER
    + COUNTY_FIGURES
    + COUNTY_DESKS
    + COUNTY_PROGRAMMES
    + SECOND_FACTORS
    + ON_THE_WAY
    + REGISTERS
)

# Addresses that show nothing of their own, each with what they do instead.
NOT_A_PAGE = {
    "stations:station": "the portal's page of the same address stands in front",
    "passes:show_pass": "the portal's page of the same address stands in front",
    "portal:my_record_file": "a file",
    "bookings:change_mine": "posted",
    "benefits:my_leftovers": "a part of the pass",
    "bookings:calendar": "a file",
    "stations:index_json": "data for the page",
    "stations:hours": "a part of a form, posted",
    "stations:desk_export": "a file",
    "stations:desk_reopen": "posted",
    "stations:desk_confirm": "posted",
    "stations:desk_decide": "posted",
    "stations:desk_decide_all": "posted",
    "stations:desk_apply": "posted",
    "stations:tap": "posted",
    "stations:upkeep": "posted",
    "stations:desk_progress": "a part of the sheet's page",
    "stations:desk_returned": "a file",
    "passes:card_sheet_file": "a file",
    "portal:replace_my_card": "posted",
    "passes:slices": "data for the page",
    "benefits:enrol_phone": "posted",
    "ui:manifest": "data for the browser",
    "benefits:scanner_manifest": "data for the browser",
    "ui:worker_script": "a script",
    "account_login": "leads to the one way in",
    "account_signup": "leads to the one way in",
    "admin:login": "leads to the one way in",
    "admin:logout": "posted",
    "admin:password_change": "nobody has a password",
    "admin:password_change_done": "nobody has a password",
    "admin:autocomplete": "data for a page that asks, and none does",
    "admin:jsi18n": "a script",
    "admin:view_on_site": "leads elsewhere",
    **{
        f"admin:{register}_{page}": "refused: the county's own pages do it, or nobody does"
        for register, pages in (
            ("organisations_county", "add delete"),
            ("organisations_appointment", "add delete"),
            ("stations_station", "add delete"),
            ("stations_stationstaff", "add delete"),
            ("stations_stationimport", "add delete"),
        )
        for page in pages.split()
    },
}


def named_addresses(
    patterns: Iterable[URLPattern | URLResolver], *, within: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Every named address with its pattern; the API is tried by its own document."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "api":
                inner = f"{within}{pattern.namespace}:" if pattern.namespace else within
                yield from named_addresses(pattern.url_patterns, within=inner)
        elif pattern.name:
            yield f"{within}{pattern.name}", pattern


def in_no_list(patterns: Iterable[URLPattern | URLResolver]) -> list[str]:
    """The addresses that nobody opens here and that are not said to be no page."""
    names = {name for name, _pattern in named_addresses(patterns)}
    return sorted(names - OPENED_BY_SOMEBODY - NOT_A_PAGE.keys())


@dataclass
class World:
    """A county on a morning with breakfast, and what its addresses are filled from."""

    morning: Morning
    clerk: Person
    sheet: StationImport
    scanner: UUID
    staff: int
    set_aside: str
    slot: int
    venue: int

    def address(self, name: str) -> str:
        """Where the page of this name is."""
        station = self.morning.station.pk
        known = {
            "stations:here": {"pk": station, "check": check_of(station)},
            "stations:desk_end_staff": {"pk": station, "staff_id": self.staff},
            "stations:desk_import": {"pk": self.sheet.pk},
            "stations:desk_take_back": {"pk": self.sheet.pk},
            "passes:revoke_scanner": {"pk": self.scanner},
            "organisations:end_appointment": {"pk": Appointment.objects.first().pk},
            "benefits:desk_programme": {"code": "breakfast"},
            "benefits:desk_new_item": {"code": "breakfast"},
            "benefits:desk_item": {"code": "breakfast", "item": "bun"},
            "benefits:desk_points": {"code": "breakfast"},
            "benefits:desk_rule": {"code": "breakfast"},
            "benefits:desk_quarantined": {"record": self.set_aside},
            "bookings:desk_slot": {"pk": self.slot},
            "bookings:desk_venue": {"pk": self.venue},
            **{f"bookings:{page}": {"code": OFFER} for page in PAGES_OF_OFFER},
            "admin:app_list": {"app_label": "organisations"},
        }
        if name == "mfa_remove_webauthn":
            return reverse(name, args=[Authenticator.objects.get(type="webauthn").pk])
        if name in known:
            return reverse(name, kwargs=known[name])
        if name.startswith("admin:"):
            return self._register(name)
        pattern = dict(named_addresses(get_resolver().url_patterns))[name].pattern
        return reverse(name, kwargs={"pk": station} if "pk" in pattern.converters else {})

    def _register(self, name: str) -> str:
        if not name.endswith(("_change", "_history", "_delete")):
            return reverse(name)
        _app, model, _page = name.removeprefix("admin:").split("_")
        row = {kept.__name__.lower(): kept for kept in REGISTERED}[model].objects.first()
        return reverse(name, args=[row.pk])


def a_world() -> World:
    """Riders ate, one was turned to again, a guest came; a list waits for decisions; a place is shut."""
    now = clock.now()
    # A journey's database is emptied after it, what the migrations put there included.
    import_module("nuanfeng.modules.stations.migrations.0002_facility_types").add_missing(apps, None)
    morning = a_morning()
    County.objects.update(boundary=SQUARE)
    clerk = a_clerk_with_an_app()
    scanner, _key = enrol_scanner(actor=morning.master, station=morning.station, name="门口的手机", now=now)
    _eat(morning)
    _stations_and_registers(clerk, morning)
    sheet = preview_import(
        actor=clerk, now=now, content=a_county_sheet(*ROWS), file_name="驿站.xlsx", datum="wgs84"
    )
    fold_figures(now=now)
    staff = StationStaff.objects.get(person=morning.master).pk
    slot = _a_place_that_is_booked(morning)
    aside = _a_record_set_aside(morning)
    return World(morning, clerk, sheet, scanner.pk, staff, aside, slot.pk, slot.venue_id)


def _a_place_that_is_booked(morning: Morning) -> Slot:
    """Times of today and tomorrow, opened yesterday; the rider has the last one and another waits."""
    now = clock.now()
    station = morning.station
    offer = create_offer(
        code=OFFER, kind="health", name="健康套餐", what="量血压、抽血", how_often="year", actor=COMMAND_LINE,
        now=now,
    )  # fmt: skip
    venue = add_venue(
        name="开元路卫生中心",
        address="开元路 8 号",
        phone="",
        station_id=station.pk,
        actor=COMMAND_LINE,
        now=now,
    )
    today = timezone.localdate(now)
    series = Series(today, today + timedelta(days=1), time(9), time(11), timedelta(hours=1))
    opened = {"offer_id": offer.pk, "venue_id": venue.pk, "places": 1, "actor": COMMAND_LINE}
    open_slots(series=series, now=now - timedelta(days=1), **opened)
    slot = slots_ahead(offer, now=now)[-1]
    for person in (morning.rider, morning.master):
        book_place(id=new_id(), slot_id=slot.pk, person=person, now=now)
    return slot


def a_clerk_with_an_app() -> Person:
    """Somebody who acts for the county and whose second step the page shows."""
    now = clock.now()
    clerk = register_person(phone=CLERK, nickname="小陈", now=now, is_demo=True)
    appoint_county_staff(person=clerk, actor=COMMAND_LINE, now=now)
    clerk.refresh_from_db()
    give_authenticator_app(person=clerk, now=now)
    return clerk


def _eat(morning: Morning) -> None:
    now = clock.now()
    redeem(morning.station, morning.rider, by=morning.master, at=now)
    redeem(morning.station, morning.rider, by=morning.master, at=now, give_anyway=True, reason="hungry")
    a_guest_meal(morning.station, by=morning.master, at=now)
    check_pass(
        id=new_id(),
        station_id=morning.station.pk,
        programme="breakfast",
        code=morning.code,
        actor=morning.master,
        now=now,
    )


def _a_record_set_aside(morning: Morning) -> str:
    """A phone whose clock was an hour fast has sent what it recorded without a network."""
    now = clock.now()
    phone = a_phone_at(morning.station, since=now)
    record = phone.hands_out(at=now + timedelta(hours=1))
    phone.sends(now=now)
    return record.hash


def _stations_and_registers(clerk: Person, morning: Morning) -> None:
    a_station(
        "黄花司机之家",
        by=clerk,
        area=a_town("黄花镇"),
        kind="driver_home",
        hours="24/7",
        facilities=[kind.code for kind in FacilityType.objects.all()],
        latitude=28.24,
        longitude=113.23,
        phone="0731-84010001",
        spaces=[("hall", "一站式大厅")],
    )
    own, now = morning.station.pk, clock.now()
    set_access(station_id=own, access="door_code", note="", actor=clerk, now=now)
    set_wireless(station_id=own, name="星沙驿站", password="kamunate2748", actor=morning.master, now=now)
    shut = a_station("不知道的驿站", by=clerk, kind="partner", hours="", address="")
    pause_station(station_id=shut.pk, actor=clerk, now=clock.now(), reason="装修")
    Organisation.objects.create(kind="park", name="黄花物流园")
    CalendarDay.objects.create(day=clock.now().date(), kind="holiday", name="放假")
