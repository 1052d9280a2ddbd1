"""How many people were served, also on days whose people nobody knows any more."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from nuanfeng.kernel import clock
from nuanfeng.modules.benefits.models import Programme
from nuanfeng.modules.benefits.rules import retention
from nuanfeng.modules.benefits.tests.builders import a_programme
from nuanfeng.modules.insight import rules
from nuanfeng.modules.insight.models import StationDay
from nuanfeng.modules.insight.tests.builders import a_quiet_station, at_the_office

pytestmark = pytest.mark.django_db


def days_ago(days: int) -> date:
    return timezone.localtime(clock.now()).date() - timedelta(days=days)


def people_on(day: date) -> list[str]:
    """The row of a day, and the sum below it."""
    page = at_the_office().get(reverse("insight:people"), {"first": day, "last": day})
    listing = page.context["listing"]
    return [row[1].shown for row in (*page.context["rows"], listing.total)]


def test_a_day_whose_people_are_forgotten_keeps_its_count():
    station, programme = a_quiet_station(), Programme.objects.get()
    day = days_ago(retention.PEOPLE_KEPT_DAYS + 1)
    StationDay.objects.create(station=station, programme=programme, service_date=day, counted=7)

    assert people_on(day) == ["7", ""]


def test_with_two_programmes_nobody_can_say_how_many_people_it_was():
    station, programme = a_quiet_station(), Programme.objects.get()
    day = days_ago(retention.PEOPLE_KEPT_DAYS + 1)
    for each in (programme, a_programme("dinner")):
        StationDay.objects.create(station=station, programme=each, service_date=day, counted=7)

    assert people_on(day) == ["", ""]


def test_a_day_younger_is_counted_from_its_people():
    a_quiet_station()
    assert people_on(days_ago(retention.PEOPLE_KEPT_DAYS)) == ["0", "0"]


def test_the_figures_know_how_long_hand_outs_remember():
    assert (rules.PLACES_KEPT_DAYS, rules.PEOPLE_KEPT_DAYS) == (
        retention.PLACES_KEPT_DAYS,
        retention.PEOPLE_KEPT_DAYS,
    )
