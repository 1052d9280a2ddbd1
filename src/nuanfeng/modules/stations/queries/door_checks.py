"""The check in a poster's address, and the small question for many behind one address."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.core import signing

from nuanfeng.kernel.callers import Caller
from nuanfeng.kernel.secrets import keyed_digest
from nuanfeng.modules.stations.models import DoorReport
from nuanfeng.modules.stations.rules.reports import BELIEVED_WITHIN, UNASKED_PER_ADDRESS

_SALT = "stations.door_question"
_ANSWER_WITHIN_SECONDS = 600


@dataclass(frozen=True)
class Question:
    """Two small numbers to add, and a sealed note of what they were."""

    first: int
    second: int
    sealed: str


def check_of(station_id: int) -> str:
    """Ten signs that nobody can guess from the station's number."""
    return keyed_digest(f"poster {station_id}", purpose="stations.poster")[:10]


def is_check_of(station_id: int, check: str) -> bool:
    """Whether an address is one that hangs on a wall."""
    return secrets.compare_digest(check_of(station_id).encode(), check.encode())


def is_question_due(caller: Caller, *, now: datetime) -> bool:
    """Whether this address has sent so many reports within the hour that the next one is asked."""
    sent = DoorReport.objects.filter(at__gt=now - BELIEVED_WITHIN, sender_digest__endswith=caller.address)
    return sent[:UNASKED_PER_ADDRESS].count() >= UNASKED_PER_ADDRESS


def new_question() -> Question:
    """A sum of two small numbers; nothing of it is kept here."""
    first, second = secrets.randbelow(8) + 2, secrets.randbelow(8) + 2
    return Question(first, second, signing.dumps(first + second, salt=_SALT))


def is_answered(sealed: str, answer: str) -> bool:
    """Whether the answer fits a question of the last ten minutes."""
    try:
        return str(signing.loads(sealed, salt=_SALT, max_age=_ANSWER_WITHIN_SECONDS)) == answer.strip()
    except signing.BadSignature:
        return False
