"""Change one's own nickname and kind of work."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import N_, Refusal, Refused
from nuanfeng.modules.people import rules
from nuanfeng.modules.people.models import Person

NICKNAME_MISSING = Refusal("nickname_missing", N_("Please give a nickname of at most 20 characters."))
WORK_UNKNOWN = Refusal("work_unknown", N_("Please choose one of the kinds of work, or none."))


@unit_of_work()
def change_profile(*, person: Person, nickname: str, kind_of_work: str, now: datetime) -> Person:
    """A person changes what is kept of themselves; the same again changes nothing."""
    nickname = rules.clean_nickname(nickname)
    if not 0 < len(nickname) <= rules.NICKNAME_LENGTH_MAX:
        raise Refused(NICKNAME_MISSING)
    if kind_of_work and kind_of_work not in rules.KINDS_OF_WORK:
        raise Refused(WORK_UNKNOWN)
    kept = Person.objects.select_for_update().get(pk=person.pk)
    if (kept.nickname, kept.kind_of_work) == (nickname, kind_of_work):
        return kept
    kept.nickname, kept.kind_of_work = nickname, kind_of_work
    kept.save(update_fields=["nickname", "kind_of_work"])
    audit.record(actor=person, action="people.change_profile", subject=kept, at=now)
    return kept
