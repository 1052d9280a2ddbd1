"""What must come out, by the words of docs/reference/scanner-sync.md: a second, plain server.

Shares no code with the real one and holds no stock; `checks` looks at the stock by its own sums.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any

HERE = timezone(timedelta(hours=8))
FIRST_PREVIOUS = "0" * 64
CLOCK_WRONG_BY = timedelta(minutes=5)
WITHIN_A_MINUTE = timedelta(seconds=60)
QUEUED_FOR_MAX = timedelta(hours=72)
ONLINE, OFFLINE = timedelta(minutes=2), timedelta(minutes=10)
MOST = {"bun": 2, "milk": 1}
HAND_OUT = {"id", "kind", "programme", "lines", "code", "at", "anchor", "give_anyway", "reason"}
STANDING = ("counted", "extra")

Content = tuple[Any, ...]
# Whose period it is, and its first day.
Period = tuple[int, date]


@dataclass(frozen=True)
class Shown:
    """What stands behind a code: the handle, and between which moments the code counts."""

    value: str
    begins: datetime | None = None
    ends: datetime | None = None


@dataclass
class Held:
    """A handle as the server knows it."""

    person: int
    kind: str
    number: str
    ends: datetime | None = None
    revoked_at: datetime | None = None


@dataclass
class Row:
    """A hand-out that is kept."""

    id: str
    station: int
    scanner: str
    person: int | None
    day: date
    period: date
    at: datetime
    received: datetime
    status: str
    content: Content
    lines: dict[str, int]

    @property
    def of_period(self) -> Period | None:
        """Whose period it belongs to; None for a guest's."""
        return (self.person, self.period) if self.person else None


@dataclass
class Noted:
    """What became of a record."""

    scanner: str
    seq: int
    previous: str
    outcome: str
    reason: str
    said: dict[str, Any] | None
    received: datetime
    decision: str = ""


@dataclass
class New:
    """A record that comes for the first time."""

    hash: str
    seq: int
    previous: str
    said: dict[str, Any] | None
    reason: str


def day_of(moment: datetime) -> date:
    """A meal before three in the morning belongs to the evening before."""
    return (moment.astimezone(HERE) - timedelta(hours=3)).date()


def is_frozen(day: date, now: datetime) -> bool:
    """Whether a day is reported by now."""
    return now.astimezone(HERE).date() - day > timedelta(days=7)


