"""Replace a person's screen handle: because they ask, or because it has been used long enough."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.passes import policies
from nuanfeng.modules.passes.models import Handle
from nuanfeng.modules.passes.rules.periods import SLICES_LAST, is_handle_stale
from nuanfeng.modules.passes.usecases.issue_screen_handle import a_new_handle
from nuanfeng.modules.people.api import Person


@unit_of_work()
def rotate_handle(*, person: Person, now: datetime, at_once: bool = True) -> Handle:
    """A new handle for the person's screen.

    Asked for by the person the old one stops at once. In the routine (`at_once=False`) it counts for
    two more days, because another phone of theirs may be without a network and still show it. What
    another phone changed in the same moment is not changed again.
    """
    refuse_if(policies.refusal_to_hold_pass(person))
    living = Handle.objects.filter(person=person, kind="screen", revoked_at__isnull=True)
    old = living.select_for_update().first()
    if old is None and (new := living.first()):  # made while this one waited for the row
        return new
    if old is not None and not at_once and not is_handle_stale(created_at=old.created_at, now=now):
        return old
    living.update(revoked_at=now if at_once else now + SLICES_LAST)
    if at_once:
        Handle.objects.filter(person=person, kind="screen", revoked_at__gt=now).update(revoked_at=now)
    held = a_new_handle(person_id=person.pk, kind="screen", now=now)
    held.save(force_insert=True)
    audit.record(
        actor=person, action="passes.rotate_handle", subject=held, at=now, details={"at_once": at_once}
    )
    return held
