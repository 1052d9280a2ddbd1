"""What scanners without a network ask, send and are told. Records are read by the rules, not here."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from nuanfeng.modules.benefits.rest.shapes import Code, Message
from nuanfeng.modules.benefits.rules.served import CURSOR_LENGTH_MAX


class StateIn(Message):
    """Which programme (empty: the station's first), how many portions of each item the scanner would like
    to count on, and from where on it wants to hear who was served (the last cursor; empty for everybody).
    """

    programme: Code | Literal[""] = ""
    want_lease: Annotated[dict[Code, Annotated[int, Field(ge=0, le=10_000)]], Field(max_length=50)] = {}
    served_since: Annotated[str, Field(max_length=CURSOR_LENGTH_MAX)] = ""


class SpanOut(Schema):
    """A stretch of the day in which the programme is handed out."""

    begins: datetime
    ends: datetime


class LeasedItemOut(Schema):
    """Something on the table: what is left by the count, and how much of it this scanner may count on."""

    code: str
    name: str
    quantity_max: int
    remaining: int | None
    is_open: bool
    leased: int


class ProgrammeHereOut(Schema):
    """Something that the station hands out."""

    code: str
    name: str


class StateOut(Schema):
    """Everything that a scanner needs to go on without a network."""

    programme: str
    programme_name: str
    programmes: list[ProgrammeHereOut]
    time: str
    epoch: int
    county: str
    keys: dict[str, str]
    revoked: list[str]
    service_date: date
    day_ends: datetime
    period: str
    period_start: date
    period_begins: datetime
    period_ends: datetime | None
    serving: list[SpanOut] | None
    served: list[str]
    unserved: list[str]
    served_cursor: str
    served_is_whole: bool
    served_has_more: bool
    items: list[LeasedItemOut]


class BatchOut(Schema):
    """A sealed receipt, the running epoch, and a new time."""

    receipt: str
    epoch: int
    time: str


_RECORD = {
    "type": "object",
    "required": ["seq", "previous", "text"],
    "additionalProperties": False,
    "properties": {
        "seq": {"type": "integer", "minimum": 1},
        "previous": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "text": {"type": "string"},
    },
}
_BATCH = {
    "type": "object",
    "required": ["scanner", "records"],
    "additionalProperties": False,
    "properties": {
        "scanner": {"type": "string", "format": "uuid"},
        "records": {"type": "array", "maxItems": 500, "items": _RECORD},
    },
}
# The body is read as bytes, because it is signed; the description says its shape all the same.
BATCH_IN: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": _BATCH}}},
    "parameters": [
        {
            "in": "header",
            "name": "Nuanfeng-Signature",
            "required": True,
            "schema": {"type": "string"},
            "description": "ES256 over `nf1/batch`, a line feed and the body, base64",
        }
    ],
}
