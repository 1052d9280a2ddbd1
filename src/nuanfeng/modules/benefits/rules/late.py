"""What is left late in the day: when it is there for those who come late, and who is first.

Pure. Until that hour a programme is handed out by its rule. From it on what nobody has taken is for
whoever comes, a second time too: for the first minutes for those who missed out the time before.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from nuanfeng.kernel.errors import N_, Refusal

# Long enough to come from a delivery nearby, short enough that nothing gets cold.
FIRST_FOR = timedelta(minutes=20)
# Who missed out longer ago than this has been forgotten by then: no such list is kept.
MISSED_WITHIN = timedelta(days=14)
WATCHED_FOR = timedelta(days=30)

NO_LEFTOVERS = Refusal("no_leftovers", N_("This station does not say what is left late in the day."))


@dataclass(frozen=True, slots=True)
class LateHours:
    """From `begins` on those who missed out may come, from `for_all` on everybody, a second time too.

    `first` are the numbers of those who missed out and had nothing today; with none of them nobody waits.
    """

    begins: datetime
    for_all: datetime
    first: Set[int] = frozenset()

    def is_held_back(self, person_id: int, now: datetime) -> bool:
        """Whether what is left waits for others. A question to whoever stands there, and no refusal."""
        return self.begins <= now < self.for_all and person_id not in self.first

    def is_for_all(self, now: datetime) -> bool:
        """Whether it is there for everybody, whoever had theirs already too."""
        return now >= self.for_all


def late_hours(begins: datetime, first: Set[int]) -> LateHours:
    """The hours of a day that begin at a moment, with those who are first."""
    return LateHours(begins, begins + FIRST_FOR if first else begins, first)


def late_begins(day: date, late_from: time, service_day_starts_at: time) -> datetime:
    """The local moment on a service day: an hour before the day's own start belongs to the night after it."""
    begins = datetime.combine(day, late_from)
    return begins + timedelta(days=1) if late_from < service_day_starts_at else begins
