"""What the written rule says of a door, whatever happens in whatever order."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from nuanfeng.modules.stations.rules.door import DoorFacts, door_state
from nuanfeng.modules.stations.rules.reports import Said, adds_nothing, is_believed
from nuanfeng.modules.stations.tests.builders import NOON

DAY_BEGAN = NOON.replace(hour=3)
minutes = st.integers(0, 60 * 24 * 200)
moments = st.one_of(st.none(), minutes.map(lambda count: NOON - timedelta(minutes=count)))
facts = st.builds(
    DoorFacts,
    is_open_by_hours=st.sampled_from([True, False, None]),
    is_doubtful=st.booleans(),
    confirmed_at=moments,
    active_at=moments,
    active_kind=st.sampled_from(["hand_out", "visit", "opened"]),
    said_open_at=moments,
    said_closed_at=moments,
    heard_locked_at=moments,
    locked_since=moments,
)


def at(known: DoorFacts, now=NOON):
    return door_state(known, now=now, service_day_began=DAY_BEGAN)


def ago(**time):
    return NOON - timedelta(**time)


OPEN = DoorFacts(is_open_by_hours=True, confirmed_at=ago(days=3))


def test_somebody_who_was_there_twelve_minutes_ago_makes_it_open():
    state = at(replace(OPEN, active_at=ago(minutes=12), active_kind="visit"))
    assert (state.word, state.because, state.since) == ("open", "alive", ago(minutes=12))


def test_two_hours_later_it_only_should_be_open():
    state = at(replace(OPEN, active_at=ago(hours=2, minutes=30), active_kind="visit"))
    assert (state.word, state.because) == ("likely", "hours")


def test_hours_confirmed_lately_say_that_it_should_be_open():
    assert at(OPEN).word == "likely"


def test_hours_that_nobody_confirmed_for_three_months_say_little():
    state = at(DoorFacts(is_open_by_hours=True, confirmed_at=ago(days=90)))
    assert (state.word, state.because) == ("unsure", "stale")


def test_hours_that_nobody_checked_and_hours_that_nobody_knows_leave_it_open():
    assert at(replace(OPEN, is_doubtful=True)).because == "doubtful"
    assert (at(DoorFacts(is_open_by_hours=None)).word, at(DoorFacts(None)).because) == ("unsure", "unknown")


def test_one_person_before_a_locked_door_makes_it_unsure_until_somebody_is_there_again():
    heard = replace(OPEN, heard_locked_at=ago(minutes=20))
    assert (at(heard).word, at(heard).because, at(heard).since) == ("unsure", "heard", ago(minutes=20))
    assert at(replace(heard, active_at=ago(minutes=5), active_kind="visit")).word == "open"


def test_what_one_person_said_yesterday_is_forgotten_today():
    assert at(replace(OPEN, heard_locked_at=ago(hours=10))).word == "likely"


def test_believed_reports_outweigh_every_older_sign():
    locked = replace(OPEN, active_at=ago(minutes=30), active_kind="hand_out", locked_since=ago(minutes=10))
    assert (at(locked).word, at(locked).because) == ("unsure", "locked")
    assert at(locked).worth <= 0.2
    assert at(replace(locked, active_at=ago(minutes=2))).word == "open"


def test_outside_its_hours_it_is_closed_unless_the_people_there_opened_it():
    night = DoorFacts(is_open_by_hours=False)
    assert (at(night).word, at(night).because) == ("closed", "outside")
    visited = replace(night, active_at=ago(minutes=3), active_kind="visit")
    assert at(visited).word == "closed", "somebody may stand before a locked door"
    opened = replace(night, active_at=ago(minutes=3), active_kind="opened", said_open_at=ago(minutes=3))
    assert at(opened).word == "open"


def test_shut_today_closes_it_until_three_in_the_morning_or_until_somebody_is_served():
    shut = replace(OPEN, said_closed_at=ago(hours=2))
    assert (at(shut).word, at(shut).because) == ("closed", "shut")
    assert at(replace(shut, said_closed_at=ago(hours=10))).word == "likely"
    assert at(replace(shut, active_at=ago(hours=1), active_kind="hand_out")).word == "open"
    assert at(replace(shut, said_open_at=ago(hours=1), active_at=ago(hours=1))).word == "open"


@given(facts, minutes)
def test_a_newer_sign_of_life_never_lowers_the_worth(known, newer):
    alive = known.active_at or ago(days=300)
    at_ = min(alive + timedelta(minutes=newer), NOON)
    assert at(replace(known, active_at=at_)).worth >= at(known).worth - 1e-12


@given(facts, minutes)
def test_a_report_never_raises_the_worth(known, when):
    said = NOON - timedelta(minutes=when)
    latest = max((each for each in (known.heard_locked_at, said) if each), default=said)
    assert at(replace(known, heard_locked_at=latest)).worth <= at(known).worth + 1e-12
    if known.locked_since is None:
        assert at(replace(known, locked_since=said)).worth <= at(known).worth + 1e-12


def test_a_second_report_lowers_what_the_first_had_lowered():
    heard = DoorFacts(is_open_by_hours=None, active_at=ago(minutes=217), heard_locked_at=ago(minutes=30))
    assert 0.19 < at(heard).worth < 0.2
    assert at(replace(heard, locked_since=ago(minutes=30))).worth <= at(heard).worth


@given(facts, st.integers(1, 60 * 15))
def test_time_alone_never_makes_anybody_surer(known, later):
    assert at(known, NOON + timedelta(minutes=later)).worth <= at(known).worth + 1e-12


# ---- Reports


def said(sender, address, minutes_ago=0):
    return Said(sender, address, ago(minutes=minutes_ago))


def test_two_people_from_two_addresses_within_an_hour_are_believed():
    assert is_believed([said("a", "1", 40), said("b", "2")], now=NOON)
    assert not is_believed([said("a", "1", 61), said("b", "2")], now=NOON)
    assert not is_believed([said("a", "1", 40), said("a", "2")], now=NOON)


def test_behind_one_address_it_takes_three():
    wifi = [said("a", "1", 9), said("b", "1", 5)]
    assert not is_believed(wifi, now=NOON)
    assert is_believed([*wifi, said("c", "1")], now=NOON)


def test_a_thousand_reports_from_one_address_count_as_three():
    kept: list[Said] = []
    for number in range(1000):
        one = said(f"phone {number}", "1")
        if not adds_nothing(one, kept):
            kept.append(one)
    assert len(kept) == 3
    assert not adds_nothing(said("phone", "another"), kept)
