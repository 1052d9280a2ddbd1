"""Records from phones without a network that somebody of the county has to look at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from nuanfeng.modules.benefits.models import Item, Programme, Redemption, SyncRecord
from nuanfeng.modules.benefits.rules import sync
from nuanfeng.modules.benefits.rules.sync import Said
from nuanfeng.modules.stations.api import Station

WAITING, COUNTED, DISMISSED, EVERY = "waiting", "counted", "dismissed", "all"
STATES: Mapping[str, object] = {
    WAITING: _("Waiting for you"),
    COUNTED: _("Counted after all"),
    DISMISSED: _("Dismissed"),
    EVERY: _("All"),
}
_DECISION = {WAITING: "", COUNTED: "stored", DISMISSED: "dismissed"}


@dataclass(frozen=True)
class QuarantineFilter:
    """What the list is narrowed to."""

    state: str = WAITING
    reason: str = ""
    station_id: int | None = None


@dataclass(frozen=True, slots=True)
class QuarantinedRecord:
    """A record in words. `said` is empty once its text was cut; whose code it was is told to nobody."""

    row: SyncRecord
    station: Station
    scanner_name: str
    said: Said | None
    programme: str = ""
    taken: Sequence[tuple[str, int]] = field(default_factory=tuple)

    @property
    def why(self) -> str:
        """The msgid of the sentence that says why it was set aside."""
        return sync.REASONS.get(self.row.reason, self.row.reason)

    @property
    def is_undo(self) -> bool:
        """Whether it undoes another."""
        return self.said is not None and self.said.is_void

    @property
    def shown_by(self) -> str:
        """What the person showed: `guest`, `number` or `code`."""
        code = self.said.code.strip() if self.said else ""
        return ("number" if code.isdigit() else "code") if code else "guest"

    @property
    def state(self) -> str:
        """Waiting, counted after all, or dismissed."""
        return next(state for state, decision in _DECISION.items() if decision == self.row.decision)


def records_waiting() -> int:
    """How many nobody has decided yet."""
    return SyncRecord.objects.filter(outcome=sync.QUARANTINED, decision="").count()


def quarantined(wanted: QuarantineFilter) -> QuerySet[SyncRecord]:
    """The rows of the list, those that came last first."""
    rows = _narrowed(wanted)
    if wanted.state != EVERY:
        rows = rows.filter(decision=_DECISION[wanted.state])
    return rows.select_related("scanner__station", "decided_by").order_by("-received_at", "scanner", "-seq")


def counts_by_state(wanted: QuarantineFilter) -> dict[str, int]:
    """How many rows each tab leaves."""
    found = _narrowed(wanted).order_by().values_list("decision").annotate(count=Count("pk"))
    counts = dict(found)
    by_state = {state: counts.get(decision, 0) for state, decision in _DECISION.items()}
    return {**by_state, EVERY: sum(by_state.values())}


def _narrowed(wanted: QuarantineFilter) -> QuerySet[SyncRecord]:
    rows = SyncRecord.objects.filter(outcome=sync.QUARANTINED)
    if wanted.reason:
        rows = rows.filter(reason=wanted.reason)
    return rows.filter(scanner__station=wanted.station_id) if wanted.station_id else rows


def stations_with_quarantined() -> list[Station]:
    """The stations whose phones sent such records."""
    scanners = SyncRecord.objects.filter(outcome=sync.QUARANTINED).values("scanner__station")
    return list(Station.objects.filter(pk__in=scanners).order_by("name"))


def in_words(rows: Iterable[SyncRecord]) -> list[QuarantinedRecord]:
    """Each row with what its text says; two queries for the names in them."""
    read = [(row, _said(row)) for row in rows]
    programmes = {each.code: each for each in Programme.objects.all()}
    items = {(each.programme_id, each.code): each for each in Item.objects.all()}
    return [_record(row, said, programmes, items) for row, said in read]


def _said(row: SyncRecord) -> Said | None:
    said = sync.read_record(row.text) if row.text else None
    return said if isinstance(said, Said) else None


def _record(
    row: SyncRecord,
    said: Said | None,
    programmes: Mapping[str, Programme],
    items: Mapping[tuple[int, str], Item],
) -> QuarantinedRecord:
    scanner = row.scanner
    if said is None or said.is_void:
        return QuarantinedRecord(row, scanner.station, scanner.name, said)
    programme = programmes.get(said.programme)
    named = {
        code: str(item) for (number, code), item in items.items() if programme and number == programme.pk
    }
    taken = [(named.get(line.item, line.item), line.quantity) for line in said.lines]
    name = str(programme) if programme else said.programme
    return QuarantinedRecord(row, scanner.station, scanner.name, said, name, taken)


def hand_out_it_names(record: QuarantinedRecord) -> datetime | None:
    """When what it undoes was handed out at its station, if that is known."""
    number = record.row.redemption_id
    if number is None or not record.is_undo:
        return None
    kept = Redemption.objects.filter(pk=number, station=record.station)
    return kept.values_list("at", flat=True).first()
