"""Secrets, sessions, numbers, the jobs that come round and the pragmas that keep a commit."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import InvalidToken
from django.contrib.sessions.models import Session
from django.db import connection

from nuanfeng.kernel import schedule, secrets
from nuanfeng.kernel.ids import new_id
from nuanfeng.kernel.sessions import SessionStore

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def test_a_secret_is_read_again_and_only_for_its_purpose():
    kept = secrets.encrypt("+8613800000001", purpose="phone")

    assert "13800000001" not in kept
    assert secrets.decrypt(kept, purpose="phone") == "+8613800000001"
    with pytest.raises(InvalidToken):
        secrets.decrypt(kept, purpose="sessions")


def test_a_digest_finds_the_same_number_and_no_other():
    digest = secrets.keyed_digest("+8613800000001", purpose="phone")
    assert digest == secrets.keyed_digest("+8613800000001", purpose="phone")
    assert digest != secrets.keyed_digest("+8613800000002", purpose="phone")


@pytest.mark.django_db
def test_a_sign_in_code_in_a_session_cannot_be_read_in_the_database():
    session = SessionStore()
    session["code"] = "314159"
    session.save()

    row = Session.objects.get(pk=session.session_key)
    assert "314159" not in row.session_data
    assert SessionStore(session.session_key)["code"] == "314159"


@pytest.mark.django_db
def test_a_session_that_cannot_be_read_is_an_empty_one():
    session = SessionStore()
    session["code"] = "314159"
    session.save()
    Session.objects.update(session_data="spoilt")

    assert SessionStore(session.session_key).get("code") is None


def test_numbers_made_one_after_another_sort_in_that_order():
    made = [new_id() for _ in range(50)]
    assert made == sorted(made)
    assert {number.version for number in made} == {7}


@pytest.mark.django_db(transaction=True)
def test_a_job_runs_when_its_turn_comes_and_not_before():
    ran: list[datetime] = []
    schedule.every("tests.job", timedelta(minutes=5), ran.append)
    try:
        for minutes in (0, 1, 4, 5, 6):
            schedule.run_due(now=NOON + timedelta(minutes=minutes))
    finally:
        schedule._jobs.pop("tests.job")

    assert ran == [NOON, NOON + timedelta(minutes=5)]


@pytest.mark.django_db(transaction=True)
def test_a_job_that_fails_does_not_keep_the_next_one_from_running():
    ran: list[datetime] = []

    def break_down(now: datetime) -> None:
        raise ValueError("something a person typed")

    schedule.every("tests.broken", timedelta(minutes=5), break_down)
    schedule.every("tests.whole", timedelta(minutes=5), ran.append)
    try:
        schedule.run_due(now=NOON)
    finally:
        schedule._jobs.pop("tests.broken")
        schedule._jobs.pop("tests.whole")

    assert ran == [NOON]


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="these are SQLite's own settings")
def test_the_embedded_database_loses_no_acknowledged_commit():
    with connection.cursor() as cursor:
        found = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "foreign_keys")
        }
    assert found == {"synchronous": 2, "foreign_keys": 1}
    assert connection.transaction_mode == "IMMEDIATE"
