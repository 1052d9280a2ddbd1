"""What a scanner is answered over the wire: whole batches that are refused, receipts, states."""

import json
from base64 import b64encode
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from nuanfeng.kernel import clock
from nuanfeng.kernel.models import AuditEntry
from nuanfeng.modules.benefits.models import Redemption, SyncRecord
from nuanfeng.modules.benefits.rules.sync import BATCH_BYTES_MAX, RECORDS_MAX, record_hash
from nuanfeng.modules.benefits.tests.builders import a_master_of, a_scanner_with_key_at
from nuanfeng.modules.benefits.tests.mornings import Morning, a_morning
from nuanfeng.modules.benefits.tests.phones import Phone, a_phone_at
from nuanfeng.modules.organisations.api import COMMAND_LINE
from nuanfeng.modules.passes.api import raise_epoch, revoke_scanner, unsealed
from nuanfeng.modules.passes.models import Scanner

pytestmark = pytest.mark.django_db


@pytest.fixture
def morning() -> Morning:
    return a_morning(buns=10, milks=5)


@pytest.fixture
def phone(morning) -> Phone:
    return a_phone_at(morning.station, since=clock.now() - timedelta(minutes=10))


def send(path: str, body: bytes, *, key: str = "", **headers: str):
    said = {"Authorization": f"Bearer {key}"} if key else {}
    client = Client(headers={**said, **headers, "Accept-Language": "en"}, raise_request_exception=True)
    return client.post(f"/api/v1{path}", body, content_type="application/json")


def send_batch(
    phone: Phone, body: bytes | None = None, *, signature: str | None = None, key: str | None = None
):
    body = phone.batch() if body is None else body
    signed = phone.signature(body) if signature is None else signature
    bearer = phone.bearer if key is None else key
    return send("/sync/batches", body, key=bearer, **{"Nuanfeng-Signature": signed})


def ask(phone: Phone, **said: Any):
    return send("/sync/state", json.dumps({"programme": "breakfast", **said}).encode(), key=phone.bearer)


def receipt_of(answer) -> dict[str, Any]:
    assert answer.status_code == 200, answer.content
    return unsealed(answer.json()["receipt"], now=clock.now())


def refusal_of(answer) -> tuple[int, str]:
    assert answer["Content-Type"].startswith("application/problem+json")
    assert SyncRecord.objects.count() == Redemption.objects.count() == 0
    return answer.status_code, answer.json()["code"]


# Receipts.


def test_the_receipt_names_every_record_by_its_hash_and_is_sealed(phone):
    first, second = phone.hands_out(at=clock.now()), phone.record("x")
    answer = send_batch(phone)
    receipt = receipt_of(answer)

    assert receipt["scanner"] == str(phone.scanner.pk)
    assert receipt["records"] == [
        {"seq": 1, "hash": first.hash, "outcome": "guest", "reason": ""},
        {"seq": 2, "hash": second.hash, "outcome": "malformed", "reason": "not_json"},
    ]
    assert clock.now() - datetime.fromisoformat(receipt["received_at"]) < timedelta(minutes=1)
    assert answer["Cache-Control"] == "no-store"
    assert unsealed(answer.json()["time"], now=clock.now())["scanner"] == str(phone.scanner.pk)


def test_a_receipt_that_somebody_changed_opens_for_nobody(phone):
    phone.hands_out(at=clock.now())
    body, signature = send_batch(phone).json()["receipt"].split(".")
    letter = "A" if body[40] != "A" else "B"
    assert unsealed(f"{body[:40]}{letter}{body[41:]}.{signature}", now=clock.now()) is None


def test_a_receipt_names_no_record_that_was_not_sent(phone):
    for _each in range(3):
        phone.hands_out(at=clock.now())
    send_batch(phone)
    [said] = receipt_of(send_batch(phone, phone.batch(phone.log[1:2])))["records"]
    assert (said["seq"], said["hash"]) == (2, phone.log[1].hash)


def test_batches_repeat_overlap_and_come_in_any_order(phone):
    log = [phone.hands_out(at=clock.now()) for _each in range(5)]
    for part in (log[3:], log[1:4], log[:2], log, log[2:3]):
        told = receipt_of(send_batch(phone, phone.batch(part)))["records"]
        assert [one["outcome"] for one in told] == ["guest"] * len(part)
    assert Redemption.objects.count() == SyncRecord.objects.count() == 5


def test_one_record_twice_in_a_batch_is_one_record(phone):
    record = phone.hands_out(at=clock.now())
    assert len(receipt_of(send_batch(phone, phone.batch([record, record])))["records"]) == 1
    assert Redemption.objects.count() == 1


