"""How long a hand-out knows its place and its person."""

from datetime import date, timedelta

PLACES_KEPT_DAYS = 30
PEOPLE_KEPT_DAYS = 90
# A record that came late is left alone until every check that looks back has seen it.
LEFT_ALONE = timedelta(days=7)
LOOKED_BACK = timedelta(days=60)


def first_day_with_places(today: date) -> date:
    """The first service day whose hand-outs still say where they were."""
    return today - timedelta(days=PLACES_KEPT_DAYS)


def first_day_with_people(today: date) -> date:
    """The first service day whose hand-outs still say whose they were."""
    return today - timedelta(days=PEOPLE_KEPT_DAYS)
