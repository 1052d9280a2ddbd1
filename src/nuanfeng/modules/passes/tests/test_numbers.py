"""The ten digits that are read out when a code cannot be scanned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanfeng.modules.passes.rules.numbers import DIGITS, RANDOM_MAX, group_number, number_from, read_number

randoms = st.integers(0, RANDOM_MAX - 1)


@given(randoms)
def test_every_number_is_ten_digits_and_reads_back(random):
    number = number_from(random)
    assert len(number) == DIGITS
    assert read_number(number) == number


@given(randoms)
def test_a_number_reads_back_as_it_is_shown(random):
    number = number_from(random)
    assert read_number(group_number(number)) == number


@pytest.mark.parametrize(
    "typed",
    ["1234567897", "123 456 7897", "123-456-7897", " 1234567897\n", "１２３４５６７８９７", "123　456　7897"],
)
def test_spaces_hyphens_and_full_width_digits_are_fine(typed):
    assert read_number(typed) == "1234567897"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "number_empty"),
        ("  ", "number_empty"),
        ("12345", "number_wrong_length"),
        ("12345678971", "number_wrong_length"),
        ("1" * 100, "number_wrong_length"),
        ("123456789X", "number_not_digits"),
        ("一二三四五六七八九十", "number_not_digits"),
        ("１२३४५६७८९७", "number_not_digits"),
        ("1234567890", "number_mistyped"),
    ],
)
def test_what_is_wrong_with_a_number_is_said(typed, code):
    assert read_number(typed).code == code


@given(randoms, st.integers(0, DIGITS - 1), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(random, at, change):
    number = number_from(random)
    wrong = number[:at] + str((int(number[at]) + change) % 10) + number[at + 1 :]
    assert read_number(wrong).code == "number_mistyped"


@pytest.mark.parametrize("random", [-1, RANDOM_MAX])
def test_a_number_is_made_of_nine_digits_only(random):
    with pytest.raises(ValueError, match="nine digits"):
        number_from(random)
