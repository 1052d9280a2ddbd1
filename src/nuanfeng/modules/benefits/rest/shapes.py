"""What messages look like on the wire. Bounds only: what is allowed is said by the rules."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

NUMBER_MAX = 2**53
# Longer than any code of ours (600), so that somebody else's long code is answered "not ours".
TOKEN_LENGTH_MAX = 4300

Number = Annotated[int, Field(ge=1, le=NUMBER_MAX)]
Code = Annotated[str, Field(min_length=1, max_length=30, pattern=r"^[-a-zA-Z0-9_]+$")]

Judged = Literal[
    "new",
    "already",
    "outside_time",
    "revoked",
    "expired",
    "other_county",
    "not_ours",
    "other_work",
    "held_back",
    "released",
    "none_left",
]
Status = Literal["counted", "extra", "guest", "void"]
Reason = Literal[
    "", "hungry", "was_not_served", "code_broken", "phone_broken", "on_the_table", "handed_over", "other"
]


class Message(BaseModel):
    """Something that a program sends: unknown names in it are an error.

    Not ninja's `Schema`, which looks for each value as a template would, in objects and dictionaries.
    """

    model_config = ConfigDict(extra="forbid")


class LineIn(Message):
    """So many of an item."""

    item: Code
    quantity: Annotated[int, Field(ge=1, le=100)]


class Shown(Message):
    """A code as it was read, or the ten digits as they were typed: one of the two."""

    token: Annotated[str, Field(max_length=TOKEN_LENGTH_MAX)] = ""
    number: Annotated[str, Field(max_length=40)] = ""

    @model_validator(mode="after")
    def _one_of_both(self) -> "Shown":
        if bool(self.token) == bool(self.number):
            raise ValueError("either token or number")
        return self


class CheckIn(Shown):
    """Look at a code at a station. `id` names the screen that is shown, should it be amber or grey."""

    id: UUID | None = None
    station: Number
    programme: Code
    at: AwareDatetime | None = None


class HandOutIn(Message):
    """What is handed over. `id` is made by the sender and makes repeats harmless."""

    id: UUID
    station: Number
    programme: Code
    lines: Annotated[list[LineIn], Field(max_length=20)]
    at: AwareDatetime
    give_anyway: bool = False
    reason: Reason = ""


class RedemptionIn(Shown, HandOutIn):
    """What is handed over for a code."""


class VoidIn(Message):
    """Undo a mis-scan; `at` is when it was tapped, where the message had to wait."""

    at: AwareDatetime | None = None


class LineOut(Schema):
    """One line; `left` is what the count says remains, null where nobody counted today."""

    item: str
    quantity: int
    beyond_stock: int
    left: int | None


class AnswerOut(Schema):
    """What became of a hand-out. `status` is null where nothing was recorded."""

    id: UUID
    outcome: Judged | Status
    status: Status | None
    sentence: str
    service_date: date
    at: datetime | None
    lines: list[LineOut]


class ItemOut(Schema):
    """Something on the table."""

    code: str
    name: str
    quantity_max: int
    remaining: int | None
    is_open: bool


class ScanOut(Schema):
    """Green (`new`), amber or grey. `redemption` is given for a minute to whoever recorded it."""

    outcome: Judged
    sentence: str
    just_scanned: bool
    redemption: UUID | None
    at: datetime | None
    service_date: date
    items: list[ItemOut]


class DayOut(Schema):
    """A programme's table at a station today."""

    programme: str
    name: str
    service_date: date
    serving: bool
    serving_sentence: str
    stock_open: bool
    handed_out: int
    items: list[ItemOut]
    now: datetime


class ProgrammeItemOut(Schema):
    """Something a programme puts on the table."""

    code: str
    name: str
    quantity_max: int


class ProgrammeOut(Schema):
    """A programme that runs today."""

    code: str
    name: str
    serving_hours: str
    serving_sentence: str
    is_serving: bool
    service_day_starts_at: str
    period: str
    kinds_of_work: list[str]
    late_from: str | None
    starts_on: date
    ends_on: date | None
    items: list[ProgrammeItemOut]


class MealOut(Schema):
    """One thing on a station's table; `left` is null where nobody counted today."""

    code: str
    name: str
    left: int | None


class TableOut(Schema):
    """What a station hands out today of one programme."""

    programme: str
    name: str
    serving_sentence: str
    is_serving: bool
    items: list[MealOut]


class Problem(Schema):
    """An RFC 9457 problem. `code` is stable, `title` is in the caller's language."""

    type: str
    status: int
    code: str
    title: str
