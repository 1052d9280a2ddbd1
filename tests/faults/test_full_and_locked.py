"""An embedded database that is really full, or really held by somebody else: nothing is lost."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client

from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.benefits.api import PROMISES
from nuanfeng.modules.benefits.models import Redemption
from nuanfeng.modules.benefits.tests.builders import a_scanner_with_key_at
from nuanfeng.modules.benefits.tests.mornings import Morning, a_morning
from nuanfeng.modules.benefits.tests.test_rest import a_guest, a_message, send

pytestmark = pytest.mark.django_db(transaction=True)

ENOUGH_TO_FILL_IT = 60
WITHOUT_END = 2**31 - 2


@pytest.fixture(autouse=True)
def _embedded() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only the embedded database has one file and one writer")


@pytest.fixture
def morning() -> Morning:
    return a_morning(buns=500, milks=0)


@pytest.fixture
def key(morning: Morning) -> str:
    return a_scanner_with_key_at(morning.station)[1]


@pytest.fixture
def phone(morning: Morning) -> Client:
    client = Client()
    client.force_login(morning.master)
    return client


def pragma(words: str) -> Any:
    """Ask this connection for something, or tell it."""
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {words}").fetchone()[0]


def leave_no_gaps() -> None:
    """Give back the pages that earlier tests emptied: what is left is written full."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")


@contextmanager
def no_room_to_grow() -> Iterator[None]:
    """The file may not become longer than it is: what SQLite does on a full disk."""
    leave_no_gaps()
    pragma(f"max_page_count = {pragma('page_count')}")
    try:
        yield
    finally:
        pragma(f"max_page_count = {WITHOUT_END}")


@contextmanager
def held_by_somebody_else() -> Iterator[None]:
    """Another program holds the one write lock; we lose patience at once and not after 20 seconds."""
    patience = pragma("busy_timeout")
    pragma("busy_timeout = 50")
    try:
        with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
    finally:
        pragma(f"busy_timeout = {patience}")


def hand_out_until_it_fails(morning: Morning, key: str) -> tuple[set[str], HttpResponse]:
    """The numbers that were acknowledged, and the first answer that is no acknowledgement."""
    kept: set[str] = set()
    for _guest in range(ENOUGH_TO_FILL_IT):
        message = a_guest(morning, lines=[{"item": "bun", "quantity": 1}])
        answer = send("/guest-meals", message, key=key)
        if answer.status_code != 201:
            return kept, answer
        kept.add(message["id"])
    raise AssertionError("it never became full")


def press_until_it_fails(morning, phone, kept):
    """Where one message found no room a smaller one still may; the page that did not, and what it sent."""
    for _press in range(200):
        form = {"step": "guest", "programme": "breakfast", "take_bun": "1", "id": new_id()}
        page = phone.post(morning.scan, form)
        if page.status_code != 302:
            return page, form
        kept.add(str(form["id"]))
    raise AssertionError("it never became full")


def stored() -> set[str]:
    """The numbers of all hand-outs that are there."""
    return {str(number) for number in Redemption.objects.values_list("id", flat=True)}


def broken() -> list[str]:
    """The promises that do not hold."""
    return [name for name, check in PROMISES.items() if list(check())]


def test_a_full_database_keeps_what_it_acknowledged_and_says_when_to_come_back(morning, key):
    with no_room_to_grow():
        kept, answer = hand_out_until_it_fails(morning, key)

        assert (answer.status_code, answer["Retry-After"]) == (503, "10")
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["title"] == "Nothing could be kept just now. Send it again in 10 seconds."
        assert b"full" not in answer.content
        assert (stored(), morning.left()) == (kept, 500 - len(kept))

    message = a_message(morning)
    assert send("/redemptions", message, key=key).status_code == 201
    assert stored() == {*kept, message["id"]}
    assert (morning.left(), broken()) == (498 - len(kept), [])


def test_a_full_database_answers_a_person_with_a_page_that_says_what_to_do(morning, key, phone):
    with no_room_to_grow():
        kept, _answer = hand_out_until_it_fails(morning, key)
        page, form = press_until_it_fails(morning, phone, kept)

        assert (page.status_code, page["Retry-After"]) == (503, "10")
        assert "之前说“好了”的都还在" in page.content.decode()
        assert stored() == kept
        # Whoever only looks is served all the same.
        assert phone.get("/").status_code == 200
        assert phone.get(morning.scan).status_code == 200

    assert phone.post(morning.scan, form).status_code == 302
    assert stored() == {*kept, str(form["id"])}


def test_a_database_that_somebody_holds_is_a_503_and_the_same_message_is_kept_later(morning, key, phone):
    message, form = a_message(morning), {"step": "guest", "programme": "breakfast", "take_bun": "1"}

    with held_by_somebody_else():
        answer = send("/redemptions", message, key=key)
        page = phone.post(morning.scan, {**form, "id": new_id()})

        assert (answer.status_code, page.status_code) == (503, 503)
        assert answer.json()["code"] == "database_unavailable"
        assert b"locked" not in answer.content + page.content
        assert phone.get(morning.scan).status_code == 200
        assert stored() == set()

    assert send("/redemptions", message, key=key).status_code == 201
    assert (stored(), broken()) == ({message["id"]}, [])


def test_the_control_without_the_middleware_the_same_is_a_failure(morning, key, settings):
    ours = "nuanfeng.kernel.web.FailureMiddleware"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != ours]

    with held_by_somebody_else(), pytest.raises(OperationalError, match="locked"):
        send("/redemptions", a_message(morning), key=key)
    with no_room_to_grow(), pytest.raises(OperationalError, match="full"):
        hand_out_until_it_fails(morning, key)
