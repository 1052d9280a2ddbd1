"""Another phone becomes a scanner by a square code that works once."""

from base64 import b64encode
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.passes.models import Epoch, Scanner, ScannerInvitation
from nuanfeng.modules.passes.queries import (
    epoch_number,
    is_batch_signed,
    marks_of,
    revoked_prefixes,
    scanner_from_bearer,
    scanner_that_sends,
)
from nuanfeng.modules.passes.rules.marks import served_mark
from nuanfeng.modules.passes.rules.statements import BATCH, sign
from nuanfeng.modules.passes.tests.builders import (
    NOON,
    a_card,
    a_county_clerk,
    a_master_of,
    a_person,
    a_station,
    a_volunteer_at,
    in_minutes,
)
from nuanfeng.modules.passes.usecases import (
    KnownAs,
    accept_invitation,
    invite_scanner,
    raise_epoch,
    revoke_handle,
    revoke_scanner,
)
from nuanfeng.modules.stations.api import COMMAND_LINE, close_station

pytestmark = pytest.mark.django_db


def a_public_key(private=None) -> str:
    public = (private or ec.generate_private_key(ec.SECP256R1())).public_key()
    return b64encode(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


def an_invitation(station=None):
    station = station or a_station()
    invitation, code = invite_scanner(actor=a_volunteer_at(station), station_id=station.pk, now=NOON)
    return invitation, code


def accept(code, *, at=None, key=None):
    return accept_invitation(
        code=code, name="门口", public_key=a_public_key() if key is None else key, now=at or in_minutes(1)
    )


def test_a_phone_that_reads_the_code_scans_for_that_station():
    private = ec.generate_private_key(ec.SECP256R1())
    invitation, code = an_invitation()

    scanner, key = accept(code, key=a_public_key(private))

    assert scanner_from_bearer(key).station_id == invitation.station_id
    assert scanner.enrolled_by == invitation.made_by
    assert is_batch_signed(scanner, b"{}", sign(private, BATCH + b"{}"))
    assert not is_batch_signed(scanner, b"{ }", sign(private, BATCH + b"{}"))


def test_a_phone_that_a_backup_does_not_know_gets_its_number_back_at_its_station_only():
    station = a_station()
    gone = KnownAs(new_id(), station.pk)

    def number(where, known_as):
        _invitation, code = an_invitation(where)
        said = {"code": code, "name": "门口", "public_key": a_public_key(), "now": in_minutes(1)}
        return accept_invitation(**said, known_as=known_as)[0].pk

    assert number(a_station("别的驿站"), gone) != gone.scanner_id
    assert number(station, gone) == gone.scanner_id
    assert number(station, gone) != gone.scanner_id  # somebody has it now


def test_a_code_works_once_and_for_ten_minutes():
    _invitation, code = an_invitation()
    accept(code)
    with pytest.raises(Refused) as twice:
        accept(code)
    _invitation, other = an_invitation(a_station("别处"))
    with pytest.raises(Refused) as late:
        accept(other, at=in_minutes(10))
    assert (twice.value.refusal.code, late.value.refusal.code) == ("invitation_used", "invitation_expired")
    assert Scanner.objects.count() == 1


def test_a_station_that_closed_for_good_takes_no_more_phones():
    station = a_station()
    _invitation, code = an_invitation(station)
    close_station(station_id=station.pk, reason="搬走了", actor=COMMAND_LINE, now=NOON)
    with pytest.raises(Refused, match="ten minutes"):
        accept(code)


@pytest.mark.parametrize("code", ["", "x", "暖蜂", "A" * 5000])
def test_a_code_that_nobody_showed_makes_no_scanner(code):
    an_invitation()
    with pytest.raises(Refused) as no:
        accept(code)
    assert no.value.refusal.code == "invitation_unknown"


RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.mark.parametrize(
    "key",
    ["", "x", "暖" * 20, "A" * 120, a_public_key(ec.generate_private_key(ec.SECP384R1())), a_public_key(RSA)],
)
def test_only_a_key_of_our_one_kind_is_taken(key):
    _invitation, code = an_invitation()
    with pytest.raises(Refused) as no:
        accept(code, key=key)
    assert no.value.refusal.code == "public_key_wrong"
    assert ScannerInvitation.objects.get().used_at is None


def test_only_the_stations_own_staff_invite_a_phone():
    here, there = a_station("这里"), a_station("那里")
    for stranger in (a_person(), a_master_of(there), a_county_clerk()):
        with pytest.raises(Refused, match="staff of this station"):
            invite_scanner(actor=stranger, station_id=here.pk, now=NOON)
    assert not ScannerInvitation.objects.exists()


def test_a_revoked_scanner_may_still_send_and_no_longer_scan():
    _invitation, code = an_invitation()
    scanner, key = accept(code)
    revoke_scanner(actor=a_county_clerk(), scanner=scanner, now=in_minutes(5))
    assert scanner_from_bearer(key) is None
    assert scanner_that_sends(key) == scanner


def test_an_epoch_only_rises_and_only_from_the_command_line():
    assert epoch_number() == 0
    first = raise_epoch(actor=COMMAND_LINE, reason="恢复备份", now=NOON)
    second = raise_epoch(actor=COMMAND_LINE, reason="", now=NOON)
    assert first.number < second.number == epoch_number()
    with pytest.raises(Refused):
        raise_epoch(actor=a_county_clerk(), reason="", now=NOON)
    assert Epoch.objects.count() == 2


def test_a_restored_backup_gives_out_no_epoch_that_was_seen_before():
    seen = raise_epoch(actor=COMMAND_LINE, reason="", now=NOON).number
    Epoch.objects.all().delete()  # what an older backup looks like
    assert raise_epoch(actor=COMMAND_LINE, reason="", now=in_minutes(1)).number > seen


def test_a_scanner_learns_what_is_revoked_and_marks_that_say_nothing_on_another_day():
    card, other = a_card(), a_card()
    revoke_handle(actor=a_county_clerk(), held=card, now=in_minutes(1))
    assert revoked_prefixes(in_minutes(2)) == [bytes(card.value)[:8].hex()]

    today, tomorrow = date(2026, 11, 23), date(2026, 11, 24)
    now = in_minutes(2)
    marks = marks_of([other.person_id], today, now=now)
    assert served_mark(bytes(other.value).hex(), today) in marks
    assert served_mark(other.number, today) in marks
    assert not set(marks) & set(marks_of([other.person_id], tomorrow, now=now))
    assert marks_of([card.person_id], today, now=now) == []


def test_the_api_says_why_a_code_makes_no_scanner(client):
    station = a_station()
    _invitation, code = an_invitation(station)
    said = {"code": code, "public_key": a_public_key()}
    early = NOON.replace(year=NOON.year - 1)
    late_code = invite_scanner(actor=a_volunteer_at(station), station_id=station.pk, now=early)[1]

    unknown = client.post("/api/v1/scanners", {**said, "code": "x"}, content_type="application/json")
    late = client.post("/api/v1/scanners", {**said, "code": late_code}, content_type="application/json")

    assert (unknown.status_code, unknown.json()["code"]) == (422, "invitation_unknown")
    assert (late.status_code, late.json()["code"]) == (422, "invitation_expired")
