"""Everything that a scanner can say has a word on the county's lists."""

from nuanfeng.modules.benefits.models import REDEMPTION_STATUSES, SCREENING_OUTCOMES
from nuanfeng.modules.insight.desk.words import OUTCOMES, STATUSES


def test_every_amber_and_grey_answer_has_a_word():
    assert set(OUTCOMES) == set(SCREENING_OUTCOMES)


def test_every_state_of_a_hand_out_has_a_word():
    assert set(STATUSES) == set(REDEMPTION_STATUSES)
