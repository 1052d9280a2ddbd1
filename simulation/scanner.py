"""A scanner as docs/reference/scanner-sync.md describes it: keys, log, queue, clock, lease, marks.

Knows nothing of the server but what it was told. What lies in `disk` outlives the phone's restart.
"""

import json
from base64 import b64encode, urlsafe_b64decode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key

LOG_KEPT = timedelta(hours=72)
FIRST_PREVIOUS = "0" * 64
_ECDSA = ec.ECDSA(hashes.SHA256())


@dataclass
class Entry:
    """A record in the log. `acknowledged` is why it left the queue: a receipt, or the online answer."""

    seq: int
    previous: str
    text: str
    hash: str
    at: datetime
    id: str = ""
    is_queued: bool = True
    acknowledged: str = ""

    @property
    def as_sent(self) -> dict[str, Any]:
        """As it lies in a batch."""
        return {"seq": self.seq, "previous": self.previous, "text": self.text}


@dataclass
class ScannerModel:
    """One phone."""

    name: str
    id: str
    bearer: str
    station: int
    private: ec.EllipticCurvePrivateKey
    disk: list[Entry] = field(default_factory=list)
    unsaved: list[Entry] = field(default_factory=list)
    saves_at_once: bool = True
    believes_any_receipt: bool = False
    keeps_log_for: timedelta = LOG_KEPT
    holds_most: int = 1_000_000
    seq: int = 0
    last_hash: str = FIRST_PREVIOUS
    anchor: str = ""
    anchor_time: datetime | None = None
    heard_at: datetime | None = None
    skew: timedelta = timedelta(0)
    epoch: int = 0
    county: str = ""
    keys: dict[str, ec.EllipticCurvePublicKey] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)
    service_date: str = ""
    period_start: str = ""
    cursor: str = ""
    leased: dict[str, int] = field(default_factory=dict)
    has_network: bool = True

    def clock(self, now: datetime) -> datetime:
        """The anchor and the monotonic time since; `now` is the true time, which no phone knows."""
        if self.anchor_time is None or self.heard_at is None:
            return now + self.skew
        return self.anchor_time + (now - self.heard_at) + self.skew

    def record(self, said: dict[str, Any] | str, at: datetime) -> Entry:
        """Write into the log, and only then show green."""
        text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
        entry = self.link(self.seq + 1, self.last_hash, text, at)
        entry.id = "" if isinstance(said, str) else said["id"]
        self.seq, self.last_hash = entry.seq, entry.hash
        if len(self.disk) < self.holds_most:
            (self.disk if self.saves_at_once else self.unsaved).append(entry)
        return entry

    def link(self, seq: int, previous: str, text: str, at: datetime) -> Entry:
        """A record in its place of the chain."""
        said = f"nf1/record\n{self.id}\n{seq}\n{previous}\n{text}"
        return Entry(seq, previous, text, sha256(said.encode()).hexdigest(), at)

    def restart(self) -> None:
        """The phone goes off and on: what was not saved is gone, and the monotonic clock begins anew."""
        self.unsaved.clear()

    def queue(self) -> list[Entry]:
        """What waits to be sent."""
        return [entry for entry in self.disk if entry.is_queued]

    def batch(self, entries: list[Entry]) -> tuple[bytes, dict[str, str]]:
        """The bytes of a batch, and the headers that go with it."""
        said = {"scanner": self.id, "records": [entry.as_sent for entry in entries]}
        body = json.dumps(said, ensure_ascii=False).encode()
        r, s = decode_dss_signature(self.private.sign(b"nf1/batch\n" + body, _ECDSA))
        signature = b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).decode().rstrip("=")
        return body, {**self.headers, "Nuanfeng-Signature": signature}

    @property
    def headers(self) -> dict[str, str]:
        """Who speaks."""
        return {"Authorization": f"Bearer {self.bearer}"}

    def take_receipt(self, answer: dict[str, Any], sent: list[Entry], now: datetime) -> int:
        """Drop what a receipt of ours names by its hash; returns how many."""
        receipt = self.open(answer["receipt"])
        dropped = 0
        if receipt is not None and receipt["scanner"] == self.id:
            named = {record["hash"] for record in receipt["records"]}
            dropped = self._drop([entry for entry in self.disk if entry.hash in named], answer["receipt"])
        elif self.believes_any_receipt:
            dropped = self._drop(sent, answer["receipt"])
        self.take_time(answer["time"], now)
        self.take_epoch(answer["epoch"])
        self.forget_old(now)
        return dropped

    def _drop(self, entries: list[Entry], receipt: str) -> int:
        for entry in entries:
            entry.is_queued, entry.acknowledged = False, receipt
        return len(entries)

    def take_state(self, state: dict[str, Any], now: datetime) -> None:
        """Keep what the server says while there is a network."""
        self.keys = {kid: _public(key) for kid, key in state["keys"].items()}
        self.county, self.revoked = state["county"], set(state["revoked"])
        self.service_date, self.period_start = state["service_date"], state["period_start"]
        kept = set() if state["served_is_whole"] else self.marks - set(state["unserved"])
        self.marks, self.cursor = kept | set(state["served"]), state["served_cursor"]
        self.leased = {item["code"]: item["leased"] for item in state["items"]}
        self.take_time(state["time"], now)
        self.take_epoch(state["epoch"])
        self.forget_old(now)

    def take_time(self, text: str, now: datetime) -> None:
        """A sealed time for this scanner is its clock until the next."""
        said = self.open(text)
        if said is None or said["scanner"] != self.id:
            return
        self.disk += self.unsaved
        self.unsaved.clear()
        self.anchor, self.anchor_time = text, datetime.fromisoformat(said["time"])
        self.heard_at, self.skew = now, timedelta(0)

    def take_epoch(self, number: int) -> None:
        """A larger epoch than the one kept: everything is sent again."""
        if number > self.epoch:
            self.epoch = number
            for entry in self.disk:
                entry.is_queued = True

    def forget_old(self, now: datetime) -> None:
        """The log holds 72 hours; what waits stays."""
        since = self.clock(now) - self.keeps_log_for
        self.disk = [entry for entry in self.disk if entry.is_queued or entry.at >= since]

    def open(self, text: str) -> dict[str, Any] | None:
        """What a sealed statement says, where one of the kept keys signed it."""
        body, signature = (_plain(part) for part in text.split("."))
        said: dict[str, Any] = json.loads(body)
        key = self.keys.get(said["kid"])
        if key is None:
            return None
        r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
        try:
            key.verify(encode_dss_signature(r, s), b"nf1/statement\n" + body, _ECDSA)
        except InvalidSignature:
            return None
        return said

    def knows_as_served(self, value: str, number: str) -> bool:
        """Whether a mark says that this code was served in this period."""
        return any(mark_of(said, self.period_start) in self.marks for said in (value, number))


def mark_of(value: str, period_start: str) -> str:
    """The mark of a handle or a number in a period."""
    return sha256(f"nf1/served\n{period_start}\n{value}\n".encode()).hexdigest()[:16]


def _plain(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _public(text: str) -> ec.EllipticCurvePublicKey:
    key = load_der_public_key(_plain(text.replace("+", "-").replace("/", "_")))
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise TypeError("an issuer key is a P-256 key")
    return key
