"""Refusals are values: a stable code for machines, a sentence for people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


def N_(sentence: str) -> str:
    """Mark an English sentence for the translators; it is translated where it is shown."""
    return sentence


@dataclass(frozen=True)
class Refusal:
    """Why not.

    `sentence` is an English msgid and may hold %(name)s places that `params` fill; the page or the
    API translates it for the person who reads it.
    """

    code: str
    sentence: str
    params: Mapping[str, Any] = field(default_factory=dict)


class Refused(Exception):
    """A use case declined; nothing was changed."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.sentence % dict(refusal.params))


def refuse_if(refusal: Refusal | None) -> None:
    """Raise `Refused` where there is a refusal, go on where there is none."""
    if refusal is not None:
        raise Refused(refusal)
