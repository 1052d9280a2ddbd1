"""Six digits for a door that change with each service day, made from a keyed digest and kept nowhere."""

from datetime import date, datetime, timedelta

DIGITS = 6
# As everywhere: what happens in the night belongs to the evening before it.
CHANGES_AT_HOUR = 3


def code_day(here: datetime) -> date:
    """The day whose code opens the door at a local moment."""
    return (here - timedelta(hours=CHANGES_AT_HOUR)).date()


def code_text(station_id: int, day: date) -> str:
    """What is digested for one door and one day."""
    return f"{station_id} {day.isoformat()}"


def code_from(digest: str) -> str:
    """The digits from a digest in hex: even, for it is many times longer than they are."""
    return f"{int(digest, 16) % 10**DIGITS:0{DIGITS}d}"


def grouped(code: str) -> str:
    """482 913, as people read it aloud."""
    return f"{code[:3]} {code[3:]}"
