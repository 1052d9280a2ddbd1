"""From what a scanner sends to a person: few queries, an answer for everything."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuanfeng.modules.passes.queries import scanned, verify_scanned
from nuanfeng.modules.passes.queries.keys import forget_trust
from nuanfeng.modules.passes.rules.nf1 import write_text
from nuanfeng.modules.passes.rules.outcomes import SENTENCES
from nuanfeng.modules.passes.tests import vectors
from nuanfeng.modules.passes.tests.builders import a_county, a_pass, a_person, in_minutes

pytestmark = pytest.mark.django_db


def test_a_scan_is_one_query_once_the_keys_are_known(django_assert_num_queries):
    a_county()
    shown = a_pass()
    forget_trust()
    with django_assert_num_queries(3):  # the county, its keys, the handle
        verify_scanned(shown.slices[0].text, now=in_minutes(1))
    with django_assert_num_queries(1):
        assert verify_scanned(shown.slices[0].text, now=in_minutes(1)).outcome == "ok"
    with django_assert_num_queries(1):
        assert verify_scanned(shown.number, now=in_minutes(1)).outcome == "ok"


def test_a_process_that_knows_older_keys_looks_again(django_assert_num_queries):
    a_county()
    verify_scanned(write_text(vectors.a_token()), now=in_minutes(0))
    shown = a_pass()
    assert verify_scanned(shown.slices[0].text, now=in_minutes(1)).outcome == "ok"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\t"])
def test_what_a_hand_scanner_adds_after_the_code_does_no_harm(ending):
    a_county()
    assert verify_scanned(a_pass().slices[0].text + ending, now=in_minutes(1)).outcome == "ok"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1234567890", "number_mistyped"),
        ("123 456", "number_wrong_length"),
        ("1234567897", "number_unknown"),
        ("12345678X7", "number_not_digits"),
    ],
)
def test_a_wrong_number_gets_a_sentence(typed, code):
    said = verify_scanned(typed, now=in_minutes(0))
    assert (said.outcome, said.reason, said.refusal.code) == ("not_ours", code, code)
    assert said.refusal.sentence % dict(said.refusal.params)


@pytest.mark.parametrize(
    ("text", "outcome", "reason"),
    [
        ("", "not_ours", "no_prefix"),
        ("https://example.org/?id=1234567897", "not_ours", "no_prefix"),
        (write_text(vectors.a_token()), "not_ours", "unknown_key"),
        (write_text(vectors.a_token(payload=vectors.a_payload(county="110101"))), "other_county", ""),
    ],
)
def test_what_is_not_ours_tells_no_person(text, outcome, reason):
    a_county()
    said = verify_scanned(text, now=in_minutes(0))
    assert (said.outcome, said.reason, said.person_id) == (outcome, reason, None)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(text=st.text(max_size=60) | st.from_regex(r"\A[0-9 ]{8,14}\Z"))
def test_anything_at_all_gets_an_outcome_that_has_a_sentence(text):
    assert SENTENCES[scanned.verify_scanned(text, now=in_minutes(0)).outcome]


def test_a_person_is_found_by_either_way():
    a_county()
    rider = a_person()
    shown = a_pass(rider)
    ways = {verify_scanned(what, now=in_minutes(1)) for what in (shown.slices[0].text, shown.number)}
    assert {way.person_id for way in ways} == {rider.pk}
    assert len({way.handle_id for way in ways}) == 1
