"""What a scanned text says, judged the same in Python here and in JavaScript in tests/journeys."""

import json
from base64 import b64decode
from collections import Counter
from typing import Any

import cbor2
import cwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import example, given
from hypothesis import strategies as st

from nuanfeng.modules.passes.rules.cbor import NotStrict, read_strict
from nuanfeng.modules.passes.rules.nf1 import Verdict, mint_token, verify_token, write_text
from nuanfeng.modules.passes.tests import vectors as made

VECTORS = json.loads(made.FILE.read_text())
KEYS = {made.KID: made.KEY.public_key()}
GOOD = write_text(made.a_token())


def judge(text: str, **changed: Any) -> Verdict:
    how = {"keys": KEYS, "county": made.COUNTY, "now_seconds": made.BEGIN + 60, **changed}
    return verify_token(text, **how)


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_every_shared_text_is_judged_as_the_vectors_say(case):
    keys = {
        bytes.fromhex(kid): serialization.load_der_public_key(b64decode(spki))
        for kid, spki in VECTORS["keys"].items()
    }
    verdict = verify_token(
        case["text"],
        keys=keys,
        county=VECTORS["county"],
        now_seconds=case["now"],
        tolerance_seconds=case["tolerance"],
        revoked={bytes.fromhex(prefix) for prefix in VECTORS["revoked"]},
    )
    assert (verdict.outcome, verdict.reason) == (case["outcome"], case["reason"])


def test_the_vectors_are_what_their_maker_makes():
    assert made.FILE.read_text() == made.as_file(made.make_vectors())


def test_the_vectors_reach_every_outcome_and_every_reason():
    outcomes = Counter(case["outcome"] for case in VECTORS["cases"])
    assert outcomes.keys() == {"ok", "expired", "not_yet", "revoked", "other_county", "not_ours"}
    assert {case["reason"] for case in VECTORS["cases"] if case["outcome"] == "not_ours"} == {
        "too_long",
        "no_prefix",
        "not_base45",
        "not_strict",
        "wrong_shape",
        "wrong_algorithm",
        "unknown_key",
        "wrong_signature",
    }
    assert len(VECTORS["cases"]) >= 40


def test_a_good_pass_tells_its_handle_and_its_time_and_nothing_else():
    verdict = judge(GOOD)
    assert verdict == Verdict("ok", "", made.HANDLE, made.BEGIN, made.END)


@pytest.mark.parametrize("outcome", ["not_ours", "other_county"])
def test_a_text_that_we_did_not_sign_gives_no_handle(outcome):
    said = {verdict.outcome: verdict for verdict in (judge(GOOD, keys={}), judge(GOOD, county="110101"))}
    assert said[outcome].handle is None


def test_a_minted_pass_is_short_enough_for_a_coarse_square():
    text = mint_token(
        handle=bytes(10),
        not_before=made.BEGIN,
        expires=made.END,
        county=made.COUNTY,
        kid=made.KID,
        key=made.KEY,
    )
    # 195 signs is what version 6 (41 modules) holds at level L, 224 version 7.
    assert len(text) <= 195
    assert judge(text).outcome == "ok"


def as_theirs(key: ec.EllipticCurvePublicKey) -> cwt.COSEKey:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return cwt.COSEKey.from_pem(
        key.public_bytes(serialization.Encoding.PEM, form).decode(), kid=made.KID, alg="ES256"
    )


def test_an_independent_cose_library_reads_our_pass():
    key = as_theirs(made.KEY.public_key())
    assert cwt.COSE.new().decode(made.a_token(), key, external_aad=b"nf1/pass") == made.a_payload()


@pytest.mark.parametrize(("key", "aad"), [(made.KEY, b"another"), (made.OTHER_KEY, b"nf1/pass")])
def test_an_independent_cose_library_refuses_our_pass_under_another_key_or_purpose(key, aad):
    with pytest.raises(cwt.VerifyError):
        cwt.COSE.new().decode(made.a_token(), as_theirs(key.public_key()), external_aad=aad)


def test_we_read_a_pass_that_an_independent_cose_library_wrote():
    pem = made.KEY.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    key = cwt.COSEKey.from_pem(pem, kid=made.KID, alg="ES256")
    token = cwt.COSE.new().encode(
        made.a_payload(), key, protected={1: -7, 4: made.KID}, unprotected={}, external_aad=b"nf1/pass"
    )
    assert judge(write_text(token)).outcome == "ok"


@given(st.text(max_size=700))
@example("NF1:" + "0" * 3)
def test_whatever_is_held_before_the_camera_gets_an_answer(text):
    assert judge(text).outcome == "not_ours"


@given(st.binary(max_size=400))
def test_bytes_that_we_never_signed_are_never_accepted(raw):
    assert judge(write_text(raw)).outcome in {"not_ours", "other_county"}


@given(st.integers(0, len(made.a_token()) - 1), st.integers(1, 255))
def test_a_pass_with_any_byte_changed_is_not_accepted(at, change):
    raw = made.a_token()
    changed = raw[:at] + bytes([raw[at] ^ change]) + raw[at + 1 :]
    assert judge(write_text(changed)).outcome in {"not_ours", "other_county"}


@given(st.integers(4, len(GOOD) - 1), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"))
def test_a_pass_with_any_sign_changed_is_not_accepted(at, sign):
    changed = GOOD[:at] + sign + GOOD[at + 1 :]
    assert judge(changed).outcome in ({"ok"} if changed == GOOD else {"not_ours", "other_county"})


@given(st.binary(max_size=60))
def test_what_the_strict_reader_accepts_has_no_second_spelling(raw):
    """Anything it reads, written again by another library in canonical form, gives the same bytes."""
    try:
        item = read_strict(raw)
    except NotStrict:
        return
    if not hasattr(item, "item"):
        assert cbor2.dumps(item, canonical=True) == raw


def test_a_key_of_another_curve_never_gets_in_by_the_kid():
    stranger = ec.generate_private_key(ec.SECP384R1()).public_key()
    assert judge(GOOD, keys={made.KID: stranger}).outcome == "not_ours"
