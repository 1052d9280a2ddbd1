"""A phone that goes on without a network: it signs, chains and keeps its records as a scanner does."""

import json
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.benefits.models import Programme
from nuanfeng.modules.benefits.queries.sync_state import SyncState, sealed_time, sync_state
from nuanfeng.modules.benefits.rules.sync import FIRST_PREVIOUS, record_hash
from nuanfeng.modules.benefits.tests.builders import BREAKFAST, BREAKFAST_TIME, BUN, a_master_of, at
from nuanfeng.modules.benefits.usecases import grant_lease, sync_batch
from nuanfeng.modules.passes.api import Scanner, accept_invitation, invite_scanner, note_contact
from nuanfeng.modules.stations.api import Station


@dataclass
class Record:
    """One entry of the phone's log."""

    seq: int
    previous: str
    text: str
    hash: str
    id: UUID

    @property
    def as_sent(self) -> dict[str, Any]:
        """As it lies in a batch."""
        return {"seq": self.seq, "previous": self.previous, "text": self.text}


@dataclass
class Phone:
    """A scanner with a key of its own and a log."""

    scanner: Scanner
    bearer: str
    private: ec.EllipticCurvePrivateKey
    anchor: str
    log: list[Record] = field(default_factory=list)

    def record(self, said: dict[str, Any] | str) -> Record:
        """Write something into the log."""
        previous = self.log[-1].hash if self.log else FIRST_PREVIOUS
        text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
        number = UUID(said["id"]) if isinstance(said, dict) and "id" in said else new_id()
        seq = len(self.log) + 1
        made = Record(seq, previous, text, record_hash(self.scanner.pk, seq, previous, text), number)
        self.log.append(made)
        return made

    def hands_out(
        self, code: str = "", *, at: datetime = BREAKFAST_TIME, buns: int = 1, **said: Any
    ) -> Record:
        """Record a hand-out."""
        lines = said.pop("lines", [{"item": BUN, "quantity": buns}])
        return self.record(
            {
                "id": str(new_id()),
                "kind": "hand_out",
                "programme": BREAKFAST,
                "lines": lines,
                "code": code,
                "at": at.isoformat(),
                "anchor": self.anchor,
                "give_anyway": False,
                "reason": "",
                **said,
            }
        )

    def undoes(self, record: Record | UUID, *, at: datetime) -> Record:
        """Record that a hand-out was a mis-scan."""
        number = record.id if isinstance(record, Record) else record
        return self.record({"id": str(number), "kind": "void", "at": at.isoformat(), "anchor": self.anchor})

    def batch(self, records: list[Record] | None = None) -> bytes:
        """The bytes of a batch."""
        chosen = self.log if records is None else records
        said = {"scanner": str(self.scanner.pk), "records": [record.as_sent for record in chosen]}
        return json.dumps(said, ensure_ascii=False).encode()

    def asks(self, *, now: datetime, since: str = "", **wanted: int) -> SyncState:
        """Ask for the state of breakfast, and for portions to count on without a network."""
        leased = grant_lease(scanner=self.scanner, programme=BREAKFAST, wanted=wanted, now=now)
        note_contact(scanner_id=self.scanner.pk, now=now)
        programme = Programme.objects.get(code=BREAKFAST)
        return sync_state(
            scanner=self.scanner, programme=programme, leased=leased, served_since=since, now=now
        )

    def signature(self, body: bytes) -> str:
        """The phone's signature over a batch."""
        r, s = decode_dss_signature(self.private.sign(b"nf1/batch\n" + body, ec.ECDSA(hashes.SHA256())))
        return b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).decode()

    def sends(
        self, records: list[Record] | None = None, *, now: datetime | None = None
    ) -> list[tuple[str, str]]:
        """Send (everything, where nothing is said) and hear what became of each."""
        body = self.batch(records)
        told = sync_batch(
            scanner=self.scanner,
            body=body,
            signature=self.signature(body),
            now=now or BREAKFAST_TIME + timedelta(hours=2),
        )
        by_hash = {sent.hash: (said.outcome, said.reason) for sent, said in told}
        return [by_hash[record.hash] for record in (self.log if records is None else records)]


def a_phone_at(station: Station, *, since: datetime | None = None, name: str = "门口") -> Phone:
    """A phone that was enrolled by a square code and has the time of that moment."""
    since = since or at(6)
    private = ec.generate_private_key(ec.SECP256R1())
    public = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    _invitation, code = invite_scanner(actor=a_master_of(station), station_id=station.pk, now=since)
    scanner, bearer = accept_invitation(
        code=code, name=name, public_key=b64encode(public).decode(), now=since
    )
    return Phone(scanner, bearer, private, sealed_time(scanner.pk, since))
