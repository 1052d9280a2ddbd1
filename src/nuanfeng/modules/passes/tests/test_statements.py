"""What the county seals is read as it was sealed, and nothing else is."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from nuanfeng.modules.passes.rules.statements import (
    BATCH,
    is_signed,
    open_statement,
    read_signature,
    seal_statement,
    sign,
)

KID = bytes.fromhex("0a0b0c0d")
KEY = ec.generate_private_key(ec.SECP256R1())
OTHER = ec.generate_private_key(ec.SECP256R1())
KEYS = {KID: KEY.public_key()}
SEALED = seal_statement({"time": "2026-11-23T08:00:00+08:00", "where": "星沙"}, kid=KID, key=KEY)


def test_what_was_sealed_is_read():
    said = open_statement(SEALED, KEYS)
    assert said == {"kid": "0a0b0c0d", "time": "2026-11-23T08:00:00+08:00", "where": "星沙"}


def _with_other_body(text: str) -> str:
    body, signature = text.split(".")
    raw = urlsafe_b64decode(body + "=" * (-len(body) % 4)).replace(b"08:00:00", b"09:00:00")
    return urlsafe_b64encode(raw).rstrip(b"=").decode() + "." + signature


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "a.b",
        "a.b.c",
        "暖蜂.暖蜂",
        SEALED[:-4],
        SEALED + "AAAA",
        _with_other_body(SEALED),
        seal_statement({"time": "x"}, kid=KID, key=OTHER),
        seal_statement({"time": "x"}, kid=b"abcd", key=KEY),
        "bnVsbA.AAAA",
        "x" * 300_000,
    ],
)
def test_nothing_else_is_read(text):
    assert open_statement(text, KEYS) is None


def test_a_signature_for_one_purpose_is_none_for_another():
    body = b"the same bytes"
    signature = sign(KEY, BATCH + body)
    assert is_signed(KEY.public_key(), signature, BATCH + body)
    assert not is_signed(KEY.public_key(), signature, body)
    assert not is_signed(OTHER.public_key(), signature, BATCH + body)


@pytest.mark.parametrize("text", ["", "x", "!!!!", "暖" * 86, "A" * 85, "A" * 88])
def test_a_header_that_is_no_signature_is_none(text):
    assert read_signature(text) is None


def test_a_signature_is_read_with_either_alphabet_and_with_padding():
    raw = sign(KEY, b"x")
    plain = urlsafe_b64encode(raw).decode()
    for text in (plain, plain.rstrip("="), plain.replace("-", "+").replace("_", "/")):
        assert read_signature(text) == raw
