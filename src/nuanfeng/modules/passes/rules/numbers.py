"""The ten-digit number beside a pass: nine random digits and a check digit (ISO 7064 Mod 11,10)."""

import unicodedata

from stdnum.iso7064 import mod_11_10

from nuanfeng.kernel.errors import N_, Refusal

DIGITS = 10
RANDOM_MAX = 10 ** (DIGITS - 1)
LOOKS_LIKE_MAX = 40
_DROPPED = dict.fromkeys(map(ord, " -\u00a0\u2009\u202f\u3000\t\r\n"))


def number_from(random: int) -> str:
    """The number made from a random integer below 10⁹."""
    if not 0 <= random < RANDOM_MAX:
        raise ValueError("nine digits are wanted")
    start = f"{random:0{DIGITS - 1}d}"
    return start + str(mod_11_10.calc_check_digit(start))


def read_number(typed: str) -> str | Refusal:
    """The number that somebody typed, or what is wrong with it.

    Spaces, hyphens and full-width digits are fine: they come from how numbers are printed and typed.
    """
    digits = unicodedata.normalize("NFKC", typed[:80]).translate(_DROPPED)
    if not digits:
        return Refusal("number_empty", N_("Type the ten digits below the code."))
    if not (digits.isascii() and digits.isdigit()):
        return Refusal(
            "number_not_digits", N_("A number has digits only. Read out the ten digits below the code.")
        )
    if len(digits) != DIGITS:
        return Refusal(
            "number_wrong_length",
            N_("A number has ten digits, this one has %(count)s."),
            params={"count": len(digits)},
        )
    if not mod_11_10.is_valid(digits):
        return Refusal(
            "number_mistyped", N_("One digit is wrong. Compare it with the number and type it again.")
        )
    return digits


def looks_like_number(text: str) -> bool:
    """Whether a text was meant as a number: short, and mostly digits."""
    if len(text) > LOOKS_LIKE_MAX:
        return False
    plain = unicodedata.normalize("NFKC", text).translate(_DROPPED)
    return 2 * sum(sign.isdigit() for sign in plain) > len(plain)


def group_number(number: str) -> str:
    """How a number is shown and printed: 123 456 7890."""
    return f"{number[:3]} {number[3:6]} {number[6:]}"
