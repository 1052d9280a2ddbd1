"""Makes sync_vectors.json: what Python and JavaScript judge alike of hand-outs without a network.

Run as a program to write the file again; signatures are deterministic (RFC 6979), so the same code
gives the same file. The keys in it are for tests only.
"""

import json
from base64 import b64encode
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from nuanfeng.modules.benefits.rules.sync import FIRST_PREVIOUS, record_hash
from nuanfeng.modules.passes.rules.marks import served_mark
from nuanfeng.modules.passes.rules.statements import BATCH, STATEMENT

FILE = Path(__file__).with_name("sync_vectors.json")

SCANNER = "0192a3b4-c5d6-7e8f-9a0b-1c2d3e4f5a6b"
OTHER_SCANNER = "0192a3b4-c5d6-7e8f-9a0b-000000000000"
SCANNER_KEY = ec.derive_private_key(0x5CA77E12, ec.SECP256R1())
ISSUER_KEY, OTHER_KEY = (ec.derive_private_key(number, ec.SECP256R1()) for number in (0xC0FFEE, 0xBADBEE))
KID = "a1b2c3d4"
TIME = "2026-10-09T06:00:00+08:00"
HANDLE, NUMBER = "00112233445566778899", "1234567895"


def a_signature(key: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    found = key.sign(message, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    return b"".join(half.to_bytes(32, "big") for half in decode_dss_signature(found))


def plain64(raw: bytes) -> str:
    return b64encode(raw).rstrip(b"=").decode()


def web64(raw: bytes) -> str:
    return plain64(raw).replace("+", "-").replace("/", "_")


def spki(key: ec.EllipticCurvePrivateKey) -> str:
    shape = serialization.PublicFormat.SubjectPublicKeyInfo
    return plain64(key.public_key().public_bytes(serialization.Encoding.DER, shape))


def a_statement(
    payload: dict[str, Any], *, key: Any = ISSUER_KEY, kid: str = KID, head: bytes = STATEMENT
) -> str:
    said = {"kid": kid, **payload}
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    return f"{web64(body)}.{web64(a_signature(key, head + body))}"


TIME_SAID = {"scanner": SCANNER, "time": TIME}
SEALED_TIME = a_statement(TIME_SAID)


def the_texts() -> list[tuple[str, str]]:
    """Records as a phone writes them, and texts that only a hash has to bear."""
    one = {
        "id": "0192a3b4-0000-7000-8000-000000000001", "kind": "hand_out", "programme": "breakfast",
        "lines": [{"item": "bun", "quantity": 2}, {"item": "soy_milk", "quantity": 1}], "code": NUMBER,
        "at": "2026-10-09T07:00:00.125+08:00", "anchor": SEALED_TIME, "give_anyway": False, "reason": "",
    }  # fmt: skip
    guest = {**one, "id": "0192a3b4-0000-7000-8000-000000000002", "code": "", "reason": "hungry"}
    void = {"id": guest["id"], "kind": "void", "at": "2026-10-09T07:00:30+08:00", "anchor": SEALED_TIME}
    said = [json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in (one, guest, void)]
    return [
        ("a hand-out for a number", said[0]),
        ("a guest's meal", said[1]),
        ("an undo", said[2]),
        ("letters beyond one plane", '{"note":"包子 🥟 e\u0301"}'),
        ("a line feed and nothing else", "\n"),
        ("no text at all", ""),
    ]


def the_chain() -> list[dict[str, Any]]:
    previous, chain = FIRST_PREVIOUS, []
    for seq, (name, text) in enumerate(the_texts(), start=1):
        found = record_hash(SCANNER, seq, previous, text)
        chain.append({"name": name, "seq": seq, "previous": previous, "text": text, "hash": found})
        previous = found
    return chain


def the_batches(chain: list[dict[str, Any]]) -> list[dict[str, Any]]:
    records = [{key: one[key] for key in ("seq", "previous", "text")} for one in chain]
    body = json.dumps({"scanner": SCANNER, "records": records}, ensure_ascii=False, separators=(",", ":"))
    raw = body.encode()
    good = a_signature(SCANNER_KEY, BATCH + raw)
    der = SCANNER_KEY.sign(BATCH + raw, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    cases = [
        ("the phone's own", body, good, True),
        ("one letter of the body changed", body.replace("bun", "bum"), good, False),
        ("one bit of the signature changed", body, good[:-1] + bytes([good[-1] ^ 1]), False),
        ("another phone's key", body, a_signature(OTHER_KEY, BATCH + raw), False),
        ("signed as a statement", body, a_signature(SCANNER_KEY, STATEMENT + raw), False),
        ("signed without a purpose", body, a_signature(SCANNER_KEY, raw), False),
        ("a signature in DER", body, der, False),
        ("no signature", body, b"", False),
        ("a signature of nothing but zeros", body, bytes(64), False),
    ]
    return [
        {"name": name, "body": text, "signature": plain64(signed), "is_good": is_good}
        for name, text, signed, is_good in cases
    ]


def the_statements(chain: list[dict[str, Any]]) -> list[dict[str, Any]]:
    receipt = {
        "scanner": SCANNER,
        "received_at": "2026-10-09T09:00:00+08:00",
        "records": [
            {"seq": one["seq"], "hash": one["hash"], "outcome": outcome, "reason": reason}
            for one, (outcome, reason) in zip(
                chain,
                [("counted", ""), ("void", ""), ("void", ""), *[("malformed", "fields_wrong")] * 3],
                strict=True,
            )
        ],
    }
    body, signed = SEALED_TIME.split(".")
    other_body = a_statement({**TIME_SAID, "time": "2026-10-09T06:30:00+08:00"}).split(".")[0]
    cases: list[tuple[str, str, Any]] = [
        ("a time", SEALED_TIME, {"kid": KID, **TIME_SAID}),
        ("a receipt", a_statement(receipt), {"kid": KID, **receipt}),
        ("words in Chinese", a_statement({"note": "暖蜂"}), {"kid": KID, "note": "暖蜂"}),
        ("another time under the same signature", f"{other_body}.{signed}", None),
        ("another key under our kid", a_statement(TIME_SAID, key=OTHER_KEY), None),
        ("a kid that nobody knows", a_statement(TIME_SAID, kid="ffffffff"), None),
        ("signed as a pass is", a_statement(TIME_SAID, head=b"nf1/pass\n"), None),
        ("signed as a batch is", a_statement(TIME_SAID, head=BATCH), None),
        ("cut in the middle", SEALED_TIME[:-20], None),
        ("no signature", f"{body}.", None),
        ("no dot", body, None),
        ("two dots", f"{SEALED_TIME}.{signed}", None),
        ("nothing", "", None),
        ("no words of ours", "你好.你好", None),
    ]
    return [{"name": name, "text": text, "payload": payload} for name, text, payload in cases]


def the_marks() -> list[dict[str, str]]:
    return [
        {"value": value, "service_date": day, "mark": served_mark(value, date.fromisoformat(day))}
        for value in (HANDLE, NUMBER)
        for day in ("2026-10-09", "2026-10-10")
    ]


def the_vectors() -> dict[str, Any]:
    chain = the_chain()
    return {
        "scanner": SCANNER,
        "scanner_public_key": spki(SCANNER_KEY),
        "keys": {KID: spki(ISSUER_KEY)},
        "records": chain,
        "batches": the_batches(chain),
        "statements": the_statements(chain),
        "marks": the_marks(),
    }


def as_text() -> str:
    """The file's text."""
    return json.dumps(the_vectors(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(as_text())