def test_a_batch_of_nothing_is_a_receipt_of_nothing(phone):
    assert receipt_of(send_batch(phone))["records"] == []


def test_after_a_restore_the_next_answer_says_so(phone):
    before = send_batch(phone).json()["epoch"]
    raise_epoch(actor=COMMAND_LINE, reason="从备份恢复", now=clock.now())
    assert send_batch(phone).json()["epoch"] > before


# Whose batch it is.


@pytest.mark.parametrize("key", ["x", "", "a" * 101])
def test_nobodys_key_is_answered_401(phone, key):
    phone.hands_out(at=clock.now())
    answer = send_batch(phone, key=key)
    assert (answer.status_code, SyncRecord.objects.count()) == (401, 0)


def test_a_stolen_bearer_key_alone_sends_nothing(morning, phone):
    thief = a_phone_at(morning.station, since=clock.now())
    phone.hands_out(at=clock.now())
    body = phone.batch()
    assert refusal_of(send_batch(phone, body, signature=thief.signature(body))) == (403, "signature_wrong")


@pytest.mark.parametrize("signature", ["", "x", "AAAA", "你好", "=" * 86, b64encode(bytes(64)).decode()])
def test_what_is_no_signature_signs_nothing(phone, signature):
    phone.hands_out(at=clock.now())
    assert refusal_of(send_batch(phone, signature=signature.encode().decode("latin-1"))) == (
        403,
        "signature_wrong",
    )


def test_a_body_that_was_changed_or_cut_on_its_way_is_refused(phone):
    phone.hands_out(at=clock.now())
    body = phone.batch()
    signature = phone.signature(body)
    for changed in (body[:-1], body[: len(body) // 2], body + b" ", body.replace(b"bun", b"bum"), b""):
        assert refusal_of(send_batch(phone, changed, signature=signature)) == (403, "signature_wrong")


def test_the_control_the_unchanged_body_is_taken(phone):
    phone.hands_out(at=clock.now())
    assert receipt_of(send_batch(phone))["records"][0]["outcome"] == "guest"


def test_records_of_another_phone_are_nobodys_here(morning, phone):
    other = a_phone_at(morning.station, since=clock.now())
    other.hands_out(at=clock.now())
    assert refusal_of(send_batch(phone, other.batch())) == (403, "other_scanner")


def test_another_phones_record_under_this_ones_name_has_another_hash(morning, phone):
    other = a_phone_at(morning.station, since=clock.now())
    taken = other.hands_out(at=clock.now())
    said = receipt_of(send_batch(phone, phone.batch([taken])))["records"][0]
    assert said["hash"] == record_hash(phone.scanner.pk, 1, taken.previous, taken.text) != taken.hash
    assert (said["outcome"], said["reason"]) == ("quarantined", "anchor_wrong")


def test_a_phone_that_was_enrolled_without_a_key_of_its_own(morning, phone):
    scanner, bearer = a_scanner_with_key_at(morning.station, "旧手机")
    old = Phone(scanner, bearer, phone.private, "")
    assert refusal_of(send_batch(old)) == (422, "no_public_key")


def test_a_signed_out_phone_may_still_send_and_is_told_no_state(morning, phone):
    phone.hands_out(at=clock.now() - timedelta(minutes=2))
    revoke_scanner(actor=a_master_of(morning.station), scanner=phone.scanner, now=clock.now())
    phone.scanner = Scanner.objects.get(pk=phone.scanner.pk)
    assert receipt_of(send_batch(phone))["records"][0]["outcome"] == "guest"
    assert (ask(phone).status_code, ask(phone).json()["code"]) == (403, "scanner_revoked")


# What cannot be read.


def signed(phone: Phone, said: Any):
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    return send_batch(phone, body)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"1", b'"x"', b"\xff\xfe{}", b"\xef\xbb\xbf{}", b"{}", b"[" * 900_000,
        b'{"a":' * 150_000, b"9" * 900_000, '{"scanner": "x", "records": []}'.encode("utf-16"),
        b'{"scanner": null, "records": null}', b'{"records": []}', b'{"scanner": "x", "records": {}}',
    ],
    ids=lambda body: repr(body[:24]),
)  # fmt: skip
def test_a_body_that_is_no_batch_is_answered_and_nothing_breaks(phone, body):
    assert refusal_of(signed(phone, body))[1] in ("batch_unreadable", "other_scanner")


