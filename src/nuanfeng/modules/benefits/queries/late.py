"""What is left late in the day, who is first, and what those who want to know are told."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext

from nuanfeng.kernel.errors import N_
from nuanfeng.modules.benefits.models import MealWatch, PickupPoint, Redemption, StockDay
from nuanfeng.modules.benefits.queries.offers import Offer, Table, tables_of
from nuanfeng.modules.benefits.rules import outcomes
from nuanfeng.modules.benefits.rules.late import (
    MISSED_WITHIN,
    WATCHED_FOR,
    LateHours,
    late_begins,
    late_hours,
)
from nuanfeng.modules.people.api import Person

LATER = N_("What is left is there from %(time)s, for whoever comes late.")
FIRST_OTHERS = N_("What is left is kept until %(time)s for those who missed out last time.")
FOR_ALL = N_("What is left is for whoever comes, a second time too.")
YOU_ARE_FIRST = N_("%(count)s left. You missed out last time: until %(time)s they are kept for you.")
YOU_FROM = N_("%(count)s left. From %(time)s they are for everybody.")
YOU_NOW = N_("%(count)s left, for whoever comes.")
NONE_LEFT = N_("Nothing is left today. If you had none, you are among the first next time.")


@dataclass(frozen=True, slots=True)
class LateLine:
    """What somebody who asked is told of a table. `is_good` where they can go now."""

    station_id: int
    station: str
    programme: str
    sentence: str
    is_good: bool


def late_hours_at(
    *, programme_id: int, station_id: int, day: date, late_from: time, starts_at: time
) -> LateHours:
    """The late hours of a table on a service day."""
    begins = timezone.make_aware(late_begins(day, late_from, starts_at))
    return late_hours(begins, _people_who_missed_out(programme_id, station_id, day, starts_at))


def late_hours_of(offer: Offer, *, station_id: int, day: date, now: datetime) -> LateHours | None:
    """The late hours that run at a station, or None where they have not begun or there are none."""
    if offer.late_from is None:
        return None
    begins = timezone.make_aware(late_begins(day, offer.late_from, offer.service_day_starts_at))
    if now < begins:
        return None
    return late_hours_at(
        programme_id=offer.programme_id,
        station_id=station_id,
        day=day,
        late_from=offer.late_from,
        starts_at=offer.service_day_starts_at,
    )


def late_sentence(table: Table, now: datetime) -> str:
    """What everybody may read of a table's late hours; empty where there is nothing to say."""
    hours = _hours(table)
    if hours is None or left_at(table) == 0 or not _is_to_come(table, hours, now):
        return ""
    if now < hours.begins:
        return gettext(LATER) % {"time": _clock(hours.begins)}
    if not hours.is_for_all(now):
        return gettext(FIRST_OTHERS) % {"time": _clock(hours.for_all)}
    return gettext(FOR_ALL)


def late_lines_for(person: Person, *, now: datetime) -> list[LateLine]:
    """What somebody who asked to be told reads, of every table that they asked about; the good ones first."""
    watches = MealWatch.objects.filter(person=person, asked_again_at__gt=now - WATCHED_FOR)
    points = dict(watches.values_list("point__station_id", "point__station__name"))
    wanted = set(watches.values_list("point__station_id", "point__programme_id"))
    if not wanted:
        return []
    lines = (
        _line(table, points[table.station_id], person, now)
        for table in tables_of(points, now=now)
        if (table.station_id, table.programme.pk) in wanted
    )
    return sorted((line for line in lines if line is not None), key=lambda line: not line.is_good)


def watched_points(person: Person, *, now: datetime) -> dict[int, datetime]:
    """Until when a person is told of what is left, by the number of the pickup point."""
    watches = MealWatch.objects.filter(person=person, asked_again_at__gt=now - WATCHED_FOR)
    return {point: at + WATCHED_FOR for point, at in watches.values_list("point_id", "asked_again_at")}


def points_with_leftovers(station_id: int) -> list[PickupPoint]:
    """Where one can ask to be told what is left at a station: its programmes with late hours."""
    points = PickupPoint.objects.filter(station_id=station_id, is_active=True, programme__is_active=True)
    late = points.filter(programme__late_from__isnull=False).select_related("programme")
    return list(late.order_by("programme__code"))


def left_at(table: Table) -> int | None:
    """How many portions lie there by the count; None where nobody counted today."""
    counted = [0 if on.is_closed else on.remaining for on in table.items if on.remaining is not None]
    return sum(counted) if counted else None


def _hours(table: Table) -> LateHours | None:
    programme = table.programme
    if programme.late_from is None:
        return None
    return late_hours_at(
        programme_id=programme.pk,
        station_id=table.station_id,
        day=table.service_date,
        late_from=programme.late_from,
        starts_at=programme.service_day_starts_at,
    )


def _is_to_come(table: Table, hours: LateHours, now: datetime) -> bool:
    """Whether it is worth saying: the late hours lie ahead, or it is handed out at this moment."""
    serving = table.serving
    if serving is None or serving.is_serving:
        return True
    return serving.ends is not None and now < hours.begins


def _line(table: Table, station: str, person: Person, now: datetime) -> LateLine | None:
    hours, left = _hours(table), left_at(table)
    if hours is None or left is None or not _is_to_come(table, hours, now):
        return None
    sentence, is_good = _said(hours, left, person.pk, now)
    return LateLine(table.station_id, station, str(table.programme), sentence, is_good)


def _said(hours: LateHours, left: int, person_id: int, now: datetime) -> tuple[str, bool]:
    """What this person is told, and whether it is worth going now."""
    count = {"count": str(left)}
    if not left:
        return gettext(NONE_LEFT), False
    if now < hours.begins:
        return gettext(LATER) % {"time": _clock(hours.begins)}, False
    if hours.is_for_all(now):
        return gettext(YOU_NOW) % count, True
    text = YOU_FROM if hours.is_held_back(person_id, now) else YOU_ARE_FIRST
    return gettext(text) % {**count, "time": _clock(hours.for_all)}, text == YOU_ARE_FIRST


def _people_who_missed_out(programme_id: int, station_id: int, day: date, starts_at: time) -> set[int]:
    """Who had asked to be told before the table was last there, got nothing then, and nothing today."""
    opened = StockDay.objects.filter(station_id=station_id, item__programme_id=programme_id)
    before = opened.filter(service_date__lt=day, service_date__gte=day - MISSED_WITHIN)
    last = before.aggregate(last=Max("service_date"))["last"]
    if last is None:
        return set()
    over = timezone.make_aware(datetime.combine(last + timedelta(days=1), starts_at))
    watching = MealWatch.objects.filter(
        point__station_id=station_id, point__programme_id=programme_id, since__lt=over
    )
    people = set(watching.values_list("person_id", flat=True))
    served = Redemption.objects.filter(
        person_id__in=people, programme_id=programme_id, service_date__in=[last, day]
    ).exclude(status=outcomes.VOID)
    return people - {person for person in served.values_list("person_id", flat=True) if person is not None}


def _clock(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.hour}:{local.minute:02d}"
