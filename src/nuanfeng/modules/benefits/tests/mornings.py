"""A table with breakfast on it today: for pages, which read the clock themselves."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from nuanfeng.kernel import clock
from nuanfeng.modules.benefits.models import StockDay
from nuanfeng.modules.benefits.tests.builders import (
    BREAKFAST,
    BUN,
    MILK,
    a_county_clerk,
    a_master_of,
    a_programme,
    a_rider,
    a_station_with_breakfast,
)
from nuanfeng.modules.benefits.usecases import change_programme, open_stock
from nuanfeng.modules.passes.api import show_pass
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.api import Station


@dataclass
class Morning:
    """One morning at one table."""

    station: Station
    master: Person
    rider: Person
    code: str
    number: str

    @property
    def scan(self) -> str:
        """The address of the scan page."""
        return f"/scan/{self.station.pk}/"

    def left(self, item: str = BUN) -> int:
        """What the count says is left of an item."""
        return StockDay.objects.filter(item__code=item).latest("service_date").remaining


def a_morning(*, buns: int = 86, milks: int = 40, **known: Any) -> Morning:
    """A table with food on it, and a rider with a phone in front of it. `known` is said of the programme."""
    now = clock.now()
    programme = a_programme(**known)
    change_programme(
        programme_id=programme.pk,
        actor=a_county_clerk(),
        now=now,
        starts_on=date(2020, 1, 1),
        serving_hours="",
    )
    station = a_station_with_breakfast(programme=programme, buns=None, milks=None)
    master, rider = a_master_of(station), a_rider()
    if buns or milks:
        portions = {BUN: buns, MILK: milks}
        open_stock(station_id=station.pk, programme=BREAKFAST, portions=portions, actor=master, now=now)
    held = show_pass(person=rider, now=now, limit=1)
    return Morning(station, master, rider, held.slices[0].text, held.number)
