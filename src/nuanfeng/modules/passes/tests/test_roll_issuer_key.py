"""Keys are made in time, lie outside the database, and a lost one is said and replaced."""

import stat
from datetime import timedelta

import pytest

from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.models import AuditEntry
from nuanfeng.modules.passes.models import IssuerKey
from nuanfeng.modules.passes.queries import KeyFileMissing, public_keys, signing_key, verify_scanned
from nuanfeng.modules.passes.tests.builders import NOON, a_county, a_pass, a_person, in_minutes
from nuanfeng.modules.passes.usecases import distrust_issuer_key, ensure_issuer_key, roll_issuer_key

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_the_first_pass_makes_the_first_key_in_a_file_that_only_its_owner_reads():
    a_county()
    a_pass()
    key = IssuerKey.objects.get()
    assert stat.S_IMODE(key.private_file.stat().st_mode) == 0o600
    assert "PRIVATE" in key.private_file.read_text()
    assert "PRIVATE" not in key.public_pem


def test_the_next_key_is_public_fourteen_days_before_it_signs():
    first = roll_issuer_key(actor=None, now=NOON)
    assert ensure_issuer_key(now=NOON + 75 * DAY) is None

    second = ensure_issuer_key(now=NOON + 76 * DAY)

    assert second.signs_from == first.signs_until == NOON + 90 * DAY
    assert [key.kid.hex() for key in public_keys(NOON + 77 * DAY)] == [first.kid, second.kid]
    assert signing_key(NOON + 77 * DAY).kid.hex() == first.kid
    assert signing_key(NOON + 91 * DAY).kid.hex() == second.kid
    assert ensure_issuer_key(now=NOON + 77 * DAY) is None


def test_a_card_of_a_keys_last_day_is_read_until_the_card_ends():
    key = roll_issuer_key(actor=None, now=NOON)
    assert key.verifies_until >= key.signs_until + 180 * DAY
    assert public_keys(key.verifies_until) == []


def test_an_installation_that_slept_for_a_year_makes_a_key_that_signs_at_once():
    roll_issuer_key(actor=None, now=NOON)
    later = NOON + 365 * DAY
    assert ensure_issuer_key(now=later).signs_from == later


def test_a_lost_key_file_is_said_and_repaired_by_rolling_at_once():
    a_county()
    rider = a_person()
    shown = a_pass(rider)
    IssuerKey.objects.get().private_file.unlink()

    without = a_pass(rider, at=in_minutes(1))
    assert (without.number, without.slices) == (shown.number, [])
    assert without.refusal.code == "no_key_file"
    with pytest.raises(KeyFileMissing):
        signing_key(in_minutes(1))

    new = roll_issuer_key(actor=None, now=in_minutes(2), at_once=True)
    assert new.signs_from == in_minutes(2)
    again = a_pass(rider, at=in_minutes(2))
    for text in (shown.slices[0].text, again.slices[0].text):
        assert verify_scanned(text, now=in_minutes(3)).outcome == "ok"


def test_what_a_stolen_key_signed_counts_no_more():
    a_county()
    rider = a_person()
    shown = a_pass(rider)
    stolen = IssuerKey.objects.get()
    assert verify_scanned(shown.slices[0].text, now=in_minutes(1)).outcome == "ok"

    distrust_issuer_key(actor=None, kid=stolen.kid, now=in_minutes(2))

    assert verify_scanned(shown.slices[0].text, now=in_minutes(3)).reason == "unknown_key"
    fresh = a_pass(rider, at=in_minutes(3))
    assert verify_scanned(fresh.slices[0].text, now=in_minutes(3)).outcome == "ok"


def test_a_key_stolen_in_its_last_days_hands_over_to_the_next_at_once():
    a_county()
    rider = a_person()
    stolen = roll_issuer_key(actor=None, now=NOON)
    last_days = NOON + 80 * DAY
    waiting = ensure_issuer_key(now=last_days)
    assert waiting.signs_from == stolen.signs_until

    distrust_issuer_key(actor=None, kid=stolen.kid, now=last_days)

    waiting.refresh_from_db()
    assert waiting.signs_from == last_days
    shown = a_pass(rider, at=last_days + timedelta(minutes=1))
    assert verify_scanned(shown.slices[0].text, now=last_days + timedelta(minutes=1)).outcome == "ok"


def test_distrusting_the_key_that_waits_leaves_the_one_that_signs():
    signing = roll_issuer_key(actor=None, now=NOON)
    waiting = ensure_issuer_key(now=NOON + 80 * DAY)

    distrust_issuer_key(actor=None, kid=waiting.kid, now=NOON + 80 * DAY)

    assert signing_key(NOON + 81 * DAY).kid.hex() == signing.kid
    assert ensure_issuer_key(now=NOON + 81 * DAY).signs_from == signing.signs_until


def test_distrusting_twice_changes_nothing_and_an_unknown_kid_is_said():
    key = roll_issuer_key(actor=None, now=NOON)
    for minutes in (1, 2):
        distrust_issuer_key(actor=None, kid=key.kid, now=in_minutes(minutes))
    key.refresh_from_db()
    assert key.verifies_until == in_minutes(1)
    assert AuditEntry.objects.filter(action="passes.distrust_issuer_key").count() == 1
    with pytest.raises(Refused, match="no key with this kid"):
        distrust_issuer_key(actor=None, kid="00000000", now=NOON)


def test_a_person_changes_no_keys():
    with pytest.raises(Refused, match="command line"):
        roll_issuer_key(actor=a_person(), now=NOON)
    assert not IssuerKey.objects.exists()
