"""Counties for benchmarks, made through the same doors that people use."""

import json
from base64 import b64encode
from datetime import datetime
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from nuanfeng.kernel import clock
from nuanfeng.kernel.ids import new_id
from nuanfeng.kernel.sessions import SessionStore
from nuanfeng.modules.benefits.api import (
    add_item,
    add_pickup_point,
    create_programme,
    open_stock,
)
from nuanfeng.modules.organisations.api import appoint_county_staff, set_up_county
from nuanfeng.modules.passes.api import (
    accept_invitation,
    enrol_scanner,
    ensure_issuer_key,
    invite_scanner,
    sealed,
    show_pass,
)
from nuanfeng.modules.people.api import Person, register_person
from nuanfeng.modules.stations.api import (
    FacilityType,
    Station,
    StationFacility,
    appoint_station_staff,
    open_station,
)

MASTER, WORKER = "+8613900000001", "+8613900000002"
ITEMS = (("bun", "包子", 2), ("soy", "豆浆", 1), ("egg", "鸡蛋", 1))
HOURS = ("24/7", "Mo-Su 08:00-20:00", "Mo-Fr 08:30-17:30; PH off", "06:00-22:00", "Mo-Sa 09:00-18:00", "")
KINDS = ("partner", "rider_home", "driver_home")


def a_morning(*, workers: int) -> dict[str, Any]:
    """One station with its breakfast on the table, its scanner, and so many workers with passes.

    Returns the station's number, the scanner's key and one redemption to send for each worker.
    """
    now = clock.now()
    station, master = _a_station_with_breakfast(now)
    _scanner, key = enrol_scanner(actor=master, station=station, name="bench", now=now)
    return {
        "station": station.pk,
        "key": key,
        "bodies": [_order(station, place, now) for place in range(workers)],
    }


def _a_station_with_breakfast(now: datetime) -> tuple[Station, Person]:
    set_up_county(actor=None, now=now, code="430121", name="长沙县", name_en="Changsha County")
    clerk = register_person(phone="+8613900000000", nickname="clerk", now=now)
    appoint_county_staff(person=clerk, actor=None, now=now)
    master = register_person(phone=MASTER, nickname="站长", now=now)
    station = open_station(
        actor=clerk, now=now, kind="rider_home", name="星沙骑手之家", address="星沙大道 1 号",
        latitude=28.2456, longitude=113.0803, hours="24/7",
    )  # fmt: skip
    appoint_station_staff(station_id=station.pk, person=master, role="master", actor=clerk, now=now)
    today = timezone.localtime(now).date()
    programme = create_programme(
        code="breakfast", name="暖心早餐", name_en="Warm breakfast", starts_on=today.replace(day=1),
        actor=clerk, now=now,
    )  # fmt: skip
    for rank, (code, name, most) in enumerate(ITEMS):
        add_item(
            programme_id=programme.pk,
            code=code,
            name=name,
            quantity_max=most,
            rank=rank,
            actor=clerk,
            now=now,
        )
    add_pickup_point(programme_id=programme.pk, station_id=station.pk, actor=clerk, now=now)
    portions = {code: 9999 for code, _name, _most in ITEMS}
    open_stock(station_id=station.pk, programme="breakfast", portions=portions, actor=master, now=now)
    return station, master


def _order(station: Station, place: int, now: datetime) -> dict[str, Any]:
    """What a scanner sends for one more worker's first breakfast of the day."""
    phone = WORKER if place == 0 else f"+86137{place:08d}"
    worker = register_person(phone=phone, nickname=f"骑手{place}", now=now)
    shown = show_pass(person=worker, now=now, limit=1)
    return {
        "id": str(new_id()),
        "station": station.pk,
        "programme": "breakfast",
        "token": shown.slices[0].text,
        "at": now.isoformat(),
        "lines": [{"item": "bun", "quantity": 2}, {"item": "soy", "quantity": 1}],
    }


def a_backlog(*, batches: int, records: int) -> dict[str, Any]:
    """One station whose phone had no network: its key, and signed batches, each worker's first breakfast."""
    now = clock.now()
    station, master = _a_station_with_breakfast(now)
    private = ec.generate_private_key(ec.SECP256R1())
    public = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    _invitation, code = invite_scanner(actor=master, station_id=station.pk, now=now)
    scanner, key = accept_invitation(code=code, name="bench", public_key=b64encode(public).decode(), now=now)
    ensure_issuer_key(now=now)
    anchor = sealed({"scanner": str(scanner.pk), "time": now.isoformat()}, now=now)
    log: list[dict[str, Any]] = []
    previous = "0" * 64
    for place in range(batches * records):
        text = _said_without_network(_order(station, place, now), anchor)
        log.append({"seq": place + 1, "previous": previous, "text": text})
        previous = sha256(f"nf1/record\n{scanner.pk}\n{place + 1}\n{previous}\n{text}".encode()).hexdigest()
    bodies = [
        json.dumps({"scanner": str(scanner.pk), "records": log[first : first + records]}).encode()
        for first in range(0, len(log), records)
    ]
    return {"key": key, "batches": [_signed(body, private) for body in bodies]}


def more_orders(*, first: int, count: int) -> dict[str, Any]:
    """Another phone of the same station, and one redemption for each of so many other workers."""
    now, station = clock.now(), Station.objects.get()
    _scanner, key = enrol_scanner(actor=the_master(), station=station, name="bench", now=now)
    # What the backlog doesn't touch: it takes more buns than lie there.
    lines = {"lines": [{"item": "egg", "quantity": 1}]}
    bodies = [_order(station, first + place, now) | lines for place in range(count)]
    return {"online_key": key, "bodies": bodies}


def _said_without_network(order: dict[str, Any], anchor: str) -> str:
    said = {**order, "kind": "hand_out", "code": order["token"], "anchor": anchor}
    del said["token"], said["station"]
    return json.dumps({**said, "give_anyway": False, "reason": ""})


def _signed(body: bytes, private: ec.EllipticCurvePrivateKey) -> dict[str, str]:
    r, s = decode_dss_signature(private.sign(b"nf1/batch\n" + body, ec.ECDSA(hashes.SHA256())))
    signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    return {"body": b64encode(body).decode(), "signature": b64encode(signature).decode()}


def many_stations(count: int) -> None:
    """So many stations on a grid over the county, written at once: opening each is not what is measured."""
    now = clock.now()
    set_up_county(actor=None, now=now, code="430121", name="长沙县", name_en="Changsha County")
    made = Station.objects.bulk_create(
        (_station_on_grid(place, now) for place in range(count)), batch_size=1000
    )
    types = list(FacilityType.objects.all())[:6]
    StationFacility.objects.bulk_create(
        (
            StationFacility(station=station, facility_type=kind)
            for place, station in enumerate(made)
            for kind in types[: 2 + place % 4]
        ),
        batch_size=5000,
    )


def _station_on_grid(place: int, now: datetime) -> Station:
    return Station(
        kind=KINDS[place % 3],
        name=f"{place:05d} 号驿站",
        name_search=f"{place:05d}",
        address=f"开元路 {place} 号",
        latitude=28.1 + (place // 100) * 0.004,
        longitude=113.0 + (place % 100) * 0.004,
        hours=HOURS[place % len(HOURS)],
        created_at=now,
        changed_at=now,
    )


def the_worker() -> Person:
    """The first worker of `a_morning`."""
    return Person.objects.with_phone(WORKER) or Person()


def the_master() -> Person:
    """The station master of `a_morning`."""
    return Person.objects.with_phone(MASTER) or Person()


def session_of(person: Person) -> str:
    """The cookie of somebody who has signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)