@pytest.mark.parametrize(
    "record",
    [
        None, 1, "x", [], {}, {"seq": 1, "previous": "0" * 64},
        {"seq": 1, "previous": "0" * 64, "text": None},
        {"seq": 1, "previous": "0" * 64, "text": {}}, {"seq": 0, "previous": "0" * 64, "text": "x"},
        {"seq": -1, "previous": "0" * 64, "text": "x"}, {"seq": 2**53, "previous": "0" * 64, "text": "x"},
        {"seq": 10**300, "previous": "0" * 64, "text": "x"}, {"seq": 1.0, "previous": "0" * 64, "text": "x"},
        {"seq": True, "previous": "0" * 64, "text": "x"}, {"seq": "1", "previous": "0" * 64, "text": "x"},
        {"seq": 1, "previous": "0" * 63, "text": "x"}, {"seq": 1, "previous": "A" * 64, "text": "x"},
        {"seq": 1, "previous": None, "text": "x"}, {"seq": 1, "previous": "0" * 64, "text": "x", "more": 1},
        {"seq": 1, "previous": "0" * 64, "text": "\ud800"},
    ],
    ids=lambda record: str(record).encode("ascii", "replace").decode()[:60],
)  # fmt: skip
def test_a_record_without_a_place_in_a_chain_makes_the_batch_unreadable(phone, record):
    batch = {"scanner": str(phone.scanner.pk), "records": [record]}
    assert refusal_of(signed(phone, batch)) == (422, "batch_unreadable")


def test_a_field_too_many_makes_the_batch_unreadable(phone):
    batch = {"scanner": str(phone.scanner.pk), "records": [], "more": 1}
    assert refusal_of(signed(phone, batch)) == (422, "batch_unreadable")


def test_the_largest_place_in_a_chain_is_taken(phone):
    batch = {
        "scanner": str(phone.scanner.pk),
        "records": [{"seq": 2**53 - 1, "previous": "0" * 64, "text": "x"}],
    }
    assert receipt_of(signed(phone, batch))["records"][0]["outcome"] == "malformed"


def test_five_hundred_records_are_taken_and_one_more_is_not(phone):
    for _each in range(RECORDS_MAX + 1):
        phone.record("x")
    assert refusal_of(send_batch(phone)) == (413, "batch_too_large")
    assert len(receipt_of(send_batch(phone, phone.batch(phone.log[:-1])))["records"]) == RECORDS_MAX


def test_a_million_bytes_are_taken_and_one_more_is_not(phone):
    body = phone.batch()
    full = body + b" " * (BATCH_BYTES_MAX - len(body))
    assert refusal_of(signed(phone, full + b" ")) == (413, "batch_too_large")
    assert receipt_of(signed(phone, full))["records"] == []


def test_what_is_larger_than_anything_is_turned_away(phone):
    answer = signed(phone, b" " * 13_000_000)
    assert (answer.status_code, SyncRecord.objects.count()) == (413, 0)


def test_a_refused_batch_is_written_down_nowhere(phone):
    before = AuditEntry.objects.count()
    phone.hands_out(at=clock.now())
    send_batch(phone, signature="x")
    assert AuditEntry.objects.count() == before


# The state.


def test_the_state_over_the_wire(phone):
    said = ask(phone, want_lease={"bun": 4})
    assert said.status_code == 200
    assert said["Cache-Control"] == "no-store"
    state = said.json()
    assert unsealed(state["time"], now=clock.now())["scanner"] == str(phone.scanner.pk)
    assert (state["served"], state["served_is_whole"], state["served_has_more"]) == ([], True, False)
    [bun, milk] = state["items"]
    assert (bun["remaining"], bun["leased"], bun["is_open"]) == (10, 4, True)
    assert (milk["remaining"], milk["leased"]) == (5, 0)
    again = ask(phone, served_since=state["served_cursor"]).json()
    assert again["served_is_whole"] is False


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"programme": "lunch"}, 404), ({"programme": ""}, 200), ({"want_lease": {"bun": -1}}, 422),
        ({"want_lease": {"bun": 10_001}}, 422), ({"want_lease": {"包子": 1}}, 422),
        ({"want_lease": {f"i{n}": 1 for n in range(51)}}, 422), ({"want_lease": []}, 422),
        ({"served_since": "x" * 161}, 422), ({"served_since": 1}, 422), ({"more": 1}, 422),
        ({"want_lease": {"nothing": 5}}, 200), ({"served_since": "x"}, 200),
    ],
)  # fmt: skip
def test_what_may_be_asked(phone, said, status):
    assert ask(phone, **said).status_code == status


def test_the_state_is_for_scanners_only(morning):
    body = b'{"programme": "breakfast"}'
    assert send("/sync/state", body).status_code == 401
    assert send("/sync/state", body, key="x").status_code == 401


def test_asking_is_how_the_station_sees_that_a_phone_is_alive(phone):
    assert Scanner.objects.get(pk=phone.scanner.pk).synced_at is None
    ask(phone)
    assert Scanner.objects.get(pk=phone.scanner.pk).synced_at is not None
