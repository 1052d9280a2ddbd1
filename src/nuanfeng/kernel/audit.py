"""Who did what, and when: part of every use case's own transaction."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from nuanfeng.kernel.db import bookkeeping, note_audit
from nuanfeng.kernel.models import AuditEntry

ENTRIES_KEPT = timedelta(days=3 * 365 + 1)


def name_of(thing: models.Model | str | None) -> str:
    """The number that stands for an actor or a subject: `people.person:12`, or `system`."""
    if thing is None:
        return "system"
    if isinstance(thing, str):
        return thing
    return f"{thing._meta.label_lower}:{thing.pk}"


def record(
    *,
    actor: models.Model | str | None,
    action: str,
    subject: models.Model | str,
    at: datetime,
    details: dict[str, Any] | None = None,
) -> None:
    """Write the entry that `unit_of_work` insists on.

    `action` is `module.use_case`; `details` holds plain values and never a name or a number of a
    person.
    """
    AuditEntry.objects.create(
        at=at, actor=name_of(actor), action=action, subject=name_of(subject), details=details or {}
    )
    note_audit()


def record_looks(
    *,
    actor: models.Model,
    action: str,
    subjects: Collection[models.Model],
    at: datetime,
    details: dict[str, Any],
) -> int:
    """Write that somebody looked at these rows, once a day for each; returns how many are new.

    A page that is opened again is the same look: whoever reads who looked wants days, not clicks.
    """
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    wanted = {name_of(subject) for subject in subjects} - {name_of(actor)}
    today = AuditEntry.objects.filter(actor=name_of(actor), action=action, at__gte=midnight)
    new = sorted(wanted - set(today.filter(subject__in=wanted).values_list("subject", flat=True)))
    if new:
        with bookkeeping():
            AuditEntry.objects.bulk_create(
                AuditEntry(at=at, actor=name_of(actor), action=action, subject=subject, details=details)
                for subject in new
            )
    return len(new)


def forget_actors(*, actions: Collection[str], since: datetime, until: datetime) -> int:
    """Keep of entries of that time only what kind of actor it was; returns how many changed.

    For entries whose actor leads back to a place that the row itself no longer names.
    """
    entries = AuditEntry.objects.filter(at__gte=since, at__lt=until, action__in=actions, actor__contains=":")
    kinds = {actor.partition(":")[0] for actor in entries.values_list("actor", flat=True).distinct()}
    return sum(entries.filter(actor__startswith=f"{kind}:").update(actor=kind) for kind in sorted(kinds))


def forget_entries(*, now: datetime) -> int:
    """Delete entries older than three years; returns how many."""
    with bookkeeping():
        forgotten, _each = AuditEntry.objects.filter(at__lt=now - ENTRIES_KEPT).delete()
    return forgotten
