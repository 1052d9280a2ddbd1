"""What a scanner sends after it had no network: read strictly, checked against its chain and its clock.

Pure. The words for outcomes and reasons are those of docs/reference/scanner-sync.md.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from nuanfeng.kernel.errors import N_, Refusal
from nuanfeng.modules.benefits.rules.choices import GIVE_ANYWAY_REASONS, QUANTITY_MOST, VOID_WITHIN, Line

RECORDS_MAX = 500
BATCH_BYTES_MAX = 1_000_000
TEXT_LENGTH_MAX = 8000
CODE_LENGTH_MAX = 4300
LINES_MAX = 20
SEQ_MAX = 2**53 - 1
CLOCK_TOLERANCE = timedelta(minutes=5)
FIRST_PREVIOUS = "0" * 64

DUPLICATE, QUARANTINED, MALFORMED = "duplicate", "quarantined", "malformed"
NOT_JSON, FIELDS_WRONG, TOO_LONG = "not_json", "fields_wrong", "too_long"
NO_ANCHOR, ANCHOR_WRONG = "no_anchor", "anchor_wrong"
BEFORE_ANCHOR, AFTER_RECEIPT = "before_anchor", "after_receipt"
SCANNER_REVOKED, CHAIN_FORKED, OTHER_CONTENT = "scanner_revoked", "chain_forked", "other_content"
PROGRAMME_NOT_HERE, ITEM_UNKNOWN, QUANTITY_TOO_LARGE = (
    "programme_not_here",
    "item_unknown",
    "quantity_too_large",
)
FROZEN, NOTHING_TO_UNDO = "frozen", "nothing_to_undo"
MALFORMED_REASONS = frozenset({NOT_JSON, FIELDS_WRONG, TOO_LONG})

# What staff of the county read beside a record that waits for them.
REASONS: Mapping[str, str] = {
    NO_ANCHOR: N_("The phone had no time of ours"),
    ANCHOR_WRONG: N_("The phone named a time that we did not give it"),
    BEFORE_ANCHOR: N_("The phone’s clock was slow"),
    AFTER_RECEIPT: N_("The phone’s clock was fast"),
    SCANNER_REVOKED: N_("Recorded after the phone was signed out"),
    CHAIN_FORKED: N_("The phone’s log says two different things"),
    OTHER_CONTENT: N_("Another hand-out has this number"),
    PROGRAMME_NOT_HERE: N_("The station does not hand this out"),
    ITEM_UNKNOWN: N_("Something that was not on the table"),
    QUANTITY_TOO_LARGE: N_("More than one person may take"),
    FROZEN: N_("Sent more than 7 days after the day"),
    NOTHING_TO_UNDO: N_("Undoes a hand-out that is not known"),
}

BATCH_UNREADABLE = Refusal("batch_unreadable", N_("What this phone sent cannot be read."))
BATCH_TOO_LARGE = Refusal("batch_too_large", N_("This phone sent too much at once."))
SIGNATURE_WRONG = Refusal("signature_wrong", N_("What this phone sent was not signed by it."))
OTHER_SCANNER = Refusal("other_scanner", N_("These records were made by another phone."))
NO_PUBLIC_KEY = Refusal(
    "no_public_key", N_("This phone was signed in too long ago to work without a network. Sign it in again.")
)

_HASH = re.compile(r"[0-9a-f]{64}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CODE = re.compile(r"[-a-zA-Z0-9_]{1,30}")
_TIME = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)")
_HAND_OUT_FIELDS = {
    "id", "kind", "programme", "lines", "code", "at", "anchor", "give_anyway", "reason",
}  # fmt: skip
_VOID_FIELDS = {"id", "kind", "at", "anchor"}


@dataclass(frozen=True, slots=True)
class Sent:
    """One record as it came: its place in the scanner's chain and its text."""

    seq: int
    previous: str
    text: str
    hash: str


@dataclass(frozen=True, slots=True)
class Said:
    """What the text of a record says. An undo has no lines and names the hand-out that is undone."""

    id: UUID
    kind: str
    at: datetime
    anchor: str
    programme: str = ""
    lines: tuple[Line, ...] = ()
    code: str = ""
    give_anyway: bool = False
    reason: str = ""

    @property
    def is_void(self) -> bool:
        """Whether it undoes another."""
        return self.kind == "void"


@dataclass(frozen=True, slots=True)
class Link:
    """A record's place in the chain, as far as others have to fit to it."""

    hash: str
    previous: str


def record_hash(scanner_id: UUID | str, seq: int, previous: str, text: str) -> str:
    """What names a record: nobody else's record, and none in another place, has the same."""
    said = f"nf1/record\n{scanner_id}\n{seq}\n{previous}\n{text}"
    return hashlib.sha256(said.encode()).hexdigest()


