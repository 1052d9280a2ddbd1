"""What a scanner is told while it has a network, so that it can work when it has none."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils import timezone

from nuanfeng.modules.benefits.models import Programme
from nuanfeng.modules.benefits.queries.offers import Table, day_of, rules_of, table_at
from nuanfeng.modules.benefits.queries.served import ServedMarks, day_begins, served_marks
from nuanfeng.modules.benefits.rules.periods import period_end, period_start, rule_on
from nuanfeng.modules.passes.api import (
    Scanner,
    epoch_number,
    issuer_keys,
    revoked_prefixes,
    sealed,
)
from nuanfeng.modules.stations.api import open_spans_on


@dataclass(frozen=True, slots=True)
class SyncState:
    """The state of one programme for one scanner; names are those of docs/reference/scanner-sync.md."""

    time: str
    epoch: int
    county: str
    keys: Mapping[str, str]
    revoked: list[str]
    service_date: date
    day_ends: datetime
    period: str
    period_start: date
    period_begins: datetime
    period_ends: datetime | None
    serving: list[tuple[datetime, datetime]] | None
    served: ServedMarks
    table: Table
    leased: Mapping[int, int]


def sealed_time(scanner_id: UUID, now: datetime) -> str:
    """The clock that this scanner may use until the next."""
    return sealed({"scanner": str(scanner_id), "time": now.isoformat()}, now=now)


def sync_state(
    *, scanner: Scanner, programme: Programme, leased: Mapping[int, int], served_since: str, now: datetime
) -> SyncState:
    """Everything at once; `leased` is what the scanner holds, by item, `served_since` its last cursor."""
    day = day_of(programme, now)
    county, keys = issuer_keys(now)
    rules = rules_of([programme.pk])[programme.pk]
    start, end = period_start(rules, day), period_end(rules, day)
    return SyncState(
        time=sealed_time(scanner.pk, now),
        epoch=epoch_number(),
        county=county,
        keys={kid: _spki(key) for kid, key in keys.items()},
        revoked=revoked_prefixes(now),
        service_date=day,
        day_ends=day_begins(programme, day + timedelta(days=1)),
        period=rule_on(rules, day).period,
        period_start=start,
        period_begins=day_begins(programme, start),
        period_ends=day_begins(programme, end) if end else None,
        serving=_spans(programme, day),
        served=served_marks(programme=programme, period_start=start, since=served_since, now=now),
        table=table_at(scanner.station_id, programme, service_date=day, now=now),
        leased=leased,
    )


def _spans(programme: Programme, day: date) -> list[tuple[datetime, datetime]] | None:
    """The spans of the service day; None where the programme's hours are not known."""
    spans = open_spans_on(programme.serving_hours, day)
    if spans is None:
        return None
    return [(timezone.make_aware(begins), timezone.make_aware(ends)) for begins, ends in spans]


def _spki(key: Any) -> str:
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return b64encode(der).rstrip(b"=").decode()
