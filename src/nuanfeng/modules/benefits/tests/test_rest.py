"""What a scanner and other programs are answered over the wire."""

import json
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from nuanfeng.kernel import clock
from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.benefits.models import Redemption, Screening
from nuanfeng.modules.benefits.tests.builders import a_scanner_with_key_at, a_station_with_breakfast
from nuanfeng.modules.benefits.tests.mornings import Morning, a_morning
from nuanfeng.modules.passes.api import revoke_scanner

pytestmark = pytest.mark.django_db


@pytest.fixture
def morning() -> Morning:
    return a_morning(buns=10, milks=5)


@pytest.fixture
def key(morning) -> str:
    return a_scanner_with_key_at(morning.station)[1]


def send(path: str, body: Any, *, key: str = "", language: str = "en", **more: Any):
    headers = {"Accept-Language": language, **({"Authorization": f"Bearer {key}"} if key else {})}
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return Client(headers=headers).post(f"/api/v1{path}", text, content_type="application/json", **more)


def a_message(morning: Morning, **said: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "station": morning.station.pk,
        "programme": "breakfast",
        "token": morning.code,
        "at": clock.now().isoformat(),
        "lines": [{"item": "bun", "quantity": 2}],
        **said,
    }


def a_guest(morning: Morning, **said: Any) -> dict[str, Any]:
    message = a_message(morning, **said)
    message.pop("token")
    return message


def test_a_scanner_hands_out_and_the_same_message_is_answered_the_same(morning, key):
    message = a_message(morning)

    first, again = send("/redemptions", message, key=key), send("/redemptions", message, key=key)

    assert (first.status_code, again.status_code) == (201, 201)
    said = first.json()
    assert (said["outcome"], said["status"], said["sentence"]) == ("counted", "counted", "Recorded")
    assert said["lines"] == [{"item": "bun", "quantity": 2, "beyond_stock": 0, "left": 8}]
    assert again.json() == said
    assert first["Cache-Control"] == "no-store"
    assert Redemption.objects.count() == 1


def test_a_scanners_request_has_no_session_and_few_queries(morning, key, django_assert_max_num_queries):
    with django_assert_max_num_queries(13):
        answer = send("/redemptions", a_message(morning), key=key)
    assert (answer.status_code, answer.cookies) == (201, {})


def test_the_second_is_told_already_and_a_void_frees_the_day(morning, key):
    first = send("/redemptions", a_message(morning), key=key).json()

    second = send("/redemptions", a_message(morning), key=key)
    assert (second.status_code, second.json()["outcome"], second.json()["status"]) == (200, "already", None)
    assert second.json()["at"] == first["at"]

    undone = send(f"/redemptions/{first['id']}/void", {}, key=key)
    assert (undone.status_code, undone.json()["status"]) == (200, "void")
    assert send("/redemptions", a_message(morning), key=key).status_code == 201


def test_a_check_says_what_is_on_the_table_and_keeps_amber(morning, key):
    look = {"station": morning.station.pk, "programme": "breakfast", "token": "https://example.org"}

    grey = send("/checks", look, key=key).json()
    green = send("/checks", {**look, "token": "", "number": morning.number}, key=key).json()

    assert (grey["outcome"], green["outcome"]) == ("not_ours", "new")
    assert [(item["code"], item["remaining"]) for item in green["items"]] == [("bun", 10), ("soy_milk", 5)]
    assert Screening.objects.get().outcome == "not_ours"


def test_a_guest_gets_a_meal_with_one_message(morning, key):
    answer = send("/guest-meals", a_guest(morning), key=key)
    assert (answer.status_code, answer.json()["status"]) == (201, "guest")


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ({"programme": "supper"}, 422, "programme_not_here"),
        ({"lines": []}, 422, "nothing_chosen"),
        ({"lines": [{"item": "cake", "quantity": 1}]}, 422, "unknown_item"),
        ({"lines": [{"item": "bun", "quantity": 3}]}, 422, "quantity_out_of_range"),
        ({"lines": [{"item": "bun", "quantity": 1}] * 2}, 422, "chosen_twice"),
        ({"station": 10**6}, 403, "other_stations_scanner"),
        ({"station": 0}, 422, "invalid_input"),
        ({"station": 2**70}, 422, "invalid_input"),
        ({"id": "not-a-number"}, 422, "invalid_input"),
        ({"at": "yesterday"}, 422, "invalid_input"),
        ({"at": "2026-10-09T07:00:00"}, 422, "invalid_input"),
        ({"token": "x" * 5000}, 422, "invalid_input"),
        ({"number": "1234567890"}, 422, "invalid_input"),
        ({"programme": "break\x00fast"}, 422, "invalid_input"),
        ({"lines": [{"item": "\ud800", "quantity": 1}]}, 422, "invalid_input"),
        ({"give_anyway": True, "reason": "because"}, 422, "invalid_input"),
        ({"sauce": "chilli"}, 422, "invalid_input"),
    ],
)
def test_what_is_wrong_is_a_problem_with_a_code_and_stores_nothing(morning, key, said, status, code):
    answer = send("/redemptions", a_message(morning, **said), key=key)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"
    assert not Redemption.objects.exists()
    assert morning.left() == 10