def read_batch(body: bytes, scanner_id: UUID) -> list[Sent] | Refusal:
    """The records of a batch, each once, in the order of the chain; or why nothing of it is kept."""
    if len(body) > BATCH_BYTES_MAX:
        return BATCH_TOO_LARGE
    try:
        batch = json.loads(body.decode())
        records = batch["records"]
        if batch.keys() != {"scanner", "records"} or not isinstance(records, list):
            return BATCH_UNREADABLE
        if len(records) > RECORDS_MAX:
            return BATCH_TOO_LARGE
        if batch["scanner"] != str(scanner_id):
            return OTHER_SCANNER
        sent = {each.hash: each for each in (_sent(record, scanner_id) for record in records)}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return BATCH_UNREADABLE
    return sorted(sent.values(), key=lambda each: each.seq)


def _sent(record: dict[str, Any], scanner_id: UUID) -> Sent:
    seq, previous, text = record["seq"], record["previous"], record["text"]
    if len(record) != 3 or type(seq) is not int or not 1 <= seq <= SEQ_MAX:
        raise ValueError("no place in a chain")
    if not isinstance(text, str) or not _HASH.fullmatch(previous):
        raise ValueError("no record")
    return Sent(seq, previous, text, record_hash(scanner_id, seq, previous, text))


def read_record(text: str) -> Said | str:
    """What a record says, or the reason why it can never be stored."""
    if len(text) > TEXT_LENGTH_MAX:
        return TOO_LONG
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return NOT_JSON
    try:
        return _said(said)
    except (ValueError, KeyError, TypeError, AttributeError):
        return FIELDS_WRONG


def _said(said: dict[str, Any]) -> Said:
    kind, anchor = said["kind"], said["anchor"]
    fields = {"hand_out": _HAND_OUT_FIELDS, "void": _VOID_FIELDS}[kind]
    if said.keys() != fields or not isinstance(anchor, str) or not _UUID.fullmatch(said["id"]):
        raise ValueError("other fields")
    number, at = UUID(said["id"]), read_time(said["at"])
    if kind == "void":
        return Said(number, kind, at, anchor)
    code, programme, reason, anyway = said["code"], said["programme"], said["reason"], said["give_anyway"]
    if not isinstance(code, str) or len(code) > CODE_LENGTH_MAX or type(anyway) is not bool:
        raise ValueError("code or give_anyway")
    if not _CODE.fullmatch(programme) or (reason != "" and reason not in GIVE_ANYWAY_REASONS):
        raise ValueError("programme or reason")
    return Said(number, kind, at, anchor, programme, _lines(said["lines"]), code, anyway, reason)


def _lines(said: list[dict[str, Any]]) -> tuple[Line, ...]:
    if not isinstance(said, list) or not 1 <= len(said) <= LINES_MAX:
        raise ValueError("how many lines")
    lines = {}
    for line in said:
        item, quantity = line["item"], line["quantity"]
        if len(line) != 2 or type(quantity) is not int or not 1 <= quantity <= QUANTITY_MOST:
            raise ValueError("quantity")
        if not _CODE.fullmatch(item) or item in lines:
            raise ValueError("item")
        lines[item] = Line(item, quantity)
    return tuple(lines.values())


def read_time(text: str) -> datetime:
    """A moment with an offset; raises `ValueError` or `TypeError` for anything else."""
    if not _TIME.fullmatch(text):
        raise ValueError("not a moment")
    return datetime.fromisoformat(text)


def refusal_of_clock(at: datetime, anchor: datetime, received_at: datetime) -> str:
    """Why a record's time cannot be right: it lies before what the scanner knew, or after it came."""
    if at < anchor - CLOCK_TOLERANCE:
        return BEFORE_ANCHOR
    return AFTER_RECEIPT if at > received_at + CLOCK_TOLERANCE else ""


def forked(new: Iterable[Sent], known: Mapping[int, Link]) -> set[str]:
    """The hashes of new records (by rising seq) that do not fit to the chain that is known by seq.

    A gap is no fork: what is missing may still come. Whatever came first stands.
    """
    chain, wrong = dict(known), set()
    for sent in new:
        if _fits(sent, chain):
            chain[sent.seq] = Link(sent.hash, sent.previous)
        else:
            wrong.add(sent.hash)
    return wrong


def _fits(sent: Sent, chain: Mapping[int, Link]) -> bool:
    if sent.seq in chain:
        return chain[sent.seq].hash == sent.hash
    before, after = chain.get(sent.seq - 1), chain.get(sent.seq + 1)
    wanted = FIRST_PREVIOUS if sent.seq == 1 else before.hash if before else sent.previous
    return sent.previous == wanted and (after is None or after.previous == sent.hash)


def is_undone_in_time(*, handed_out_at: datetime, undone_at: datetime) -> bool:
    """Whether a mis-scan was undone within the minute, by the clock of the one phone that did both."""
    return timedelta(0) <= undone_at - handed_out_at <= VOID_WITHIN
