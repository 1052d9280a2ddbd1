"""The shared texts of hand-outs without a network, judged as the server judges them."""

import json
from base64 import b64decode
from datetime import date

import pytest
from cryptography.hazmat.primitives.serialization import load_der_public_key

from nuanfeng.modules.benefits.rules.sync import Said, read_record, record_hash
from nuanfeng.modules.benefits.tests import sync_vectors
from nuanfeng.modules.passes.rules.marks import served_mark
from nuanfeng.modules.passes.rules.statements import BATCH, is_signed, open_statement, read_signature

VECTORS = json.loads(sync_vectors.FILE.read_text())


def named(kind: str) -> list[object]:
    return [pytest.param(case, id=case["name"]) for case in VECTORS[kind]]


def a_key(spki: str):
    return load_der_public_key(b64decode(spki + "=" * (-len(spki) % 4)))


KEYS = {bytes.fromhex(kid): a_key(spki) for kid, spki in VECTORS["keys"].items()}
PHONE = a_key(VECTORS["scanner_public_key"])


def is_signed_by_the_phone(case) -> bool:
    signature = read_signature(case["signature"])
    return signature is not None and is_signed(PHONE, signature, BATCH + case["body"].encode())


def test_the_file_is_what_its_maker_writes():
    assert sync_vectors.FILE.read_text() == sync_vectors.as_text()


@pytest.mark.parametrize("record", named("records"))
def test_a_record_has_the_hash_of_its_place_and_of_no_other(record):
    def found(scanner=VECTORS["scanner"], seq=record["seq"], text=record["text"]) -> str:
        return record_hash(scanner, seq, record["previous"], text)

    assert found() == record["hash"]
    others = found(scanner=sync_vectors.OTHER_SCANNER), found(seq=99), found(text=record["text"] + " ")
    assert record["hash"] not in others


def test_the_first_three_are_records_that_can_be_read():
    said = [read_record(record["text"]) for record in VECTORS["records"]]
    assert [isinstance(one, Said) for one in said] == [True, True, True, False, False, False]


@pytest.mark.parametrize("case", named("batches"))
def test_a_batch_is_the_phones_own_or_it_is_not(case):
    assert is_signed_by_the_phone(case) is case["is_good"]


@pytest.mark.parametrize("case", named("statements"))
def test_a_statement_says_what_was_sealed_or_nothing(case):
    assert open_statement(case["text"], KEYS) == case["payload"]


def test_the_control_without_its_keys_no_statement_says_anything():
    assert {open_statement(case["text"], {}) and "said" for case in VECTORS["statements"]} == {None}


def test_a_mark_is_of_one_value_on_one_day():
    for case in VECTORS["marks"]:
        assert served_mark(case["value"], date.fromisoformat(case["service_date"])) == case["mark"]
    assert len({case["mark"] for case in VECTORS["marks"]}) == len(VECTORS["marks"])
