"""Makes vectors.json, the texts that the Python and the JavaScript reader must judge alike.

Every case says what was done to a good pass. Run as a program to write the file again; signatures
are deterministic (RFC 6979), so the same code gives the same file.
"""

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from nuanfeng.modules.passes.rules.nf1 import write_text

FILE = Path(__file__).with_name("vectors.json")

COUNTY = "430121"
KID, OTHER_KID = bytes.fromhex("a1b2c3d4"), bytes.fromhex("0badcafe")
KEY = ec.derive_private_key(0xC0FFEE, ec.SECP256R1())
OTHER_KEY = ec.derive_private_key(0xBADBEE, ec.SECP256R1())
HANDLE = bytes.fromhex("00112233445566778899")
REVOKED = bytes.fromhex("ffeeddccbbaa99887766")
BEGIN, END = 1_795_478_400, 1_795_479_300  # one slice of 15 minutes
ORDER = int("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 16)


def a_payload(**changed: Any) -> bytes:
    claims = {"handle": HANDLE, "begin": BEGIN, "end": END, "county": COUNTY, **changed}
    return cbor2.dumps(
        {2: claims["handle"], 4: claims["end"], 5: claims["begin"], -65537: claims["county"]}, canonical=True
    )


def a_head(alg: Any = -7, kid: Any = KID) -> bytes:
    return cbor2.dumps({1: alg, 4: kid}, canonical=True)


def a_signature(head: bytes, payload: bytes, key: Any = KEY, aad: bytes = b"nf1/pass") -> bytes:
    signed = cbor2.dumps(["Signature1", head, aad, payload])
    found = key.sign(signed, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    return b"".join(half.to_bytes(32, "big") for half in decode_dss_signature(found))


def a_token(
    head: bytes | None = None, payload: bytes | None = None, *, loose: Any = None, tag: int = 18, **how: Any
) -> bytes:
    head, payload = head or a_head(), payload or a_payload()
    parts = [head, loose or {}, payload, a_signature(head, payload, **how)]
    return cbor2.dumps(cbor2.CBORTag(tag, parts))


def flipped(token: bytes, at: int) -> bytes:
    return token[:at] + bytes([token[at] ^ 1]) + token[at + 1 :]


def good_cases() -> list[tuple[Any, ...]]:
    card = a_payload(end=BEGIN + 180 * 86400)
    return [
        ("a screen pass in its quarter of an hour", a_token()),
        ("a love card, valid 180 days", a_token(payload=card)),
        ("the first second that the tolerance allows", a_token(), {"now": BEGIN - 120}),
        ("the last second that the tolerance allows", a_token(), {"now": END + 119}),
        ("offline the tolerance is ten minutes", a_token(), {"now": END + 599, "tolerance": 600}),
        ("a handle of zeros", a_token(payload=a_payload(handle=bytes(10)))),
    ]


def late_and_foreign_cases() -> list[tuple[Any, ...]]:
    abroad = a_payload(county="430181")
    revoked = a_payload(handle=REVOKED)
    return [
        ("one second too late", a_token(), {"now": END + 120}, "expired"),
        ("two days too late", a_token(), {"now": END + 172800}, "expired"),
        ("one second too early", a_token(), {"now": BEGIN - 121}, "not_yet"),
        ("tomorrow's slice", a_token(), {"now": BEGIN - 86400}, "not_yet"),
        ("no tolerance at all", a_token(), {"now": END, "tolerance": 0}, "expired"),
        ("a revoked card", a_token(payload=revoked), {}, "revoked"),
        (
            "only the first eight bytes are revoked",
            a_token(payload=a_payload(handle=REVOKED[:8] + bytes(2))),
            {},
            "revoked",
        ),
        ("revoked and expired", a_token(payload=revoked), {"now": END + 999}, "expired"),
        ("another county, same key", a_token(payload=abroad), {}, "other_county"),
        (
            "another county, a key that we do not know",
            a_token(a_head(kid=OTHER_KID), abroad, key=OTHER_KEY),
            {},
            "other_county",
        ),
    ]


def tampered_cases() -> list[tuple[Any, ...]]:
    token, head, payload = a_token(), a_head(), a_payload()
    signature = a_signature(head, payload)
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")

    def signed_as(r: int, s: int) -> bytes:
        raw = r.to_bytes(32, "big") + s.to_bytes(32, "big")
        return cbor2.dumps(cbor2.CBORTag(18, [head, {}, payload, raw]))

    at_handle = token.index(HANDLE)
    moved = cbor2.dumps(cbor2.CBORTag(18, [head, {}, a_payload(end=END + 1), signature]))
    wrong = "wrong_signature"
    return [
        ("another handle under the same signature", flipped(token, at_handle), {}, wrong),
        ("a longer validity under the same signature", moved, {}, wrong),
        ("a bit of the signature turned", flipped(token, len(token) - 1), {}, wrong),
        ("signed by somebody else under our kid", a_token(key=OTHER_KEY), {}, wrong),
        ("a kid that we do not know", a_token(a_head(kid=OTHER_KID)), {}, "unknown_key"),
        ("a bit of the kid turned", flipped(token, token.index(KID)), {}, "unknown_key"),
        ("an empty kid", a_token(a_head(kid=b"")), {}, "unknown_key"),
        ("signed for another purpose (external_aad)", a_token(aad=b"nf1/card"), {}, wrong),
        ("signed without external_aad", a_token(aad=b""), {}, wrong),
        ("a signature of zeros", signed_as(0, 0), {}, wrong),
        ("r is zero", signed_as(0, s), {}, wrong),
        ("s is the order of the curve", signed_as(r, ORDER), {}, wrong),
        ("s counted from the other end signs the same content", signed_as(r, ORDER - s), {}, ""),
        ("the largest numbers", signed_as(2**256 - 1, 2**256 - 1), {}, wrong),
    ]


def loose_cases() -> list[tuple[Any, ...]]:
    token, head, payload = a_token(), a_head(), a_payload()
    signature = a_signature(head, payload)
    handle_twice = b"\xa5" + payload[1:13] + b"\x02\x4a" + bytes(10) + payload[13:]
    unordered = cbor2.dumps({4: END, 2: HANDLE, 5: BEGIN, -65537: COUNTY})
    long_number = payload.replace(b"\x04\x1a", b"\x04\x1b\0\0\0\0")
    endless = b"\xbf" + payload[1:] + b"\xff"
    deep = b"\xd2" + b"\x81" * 4 + b"\x00"
    wide = cbor2.dumps(cbor2.CBORTag(18, [head, {}, payload + b"\x00", signature]))
    cases = [
        ("the same claim twice", a_token(payload=handle_twice)),
        ("the same header twice", a_token(b"\xa3" + head[1:] + head[-6:])),
        ("claims out of order", a_token(payload=unordered)),
        ("a number spelled longer than needed", a_token(payload=long_number)),
        ("a kid's length spelled longer than needed", a_token(head.replace(b"\x44", b"\x58\x04"))),
        ("a map of indefinite length", a_token(payload=endless)),
        ("an array of indefinite length", b"\xd2\x9f" + token[2:] + b"\xff"),
        ("a byte string in pieces", a_token(b"\x5f\x41\x00\xff")),
        ("bytes after the token", token + b"\x00"),
        ("bytes after the claims", wide),
        ("a token cut short", token[:-1]),
        ("a token of one byte", b"\xd2"),
        ("arrays in arrays, too deep", deep),
        ("arrays in the claims, too deep", a_token(payload=b"\x81" * 300 + b"\x00")),
        ("another tag (COSE_Mac0)", a_token(tag=17)),
        (
            "a date inside (tag 0)",
            a_token(payload=a_payload(county=cbor2.CBORTag(0, "2026-11-23T00:00:00Z"))),
        ),
        ("a cycle inside (tags 28 and 29)", bytes.fromhex("d2d81c8184d81d0000")),
        ("a fraction", a_token(payload=a_payload(end=END + 0.5))),
        ("true instead of a number", a_token(payload=a_payload(begin=True))),
        ("nothing instead of a number", a_token(payload=a_payload(begin=None))),
        ("a number above 2^53", a_token(payload=a_payload(end=2**53))),
        ("a county that is not UTF-8", a_token(payload=payload.replace(b"430121", b"4301\xff1"))),
        ("a key that is a text", a_token(payload=cbor2.dumps({"sub": HANDLE}))),
        ("a length beyond the end", a_token(payload=payload.replace(b"\x4a", b"\x5a\x7f\xff\xff\xff"))),
    ]
    return [(name, raw, {}, "not_strict") for name, raw in cases]


def misshapen_cases() -> list[tuple[Any, ...]]:
    head, payload = a_head(), a_payload()
    signature = a_signature(head, payload)
    claims = {2: HANDLE, 4: END, 5: BEGIN, -65537: COUNTY}

    def a_map(**changed: Any) -> bytes:
        return a_token(payload=a_payload(**changed))

    parts = [head, {}, payload, signature]
    cases = [
        ("no tag", cbor2.dumps(parts)),
        ("three parts", cbor2.dumps(cbor2.CBORTag(18, parts[:3]))),
        ("five parts", cbor2.dumps(cbor2.CBORTag(18, [*parts, b""]))),
        ("something in the unprotected header", a_token(loose={4: KID})),
        ("a signature of 63 bytes", cbor2.dumps(cbor2.CBORTag(18, [*parts[:3], signature[:63]]))),
        ("no payload", cbor2.dumps(cbor2.CBORTag(18, [head, {}, 0, signature]))),
        ("a header more", a_token(cbor2.dumps({1: -7, 3: 0, 4: KID}, canonical=True))),
        ("no kid", a_token(cbor2.dumps({1: -7}))),
        ("no algorithm", a_token(cbor2.dumps({4: KID}))),
        ("a kid that is a text", a_token(a_head(kid="a1b2c3d4"))),
        ("headers that are a list", a_token(cbor2.dumps([1, -7]))),
        ("claims that are a list", a_token(payload=cbor2.dumps([HANDLE, END]))),
        ("a claim more", a_token(payload=cbor2.dumps({**claims, 6: BEGIN}, canonical=True))),
        ("a claim less", a_token(payload=cbor2.dumps({2: HANDLE, 4: END, 5: BEGIN}, canonical=True))),
        ("a handle of nine bytes", a_map(handle=HANDLE[:9])),
        ("a handle that is a text", a_map(handle="0011223344")),
        ("a county that is a number", a_map(county=430121)),
        ("it ends before it begins", a_map(begin=END, end=BEGIN)),
        ("it ends as it begins", a_map(begin=END)),
        ("it begins before 1970", a_map(begin=-1)),
        ("it ends with a text", a_map(end="never")),
    ]
    return [(name, raw, {}, "wrong_shape") for name, raw in cases]


def algorithm_cases() -> list[tuple[Any, ...]]:
    algorithms = [
        ("no signature at all (alg 0)", 0),
        ("ES384", -35),
        ("EdDSA", -8),
        ("HMAC", 5),
        ("a text", "ES256"),
    ]
    return [
        (f"another algorithm: {name}", a_token(a_head(alg=alg)), {}, "wrong_algorithm")
        for name, alg in algorithms
    ]


def text_cases() -> list[tuple[Any, ...]]:
    good = write_text(a_token())
    cases = [
        ("nothing", "", "no_prefix"),
        ("only the prefix", "NF1:", "not_strict"),
        ("an address", "https://example.org/pass?id=1", "no_prefix"),
        ("a payment code", "wxp://f2f0Xa5n", "no_prefix"),
        ("a health pass (HC1)", "HC1:" + good[4:], "no_prefix"),
        ("a Wi-Fi code", "WIFI:T:WPA;S:Nuanfeng;P:12345678;;", "no_prefix"),
        ("a ten-digit number", "1234567897", "no_prefix"),
        ("the next version", "NF2:" + good[4:], "no_prefix"),
        ("small letters", good.lower(), "no_prefix"),
        ("small letters after the prefix", "NF1:" + good[4:].lower(), "not_base45"),
        ("a space before", " " + good, "no_prefix"),
        ("a line end after", good + "\n", "not_base45"),
        ("a line end and a carriage return after", good + "\r\n", "not_base45"),
        ("the last sign left out", good[:-1], "not_base45"),
        ("twice the same text", good + good, "not_base45"),
        ("Chinese", "NF1:暖蜂", "not_base45"),
        ("full-width letters", "ＮＦ１：" + good[4:], "no_prefix"),
        ("signs beyond 16 bits", "NF1:" + "\U00020bb7" * 9, "not_base45"),
        ("301 signs beyond 16 bits are not 602", "NF1:" + "\U00020bb7" * 301, "not_base45"),
        ("a null character", "NF1:\0\0\0", "not_base45"),
        ("three signs that spell more than two bytes", "NF1::::", "not_base45"),
        ("two signs that spell more than one byte", "NF1:::", "not_base45"),
        ("600 signs", "NF1:" + "0" * 596, "not_strict"),
        ("599 signs", "NF1:" + "0" * 595, "not_base45"),
        ("598 signs", "NF1:" + "0" * 594, "not_strict"),
        ("601 signs", "NF1:" + "0" * 597, "too_long"),
        ("a good token and zeros up to 601 signs", good + "0" * (601 - len(good)), "too_long"),
        ("2,000 signs", "A" * 2000, "too_long"),
    ]
    return [(name, text, {}, reason) for name, text, reason in cases]


AMBER = {"expired", "not_yet", "revoked", "other_county"}


def a_vector(
    name: str, what: bytes | str, when: dict[str, int] | None = None, expected: str = ""
) -> dict[str, Any]:
    outcome = expected if expected in AMBER else "not_ours" if expected else "ok"
    return {
        "name": name,
        "text": what if isinstance(what, str) else write_text(what),
        "now": BEGIN + 300,
        "tolerance": 120,
        **(when or {}),
        "outcome": outcome,
        "reason": expected if outcome == "not_ours" else "",
    }


def make_vectors() -> dict[str, Any]:
    spki = KEY.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    groups = (
        good_cases,
        late_and_foreign_cases,
        tampered_cases,
        loose_cases,
        misshapen_cases,
        algorithm_cases,
        text_cases,
    )
    return {
        "county": COUNTY,
        "keys": {KID.hex(): b64encode(spki).decode()},
        "revoked": [REVOKED[:8].hex()],
        "cases": [a_vector(*case) for group in groups for case in group()],
    }


def as_file(vectors: dict[str, Any]) -> str:
    return json.dumps(vectors, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(as_file(make_vectors()))
