"""The county that every history begins in: two stations, a table at each, three phones, six people."""

from base64 import b64encode
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils import timezone

from nuanfeng.modules.benefits.api import Programme, add_item, add_pickup_point, create_programme
from nuanfeng.modules.organisations.api import COMMAND_LINE, appoint_county_staff, set_up_county
from nuanfeng.modules.passes.api import (
    Handle,
    accept_invitation,
    card_text,
    invite_scanner,
    issue_card,
    show_pass,
)
from nuanfeng.modules.people.api import Person, register_person
from nuanfeng.modules.stations.api import appoint_station_staff, open_station
from simulation.expected import HERE, Expected, Held, Shown
from simulation.ground import Ground
from simulation.scanner import ScannerModel

BEGINS = datetime(2026, 10, 9, 6, 0, tzinfo=HERE)
BEFORE = datetime(2026, 10, 1, 5, 0, tzinfo=HERE)
PROGRAMME, BUN, MILK = "breakfast", "bun", "milk"
SCANNERS = (("north-1", 0), ("north-2", 0), ("south-1", 1))
WITH_PHONE, WITH_CARD = 4, 2
SLICE = timedelta(minutes=15)


@dataclass
class Card:
    """A card as somebody holds it: its text, and the number beside it."""

    person: int
    value: str
    number: str
    text: str


@dataclass
class Citizen:
    """Somebody who comes for breakfast, with a phone, with a card, or with both."""

    person: int
    handle: str = ""
    number: str = ""
    cards: list[Card] = field(default_factory=list)


@dataclass
class World:
    """Who and what there is. `minted` remembers the codes that phones showed; none is made twice."""

    ground: Ground
    programme: Programme
    clerk: Person
    masters: list[Person]
    stations: list[int]
    citizens: list[Citizen]
    phones: list[ScannerModel]
    codes: dict[str, Shown]
    minted: dict[tuple[int, datetime], str] = field(default_factory=dict)

    def shown(self, citizen: Citizen, at: datetime) -> str:
        """What the person's phone shows at a moment."""
        begins = at - timedelta(seconds=at.timestamp() % SLICE.total_seconds())
        key = (citizen.person, begins)
        if key not in self.minted:
            person = Person.objects.get(pk=citizen.person)
            text = show_pass(person=person, now=begins, limit=1).slices[0].text
            self.minted[key] = text
            self.codes[text] = Shown(citizen.handle, begins, begins + SLICE)
        return self.minted[key]

    def a_card(self, held: Handle) -> Card:
        """The card as it is printed."""
        value, text = bytes(held.value).hex(), card_text(held, now=held.created_at)
        whole_seconds = held.created_at.replace(microsecond=0)
        self.codes[text] = Shown(value, whole_seconds, (held.expires_at or held.created_at))
        self.codes[held.number] = Shown(value)
        return Card(held.person_id, value, held.number, text)

    def phones_anew(self) -> list[ScannerModel]:
        """The phones as they were enrolled, with empty logs."""
        return [
            ScannerModel(phone.name, phone.id, phone.bearer, phone.station, phone.private)
            for phone in self.phones
        ]

    def citizens_anew(self) -> list[Citizen]:
        """The people with what they had in the beginning."""
        return [Citizen(one.person, one.handle, one.number, list(one.cards[:1])) for one in self.citizens]

    def expected(self, *, is_weekly: bool) -> Expected:
        """What the server should know in the beginning."""
        expected = Expected(self.codes, {}, is_weekly)
        for citizen in self.citizens:
            if citizen.handle:
                expected.handles[citizen.handle] = Held(citizen.person, "screen", citizen.number)
            for card in citizen.cards:
                expected.handles[card.value] = Held(citizen.person, "card", card.number)
        expected.scanners = {phone.id: phone.station for phone in self.phones}
        return expected


def a_world(ground: Ground) -> World:
    """Made through the doors that everybody uses."""
    ground.now, ground.random = BEFORE, Random(0)
    set_up_county(actor=COMMAND_LINE, now=BEFORE, code="430121", name="长沙县")
    clerk = register_person(phone="+8613900000000", nickname="小王", now=BEFORE)
    appoint_county_staff(person=clerk, actor=COMMAND_LINE, now=BEFORE)
    clerk.refresh_from_db()
    programme = create_programme(
        code=PROGRAMME, name="暖心早餐", starts_on=date(2026, 10, 1), actor=clerk, now=BEFORE
    )
    for code, name, most in ((BUN, "包子", 2), (MILK, "豆浆", 1)):
        add_item(programme_id=programme.pk, code=code, name=name, quantity_max=most, actor=clerk, now=BEFORE)
    world = World(ground, programme, clerk, [], [], [], [], {})
    for place, name in enumerate(("北站", "南站")):
        _add_station(world, place, name)
    for name, place in SCANNERS:
        _add_phone(world, name, place)
    for place in range(WITH_PHONE + WITH_CARD):
        _add_citizen(world, place)
    return world


def _add_station(world: World, place: int, name: str) -> None:
    station = open_station(
        actor=world.clerk, now=BEFORE, kind="rider_home", name=name, address="星沙大道 1 号", hours="24/7"
    )
    master = register_person(phone=f"+861390000001{place}", nickname="站长", now=BEFORE)
    appoint_station_staff(station_id=station.pk, person=master, role="master", actor=world.clerk, now=BEFORE)
    add_pickup_point(programme_id=world.programme.pk, station_id=station.pk, actor=world.clerk, now=BEFORE)
    world.stations.append(station.pk)
    world.masters.append(master)


def _add_phone(world: World, name: str, place: int) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    public = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    station = world.stations[place]
    _invitation, code = invite_scanner(actor=world.masters[place], station_id=station, now=BEFORE)
    key = b64encode(public).rstrip(b"=").decode()
    scanner, bearer = accept_invitation(code=code, name=name, public_key=key, now=BEFORE)
    world.phones.append(ScannerModel(name, str(scanner.pk), bearer, station, private))


def _add_citizen(world: World, place: int) -> None:
    person = register_person(phone=f"+86138000000{place:02d}", nickname="骑手", now=BEFORE)
    citizen = Citizen(person.pk)
    if place < WITH_PHONE:
        show_pass(person=person, now=BEFORE, limit=1)
        held = Handle.objects.get(person=person, kind="screen")
        citizen.handle, citizen.number = bytes(held.value).hex(), held.number
        world.codes[held.number] = Shown(citizen.handle)
    if place >= WITH_PHONE - 1:
        card = issue_card(actor=world.clerk, now=BEFORE, person=person)
        citizen.cards.append(world.a_card(card))
    world.citizens.append(citizen)


def here(moment: datetime) -> datetime:
    """In the county's time."""
    return timezone.localtime(moment)
