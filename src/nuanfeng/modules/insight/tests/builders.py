"""A breakfast morning with everything that a county counts, made through use cases."""

from datetime import timedelta

from django.test import Client

from nuanfeng.kernel import clock
from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.benefits.api import check_pass
from nuanfeng.modules.benefits.tests.builders import (
    a_code_of,
    a_guest_meal,
    a_rider,
    a_scanner_at,
    a_station_with_breakfast,
    at,
    redeem,
)
from nuanfeng.modules.benefits.usecases import void_redemption
from nuanfeng.modules.insight.usecases import fold_figures
from nuanfeng.modules.organisations.tests.builders import a_clerk
from nuanfeng.modules.organisations.tests.builders import at_the_office as a_clerk_at_the_office
from nuanfeng.modules.stations.api import Station

__all__ = ["a_clerk", "a_morning", "a_quiet_station", "at", "at_the_office", "redeem"]


def a_quiet_station(name: str = "泉塘骑手之家") -> Station:
    """A station with breakfast that nobody came to yet."""
    return a_station_with_breakfast(name)


def a_morning(name: str = "星沙骑手之家", *, day: int = 9) -> Station:
    """Two riders collect, one again; a guest eats; one hand-out is undone; one code is shown twice."""
    station = a_station_with_breakfast(name, day=day)
    scanner = a_scanner_at(station)
    wang, zhao = a_rider("王大力"), a_rider("赵铁柱")
    redeem(station, wang, by=scanner, at=at(6, 40, day=day))
    redeem(station, zhao, by=scanner, at=at(6, 50, day=day))
    redeem(station, wang, by=scanner, at=at(7, 20, day=day), give_anyway=True, reason="hungry")
    a_guest_meal(station, by=scanner, at=at(7, 30, day=day))
    slip = redeem(station, a_rider("孙满仓"), by=scanner, at=at(7, 40, day=day))
    moment = at(7, 40, day=day) + timedelta(seconds=20)
    void_redemption(redemption_id=slip.id, actor=scanner, now=moment)
    for minute in (8, 12):
        moment = at(8, minute, day=day)
        check_pass(
            id=new_id(),
            station_id=station.pk,
            programme="breakfast",
            code=a_code_of(zhao, at=moment),
            actor=scanner,
            now=moment,
        )
    return station


def at_the_office() -> Client:
    """A clerk's browser after both steps; the worker has run since the last hand-out."""
    fold_figures(now=clock.now())
    return a_clerk_at_the_office()
