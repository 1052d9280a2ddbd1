"""One use case, one transaction, and somebody recorded as having done it."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import AuditForgotten, bookkeeping, unit_of_work
from nuanfeng.kernel.models import AuditEntry, CalendarDay

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)

pytestmark = pytest.mark.django_db(transaction=True)


@unit_of_work()
def mark_holiday(day: date, *, is_recorded: bool) -> CalendarDay:
    marked = CalendarDay.objects.create(day=day, kind="holiday")
    if is_recorded:
        audit.record(actor=None, action="tests.mark_holiday", subject=marked, at=NOON)
    return marked


@unit_of_work()
def record_then_forget() -> None:
    audit.record(actor=None, action="tests.outer", subject="tests", at=NOON)
    mark_holiday(DAY, is_recorded=False)


@unit_of_work()
def mark_and_stumble() -> float:
    mark_holiday(DAY, is_recorded=True)
    return 1 / 0


def test_a_change_that_is_recorded_is_kept_with_its_entry():
    marked = mark_holiday(DAY, is_recorded=True)

    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.subject) == ("system", f"kernel.calendarday:{marked.pk}")


def test_a_change_that_nobody_recorded_is_not_kept():
    with pytest.raises(AuditForgotten):
        mark_holiday(DAY, is_recorded=False)

    assert not CalendarDay.objects.exists()


def test_an_entry_of_the_inner_use_case_speaks_for_the_outer_one():
    with unit_of_work():
        mark_holiday(DAY, is_recorded=True)

    assert CalendarDay.objects.count() == 1


def test_an_entry_of_the_outer_use_case_does_not_excuse_the_inner_one():
    with pytest.raises(AuditForgotten):
        record_then_forget()

    assert not CalendarDay.objects.exists()
    assert not AuditEntry.objects.exists()


def test_reading_asks_for_no_entry():
    with unit_of_work():
        assert CalendarDay.objects.count() == 0


def test_a_hand_written_statement_is_watched_too():
    with pytest.raises(AuditForgotten), unit_of_work(), connection.cursor() as cursor:
        cursor.execute(
            "WITH given AS (SELECT '2026-01-01' AS day) "
            "INSERT INTO kernel_calendarday (day, kind, name) "
            "SELECT CAST(day AS date), 'holiday', '' FROM given"
        )


def test_the_machinery_may_write_without_an_entry():
    with bookkeeping():
        CalendarDay.objects.create(day=DAY, kind="holiday")

    assert CalendarDay.objects.count() == 1


def test_a_failure_undoes_the_change_and_its_entry():
    with pytest.raises(ZeroDivisionError):
        mark_and_stumble()

    assert not CalendarDay.objects.exists()
    assert not AuditEntry.objects.exists()
