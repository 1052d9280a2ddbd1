"""Texts that can never be a record: kept as a mark that they came, never stored, never an error."""

import json

import pytest

from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.benefits.models import SyncRecord
from nuanfeng.modules.benefits.tests.builders import a_station_with_breakfast, at
from nuanfeng.modules.benefits.tests.phones import Phone, a_phone_at

pytestmark = pytest.mark.django_db

NINE = at(9)


@pytest.fixture
def phone() -> Phone:
    return a_phone_at(a_station_with_breakfast(buns=10, milks=5))


GOOD = {
    "id": "0192a3b4-0000-7000-8000-000000000001", "kind": "hand_out", "programme": "breakfast",
    "lines": [{"item": "bun", "quantity": 1}], "code": "", "at": "2026-10-09T07:00:00+08:00", "anchor": "",
    "give_anyway": False, "reason": "",
}  # fmt: skip
VOID = {"id": GOOD["id"], "kind": "void", "at": GOOD["at"], "anchor": ""}


@pytest.mark.parametrize(
    "text",
    ["", "x", "{", "[" * 7999, '{"a":' * 1500, '{"id": "' + "\x00" + '"}', '{"a": 1} x', "\ufeff{}",
     '{"seq": ' + "9" * 5000 + "}", "'{}'"],
)  # fmt: skip
def test_what_is_no_json_is_malformed(phone, text):
    assert phone.sends([phone.record(text)], now=NINE) == [("malformed", "not_json")]
    assert SyncRecord.objects.get().text == ""


@pytest.mark.parametrize(
    "text", ["[]", "null", "1", '"x"', "true", "NaN", "1e999", '{"kind": "hand_out"}', "{}"]
)
def test_json_of_another_shape_is_malformed(phone, text):
    assert phone.sends([phone.record(text)], now=NINE) == [("malformed", "fields_wrong")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "gift"}, {"kind": None}, {"kind": []}, {"kind": {}}, {"more": 1},
        {"id": "x"}, {"id": 7}, {"id": None}, {"id": GOOD["id"].upper().replace("0192A", "0192A")},
        {"id": "{" + GOOD["id"] + "}"}, {"id": GOOD["id"].replace("-", "")},
        {"at": "2026-10-09T07:00:00"}, {"at": "2026-10-09"}, {"at": "2026-13-09T07:00:00Z"}, {"at": 1},
        {"at": None}, {"at": "2026-10-09T07:00:00+99:00"}, {"at": "9999-10-09T07:00:00Z"},
        {"at": "２０26-10-09T07:00:00Z"},
        {"at": "2026-10-09T07:00:00.1234567Z"}, {"at": ""},
        {"anchor": None}, {"anchor": 1}, {"anchor": ["x"]},
        {"programme": ""}, {"programme": "x" * 31}, {"programme": None},
        {"programme": "早餐"}, {"programme": []},
        {"lines": []}, {"lines": None}, {"lines": {}}, {"lines": "bun"}, {"lines": [None]}, {"lines": [[]]},
        {"lines": [{"item": "bun"}]}, {"lines": [{"item": "bun", "quantity": 1, "more": 1}]},
        {"lines": [{"item": "bun", "quantity": 0}]}, {"lines": [{"item": "bun", "quantity": -1}]},
        {"lines": [{"item": "bun", "quantity": 21}]}, {"lines": [{"item": "bun", "quantity": 1.0}]},
        {"lines": [{"item": "bun", "quantity": True}]}, {"lines": [{"item": "bun", "quantity": "1"}]},
        {"lines": [{"item": "bun", "quantity": 10**400}]}, {"lines": [{"item": "", "quantity": 1}]},
        {"lines": [{"item": "bun", "quantity": 1}] * 2},
        {"lines": [{"item": f"i{n}", "quantity": 1} for n in range(21)]},
        {"code": None}, {"code": 1234567890}, {"code": "x" * 4301}, {"code": ["x"]},
        {"give_anyway": 1}, {"give_anyway": "yes"}, {"give_anyway": None},
        {"reason": "because"}, {"reason": None}, {"reason": 0}, {"reason": []}, {"reason": {}},
        {"reason": False},
    ],
    ids=lambda wrong: str(wrong)[:50],
)  # fmt: skip
def test_a_field_that_cannot_be_is_malformed_and_never_an_error(phone, wrong):
    text = json.dumps({**GOOD, **wrong})
    assert phone.sends([phone.record(text)], now=NINE) == [("malformed", "fields_wrong")]


@pytest.mark.parametrize("missing", sorted(GOOD))
def test_a_field_that_is_missing_is_malformed(phone, missing):
    text = json.dumps({name: value for name, value in GOOD.items() if name != missing})
    assert phone.sends([phone.record(text)], now=NINE) == [("malformed", "fields_wrong")]


@pytest.mark.parametrize("more", ["lines", "code", "reason", "programme", "give_anyway"])
def test_an_undo_carries_nothing_else(phone, more):
    text = json.dumps({**VOID, more: GOOD[more]})
    assert phone.sends([phone.record(text)], now=NINE) == [("malformed", "fields_wrong")]


def test_a_text_that_is_too_long_is_malformed(phone):
    assert phone.sends([phone.record(" " * 8001)], now=NINE) == [("malformed", "too_long")]


def test_the_control_the_same_texts_unspoiled_are_no_more_than_without_a_time(phone):
    told = phone.sends([phone.record(json.dumps(GOOD)), phone.record(json.dumps(VOID))], now=NINE)
    assert told == [("quarantined", "no_anchor")] * 2


def test_malformed_ones_break_neither_the_chain_nor_the_batch(phone):
    phone.hands_out(at=at(7))
    phone.record("x")
    phone.hands_out(at=at(7, 1))
    assert phone.sends(now=NINE) == [("guest", ""), ("malformed", "not_json"), ("guest", "")]
    assert phone.sends(now=NINE) == [("guest", ""), ("malformed", "not_json"), ("guest", "")]


@pytest.mark.parametrize("code", ["\ud800", "\x00", "NF1:\u0000", "😀" * 500, "'; DROP TABLE", "0000000000"])
def test_a_code_that_is_none_is_a_guests_meal(phone, code):
    record = phone.record(json.dumps({**GOOD, "id": str(new_id()), "code": code, "anchor": phone.anchor}))
    assert phone.sends([record], now=NINE) == [("guest", "")]
