"""What a number, a nickname and a code must be. Plain values in, an answer out."""

import math
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta

import phonenumbers
from phonenumbers import PhoneNumberType

from nuanfeng.kernel.errors import N_, Refusal

NICKNAME_LENGTH_MAX = 20
KINDS_OF_WORK = {
    "courier": N_("Courier"),
    "rider": N_("Delivery rider"),
    "car_driver": N_("Ride-hailing driver"),
    "truck_driver": N_("Truck driver"),
    "warehouse": N_("Warehouse worker"),
    "other": N_("Something else"),
}

CODE_DIGITS = 6
CODE_LIFETIME = timedelta(minutes=10)
TRIES_MAX = 5
# So many codes go to one number within so long.
CODE_LIMITS = (
    (1, timedelta(minutes=1)),
    (5, timedelta(hours=1)),
    (10, timedelta(days=1)),
)
# A number that nobody signed in with for so long is erased by itself.
UNUSED_KEPT = timedelta(days=2 * 365 + 1)
CODES_REMEMBERED = max(span for _count, span in CODE_LIMITS)

# A station's Wi-Fi puts many people behind one address: the address is slowed down, never shut out.
ADDRESS_CODES_FREE = 20
ADDRESS_SPAN = timedelta(minutes=10)
ADDRESS_PAUSE = timedelta(seconds=20)

# How long the second step of a person in the office counts: a working day.
SECOND_FACTOR_LIFETIME = timedelta(hours=12)

_SENDABLE = {
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.PERSONAL_NUMBER,
    PhoneNumberType.UNKNOWN,
}

CODE_WRONG = "code_wrong"
CODE_SPENT = Refusal(
    "code_spent", N_("This code was tried five times and no longer works. Please ask for a new one.")
)
CODE_OLD = Refusal("code_old", N_("This code is older than ten minutes. Please ask for a new one."))
CODE_USED = Refusal("code_used", N_("This code has been used already. Please ask for a new one."))


def e164(text: str, *, country: str, is_demo: bool = False) -> str:
    """The number as `+8613800138000`, or empty where no text message can reach it.

    A number without a country code belongs to `country`. The demo county takes every number of the
    right length, because its own belong to nobody.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        number = phonenumbers.parse(plain, country)
    except phonenumbers.NumberParseException:
        return ""
    if number.extension:
        return ""
    if is_demo:
        is_good = phonenumbers.is_possible_number(number)
    else:
        is_good = phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) in _SENDABLE
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if is_good else ""


def masked(phone: str) -> str:
    """`138 **** 8000`: enough for its owner to know it, too little for anyone else."""
    digits = phone.removeprefix("+86")
    if not digits:
        return ""
    return f"{digits[:3]} **** {digits[-4:]}"


def grouped(phone: str) -> str:
    """`138 0013 8000`, or `+852 6123 4567` from abroad: for the person who typed it."""
    digits = phone.removeprefix("+86")
    if digits != phone:
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}".strip()
    number = phonenumbers.parse(phone, None)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def needs_welcome(*, nickname: str, has_agreed: bool, is_demo: bool) -> bool:
    """Whether a person still has to say how they are called and whether they agree."""
    return not nickname or not (has_agreed or is_demo)


def clean_nickname(text: str) -> str:
    """The nickname without spaces around it, control characters and invisible marks."""
    shown = "".join(
        letter
        for letter in unicodedata.normalize("NFC", text)
        if not unicodedata.category(letter).startswith("C")
    )
    return " ".join(shown.split())


def refusal_to_send_code(*, sent: Sequence[datetime], now: datetime) -> Refusal | None:
    """Whether one more code may go to a number that got codes at these times."""
    waits = []
    for count, span in CODE_LIMITS:
        within = sorted(at for at in sent if at > now - span)
        if len(within) >= count:
            waits.append(within[-count] + span - now)
    if not waits:
        return None
    return _wait("code_too_soon", max(waits))


def code_sent_just_now() -> Refusal:
    """What the second of two requests in the same moment is told."""
    return _wait("code_too_soon", CODE_LIMITS[0][1])


def _wait(code: str, wait: timedelta) -> Refusal:
    seconds = max(1, math.ceil(wait.total_seconds()))
    if seconds <= 90:
        return Refusal(
            code,
            N_("A code has just been sent to this number. You can ask again in %(seconds)s s."),
            {"seconds": seconds, "wait_seconds": seconds},
        )
    if seconds <= 90 * 60:
        return Refusal(
            code,
            N_("Many codes were sent to this number. You can ask again in %(minutes)s min."),
            {"minutes": math.ceil(seconds / 60), "wait_seconds": seconds},
        )
    return Refusal(
        code,
        N_("Many codes were sent to this number today. You can ask again in %(hours)s h."),
        {"hours": math.ceil(seconds / 3600), "wait_seconds": seconds},
    )


def seconds_to_pause(*, recent: int, pausing_since: datetime | None, now: datetime) -> int:
    """How long a person behind a busy address still waits; 0 for go on.

    `recent` counts the codes asked for from the address lately; `pausing_since` is when this person
    was first asked to wait.
    """
    if recent < ADDRESS_CODES_FREE:
        return 0
    since = pausing_since if pausing_since is not None and pausing_since <= now else now
    return max(0, math.ceil((since + ADDRESS_PAUSE - now).total_seconds()))


def refusal_to_try_code(
    *, sent_at: datetime, tries: int, used_at: datetime | None, now: datetime
) -> Refusal | None:
    """Whether a code may be tried at all."""
    if used_at is not None:
        return CODE_USED
    if tries >= TRIES_MAX:
        return CODE_SPENT
    if now - sent_at > CODE_LIFETIME:
        return CODE_OLD
    return None


def wrong_code(tries: int) -> Refusal:
    """What to say after a wrong code, the tries that are left included."""
    left = TRIES_MAX - tries
    if left <= 0:
        return CODE_SPENT
    return Refusal(
        CODE_WRONG, N_("This is not the code that was sent. Tries left: %(left)s."), {"left": left}
    )


def plain_code(typed: str) -> str:
    """The digits of a typed code, whatever the keyboard made of them."""
    return "".join(unicodedata.normalize("NFKC", typed).split()).replace("-", "")