def test_the_fields_that_are_wrong_are_named_and_what_was_sent_is_not(morning, key):
    lines = [{"item": "geheim!", "quantity": "viele"}]
    answer = send("/redemptions", a_message(morning, lines=lines), key=key)

    assert answer.json()["errors"] == [
        {"where": "body.lines.0.item", "code": "string_pattern_mismatch"},
        {"where": "body.lines.0.quantity", "code": "int_parsing"},
    ]
    assert "geheim" not in answer.content.decode()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("{", 400, "unreadable_body"),
        (b"\xff\xfe", 400, "unreadable_body"),
        ("[" * 20_000, 400, "unreadable_body"),
        ("", 422, "invalid_input"),
        ("[]", 422, "invalid_input"),
        (json.dumps({"token": "x" * 70_000}), 413, "body_too_large"),
    ],
)
def test_a_body_that_cannot_be_read_is_told_so(key, body, status, code):
    answer = send("/redemptions", body, key=key)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize(("language", "words"), [("zh-CN", "包子"), ("en", "Bun")])
def test_everybody_may_read_what_is_left_in_their_language_and_keep_it_for_a_minute(morning, language, words):
    client, path = (
        Client(headers={"Accept-Language": language}),
        f"/api/v1/stations/{morning.station.pk}/stock",
    )

    answer = client.get(path)

    assert answer.json()[0]["items"][0] == {"code": "bun", "name": words, "left": 10}
    assert "max-age=60" in answer["Cache-Control"]
    assert "Accept-Language" in answer["Vary"]
    assert client.get(path, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_programmes_are_public_and_an_unknown_station_is_a_plain_404():
    a_station_with_breakfast()
    assert Client().get("/api/v1/programmes").json()[0]["code"] == "breakfast"
    missing = Client().get("/api/v1/stations/999999/stock")
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    assert "Station" not in missing.content.decode()


def test_nobody_a_wrong_key_and_a_revoked_scanner_are_asked_who_they_are(morning):
    scanner, key = a_scanner_with_key_at(morning.station, "丢了的")
    revoke_scanner(actor=morning.master, scanner=scanner, now=clock.now())

    for wrong in ("", "x" * 43, key):
        answer = send("/redemptions", a_message(morning), key=wrong)
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert not Redemption.objects.exists()


def test_a_session_hands_out_only_with_its_csrf_number(morning):
    client = Client(enforce_csrf_checks=True)
    client.force_login(morning.master)
    message = json.dumps(a_message(morning))

    refused = client.post("/api/v1/redemptions", message, content_type="application/json")
    client.cookies["csrftoken"] = token = "a" * 32
    let_in = client.post(
        "/api/v1/redemptions", message, content_type="application/json", headers={"X-CSRFToken": token}
    )

    assert (refused.status_code, refused.json()["code"]) == (403, "csrf_failed")
    assert let_in.status_code == 201


def test_a_worker_hands_out_nothing_to_himself(morning):
    client = Client()
    client.force_login(morning.rider)
    answer = client.post(
        "/api/v1/redemptions", json.dumps(a_message(morning)), content_type="application/json"
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "only_station_staff")


@pytest.mark.parametrize("trouble", ["database is locked", "database or disk is full", "server closed"])
def test_a_database_in_trouble_says_when_to_come_again_and_nothing_is_half_kept(morning, key, trouble):
    """The last write of a hand-out fails as the driver would say it; afterwards the same is sent again."""

    def failing(execute, sql, params, many, context):
        if "kernel_auditentry" in sql:
            raise OperationalError(trouble)
        return execute(sql, params, many, context)

    message = a_message(morning)
    with connection.execute_wrapper(failing):
        answer = send("/redemptions", message, key=key)

    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert (answer.json()["code"], trouble in answer.content.decode()) == ("database_unavailable", False)
    assert (Redemption.objects.count(), morning.left()) == (0, 10)

    assert send("/redemptions", message, key=key).status_code == 201
    assert morning.left() == 8