@dataclass
class Expected:
    """Everything that the server should know. `is_weekly`: once a week, in place of once a day."""

    codes: dict[str, Shown]
    anchors: dict[str, tuple[str, datetime]]
    is_weekly: bool = False
    handles: dict[str, Held] = field(default_factory=dict)
    scanners: dict[str, int] = field(default_factory=dict)
    revoked: dict[str, datetime] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    records: dict[str, Noted] = field(default_factory=dict)
    chain: dict[tuple[str, int], tuple[str, str]] = field(default_factory=dict)

    def as_backed_up(self) -> "Expected":
        """A copy; what phones were given and people hold stays what it is."""
        return Expected(
            self.codes,
            self.anchors,
            self.is_weekly,
            {value: Held(**vars(held)) for value, held in self.handles.items()},
            dict(self.scanners),
            dict(self.revoked),
            {number: Row(**vars(row)) for number, row in self.rows.items()},
            {name: Noted(**vars(noted)) for name, noted in self.records.items()},
            dict(self.chain),
        )

    # Codes.

    def judge(self, code: str, at: datetime, tolerance: timedelta) -> tuple[str, Held | None]:
        """What a code says at a moment, and whose it is where it is good."""
        shown = self.codes.get(code)
        if shown is None:
            return "not_ours", None
        if shown.begins and shown.ends:
            if at >= shown.ends + tolerance:
                return "expired", None
            if at < shown.begins - tolerance:
                return "outside_time", None
        held = self.handles.get(shown.value)
        if held is None:
            return ("revoked" if shown.begins else "not_ours"), None
        if held.revoked_at and held.revoked_at <= at:
            return "revoked", None
        return ("expired", None) if held.ends and held.ends <= at else ("new", held)

    # With a network.

    def redeem(self, scanner: str, message: dict[str, Any], now: datetime, *, is_short: bool) -> str:
        """What the scanner is told: a status, or why nothing is kept."""
        content = self.content_of(scanner, message)
        if (known := self.rows.get(message["id"])) is not None:
            return known.status if known.content == content else "other_content"
        at = _moment(message["at"])
        at = at if now - QUEUED_FOR_MAX <= at <= now + CLOCK_WRONG_BY else now
        person: int | None = None
        if message["code"]:
            outcome, held = self.judge(message["code"], now, ONLINE)
            if outcome in ("expired", "outside_time"):
                outcome, held = self.judge(message["code"], at, ONLINE)
            if outcome != "new" and not message["give_anyway"]:
                return outcome
            person = held.person if held else None
        is_served = person is not None and self.counted_in((person, self.period_of(at))) is not None
        if is_served and not message["give_anyway"]:
            return "already"
        if is_short and not message["give_anyway"]:
            return "none_left"
        status = "guest" if person is None else "extra" if is_served else "counted"
        row = self.keep(scanner, message, at, person, now, status)
        if is_served and row.of_period:
            self.settle(row.of_period, (), now)
        return row.status if status != "extra" else "extra"

    def undo_online(self, scanner: str, number: str, tapped: datetime, now: datetime) -> str:
        """What the scanner is told."""
        row = self.rows.get(number)
        if row is None:
            return "not_found"
        if row.scanner != scanner:
            return "not_your_hand_out"
        if row.status == "void":
            return "void"
        if tapped - row.received > WITHIN_A_MINUTE or now - row.received > timedelta(minutes=10):
            return "too_late_to_void"
        self.void(row, now)
        return "void"

    # After a time without one.

    def sync(self, scanner: str, sent: Iterable[tuple[str, int, str, str]], now: datetime) -> None:
        """Note every record (hash, seq, previous, text) that is not known yet."""
        fresh = {name: (seq, previous, text) for name, seq, previous, text in sent}
        new = [
            New(name, seq, previous, *_read(text))
            for name, (seq, previous, text) in sorted(fresh.items(), key=lambda pair: pair[1][0])
            if name not in self.records
        ]
        forks = {one.hash for one in new if not self.fits(scanner, one)}
        late: dict[str, tuple[New, Row]] = {}
        for one in new:
            if one.said is None or one.said["kind"] == "hand_out":
                outcome, reason = self.place(scanner, one, one.hash in forks, late, now)
                self.note(scanner, one, outcome, reason, now)
        for one in new:
            if one.said is not None and one.said["kind"] == "void":
                outcome, reason = self.undo(scanner, one, one.hash in forks, late, now)
                self.note(scanner, one, outcome, reason, now)
        self.undo_what_waited(scanner, new, late, now)
        self.settle_late(late, now)

    def fits(self, scanner: str, one: New) -> bool:
        """Whether it goes into the chain as it is known."""
        place = (scanner, one.seq)
        if place in self.chain:
            return self.chain[place][0] == one.hash
        before, after = self.chain.get((scanner, one.seq - 1)), self.chain.get((scanner, one.seq + 1))
        if one.seq == 1:
            is_right = one.previous == FIRST_PREVIOUS
        else:
            is_right = before is None or one.previous == before[0]
        if is_right and (after is None or after[1] == one.hash):
            self.chain[place] = (one.hash, one.previous)
            return True
        return False

    def note(self, scanner: str, one: New, outcome: str, reason: str, now: datetime) -> None:
        """Remember what its receipt says."""
        self.records[one.hash] = Noted(scanner, one.seq, one.previous, outcome, reason, one.said, now)

    def place(
        self, scanner: str, one: New, is_forked: bool, late: dict[str, tuple[New, Row]], now: datetime
    ) -> tuple[str, str]:
        """What a hand-out becomes; those that will be stored wait in `late` for their status."""
        if one.said is None:
            return "malformed", "chain_forked" if is_forked else one.reason
        content = self.content_of(scanner, one.said)
        known = late[one.said["id"]][1] if one.said["id"] in late else self.rows.get(one.said["id"])
        if known is not None and known.content == content:
            return "duplicate", "chain_forked" if is_forked else ""
        if known is not None and not is_forked:
            return "quarantined", "other_content"
        at = _moment(one.said["at"])
        reason = "chain_forked" if is_forked else self.reason_of_time(scanner, one.said, at, now)
        reason = reason or reason_of_table(one.said, at, now)
        if reason:
            return "quarantined", reason
        outcome, held = self.judge(one.said["code"], at, OFFLINE) if one.said["code"] else ("guest", None)
        is_typed = one.said["code"].isdigit()
        needs_trust = outcome != "new" or held is None or held.kind != "screen" or is_typed
        if needs_trust and scanner in self.revoked and at > self.revoked[scanner]:
            return "quarantined", "scanner_revoked"
        late[one.said["id"]] = (one, self.row(scanner, one.said, at, held.person if held else None, now))
        return "placed", ""

    def reason_of_time(self, scanner: str, said: dict[str, Any], at: datetime, now: datetime) -> str:
        """Why a record's time cannot be right."""
        if not said["anchor"]:
            return "no_anchor"
        whose, anchor = self.anchors.get(said["anchor"], ("", now))
        if whose != scanner:
            return "anchor_wrong"
        if at < anchor - CLOCK_WRONG_BY:
            return "before_anchor"
        return "after_receipt" if at > now + CLOCK_WRONG_BY else ""

    def undo(
        self, scanner: str, one: New, is_forked: bool, late: dict[str, tuple[New, Row]], now: datetime
    ) -> tuple[str, str]:
        """What an undo becomes."""
        said = one.said or {}
        at = _moment(said["at"])
        reason = "chain_forked" if is_forked else self.reason_of_time(scanner, said, at, now)
        if scanner in self.revoked and at > self.revoked[scanner]:
            reason = reason or "scanner_revoked"
        if reason:
            return "quarantined", reason
        is_undone = self.is_undone(scanner, said["id"], at, late, now)
        return ("void", "") if is_undone else ("quarantined", "nothing_to_undo")

    def is_undone(
        self, scanner: str, number: str, at: datetime, late: dict[str, tuple[New, Row]], now: datetime
    ) -> bool:
        """Undo a hand-out that came along, or one that this scanner recorded before."""
        if number in late:
            row = late[number][1]
            if row.status == "void" or timedelta(0) <= at - row.at <= WITHIN_A_MINUTE:
                row.status = "void"
                return True
        kept = self.rows.get(number)
        if kept is None or kept.scanner != scanner:
            return False
        if kept.status == "void":
            return True
        if is_frozen(kept.day, now) or not timedelta(0) <= at - kept.at <= WITHIN_A_MINUTE:
            return False
        self.void(kept, now)
        return True

    def undo_what_waited(
        self, scanner: str, new: Sequence[New], late: dict[str, tuple[New, Row]], now: datetime
    ) -> None:
        """Undos that came before their hand-outs."""
        named = {one.said["id"] for one in new if one.said}
        here = late.keys() | (named & self.rows.keys())
        for noted in self.records.values():
            if (noted.scanner, noted.reason, noted.decision) != (scanner, "nothing_to_undo", ""):
                continue
            if noted.received == now and any(noted.seq == one.seq for one in new):
                continue
            said = noted.said or {}
            if said["id"] in here and self.is_undone(scanner, said["id"], _moment(said["at"]), late, now):
                noted.decision = "stored"

    def settle_late(self, late: dict[str, tuple[New, Row]], now: datetime) -> None:
        """Keep what came, and say of everybody's day which hand-out counts."""
        for _one, row in late.values():
            self.rows[row.id] = row
        self.settle_new([row for _one, row in late.values()], now)
        for one, row in late.values():
            self.records[one.hash].outcome = row.status

    def settle_new(self, new: Sequence[Row], now: datetime) -> None:
        """The statuses of rows that came just now, and of the periods in which they came."""
        for row in new:
            if row.status != "void":
                row.status = "extra" if row.of_period else "guest"
        for period in {row.of_period for row in new if row.of_period}:
            self.settle(period, {row.id for row in new}, now)

    # What the county decides.

    def decide(self, name: str, decision: str, now: datetime) -> str:
        """`done`, or why it cannot be decided so."""
        noted = self.records[name]
        if noted.decision:
            return "done" if noted.decision == decision else "decided_otherwise"
        refusal = self.count_after_all(noted, now) if decision == "stored" and noted.said else ""
        if not refusal:
            noted.decision = decision
        return refusal or "done"

    def count_after_all(self, noted: Noted, now: datetime) -> str:
        """Why a record that was set aside cannot count; empty where it does now."""
        said, station = noted.said or {}, self.scanners[noted.scanner]
        kept = self.rows.get(said["id"])
        if said["kind"] == "void":
            if kept is None or kept.station != station:
                return "nothing_to_undo"
            if kept.status != "void" and is_frozen(kept.day, now):
                return "day_is_reported"
            if kept.status != "void":
                self.void(kept, now)
            return ""
        content = self.content_of(noted.scanner, said)
        if kept is not None:
            return "" if kept.content == content else "number_taken"
        at = _moment(said["at"])
        whose, anchor = self.anchors.get(said["anchor"], ("", at))
        at = min(max(at, anchor) if whose == noted.scanner else at, noted.received)
        if reason_of_table(said, at, at) in ("programme_not_here", "item_unknown"):
            return reason_of_table(said, at, at)
        held = self.judge(said["code"], at, OFFLINE)[1] if said["code"] else None
        row = self.row(noted.scanner, said, at, held.person if held else None, now)
        if self.undone_while_waiting(noted):
            row.status = "void"
        self.rows[row.id] = row
        self.settle_new([row], now)
        return ""

    def undone_while_waiting(self, hand_out: Noted) -> bool:
        """Whether the same phone undid it within the minute, in a record that waits for this one."""
        said = hand_out.said or {}
        for noted in self.records.values():
            if (noted.scanner, noted.reason, noted.decision) != (hand_out.scanner, "nothing_to_undo", ""):
                continue
            undo = noted.said or {}
            after = _moment(undo["at"]) - _moment(said["at"])
            if undo["id"] == said["id"] and timedelta(0) <= after <= WITHIN_A_MINUTE:
                noted.decision = "stored"
                return True
        return False

    # Rows.

    def content_of(self, scanner: str, said: dict[str, Any]) -> Content:
        """What makes two messages one."""
        lines = tuple(sorted((line["item"], line["quantity"]) for line in said["lines"]))
        return (
            self.scanners[scanner], said["programme"], said["code"], lines, _moment(said["at"]),
            said["give_anyway"], said["reason"],
        )  # fmt: skip

    def row(self, scanner: str, said: dict[str, Any], at: datetime, person: int | None, now: datetime) -> Row:
        """A hand-out that is not settled yet."""
        lines = {line["item"]: line["quantity"] for line in said["lines"]}
        content = self.content_of(scanner, said)
        station = self.scanners[scanner]
        period = self.period_of(at)
        return Row(said["id"], station, scanner, person, day_of(at), period, at, now, "", content, lines)

    def keep(
        self, scanner: str, said: dict[str, Any], at: datetime, person: int | None, now: datetime, status: str
    ) -> Row:
        """A hand-out that was recorded with a network."""
        row = self.row(scanner, said, at, person, now)
        row.status = status
        self.rows[row.id] = row
        return row

    def period_of(self, at: datetime) -> date:
        """The first day of the period that a moment counts in: its day, or the Monday before."""
        day = day_of(at)
        return day - timedelta(days=day.weekday()) if self.is_weekly else day

    def counted_in(self, period: Period) -> Row | None:
        """The hand-out that counts in somebody's period."""
        return next(
            (row for row in self.rows.values() if row.of_period == period and row.status == "counted"), None
        )

    def settle(self, period: Period, new: Collection[str], now: datetime) -> None:
        """The smallest (time, number) counts, the others are extra.

        What lies on a reported day stays; what came only now for such a day counts if nothing else does.
        """
        standing = [row for row in self.rows.values() if row.of_period == period and row.status in STANDING]
        standing.sort(key=lambda row: (row.at, row.id))
        free = [row for row in standing if not is_frozen(row.day, now)]
        late = [row for row in standing if is_frozen(row.day, now) and row.id in new]
        stays = [row for row in standing if row not in free and row not in late]
        is_taken = any(row.status == "counted" for row in stays)
        for row in (*free, *late):
            row.status = "extra" if is_taken else "counted"
            is_taken = True

    def void(self, row: Row, now: datetime) -> None:
        """Undo it; the next of that period counts, where it is not reported yet."""
        row.status = "void"
        if row.of_period:
            self.settle(row.of_period, (), now)


def reason_of_table(said: dict[str, Any], at: datetime, now: datetime) -> str:
    """Why this cannot have been on the table, or came too late for it."""
    if said["programme"] != "breakfast":
        return "programme_not_here"
    if any(line["item"] not in MOST for line in said["lines"]):
        return "item_unknown"
    if any(line["quantity"] > MOST[line["item"]] for line in said["lines"]):
        return "quantity_too_large"
    return "frozen" if day_of(now) - day_of(at) > timedelta(days=7) else ""


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _read(text: str) -> tuple[dict[str, Any] | None, str]:
    if len(text) > 8000:
        return None, "too_long"
    try:
        said = json.loads(text)
    except ValueError:
        return None, "not_json"
    fields = HAND_OUT if said.get("kind") == "hand_out" else {"id", "kind", "at", "anchor"}
    is_right = said.keys() == fields and isinstance(said["id"], str)
    return (said, "") if is_right else (None, "fields_wrong")
