"""How long is kept who did what."""

from datetime import UTC, datetime, timedelta

import pytest

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def noted(at: datetime, actor: str = "people.person:1") -> None:
    with unit_of_work():
        audit.record(actor=actor, action="tests.look", subject="tests.thing:1", at=at)


def test_an_entry_a_day_older_than_three_years_goes_and_one_a_day_younger_stays():
    for days in (1, -1):
        noted(NOON - audit.ENTRIES_KEPT - timedelta(days=days))

    assert audit.forget_entries(now=NOON) == 1
    assert AuditEntry.objects.get().at == NOON - audit.ENTRIES_KEPT + timedelta(days=1)


def test_of_an_entry_only_the_kind_of_actor_can_be_kept():
    noted(NOON)
    noted(NOON + timedelta(days=1))

    changed = audit.forget_actors(actions=["tests.look"], since=NOON, until=NOON + timedelta(hours=1))

    assert changed == 1
    actors = AuditEntry.objects.order_by("at").values_list("actor", flat=True)
    assert list(actors) == ["people.person", "people.person:1"]
