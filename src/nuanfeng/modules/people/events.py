"""The facts this module announces."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class PersonErased:
    """A person left, and nothing that could name them is kept."""

    name: ClassVar[str] = "people.person_erased"
    version: ClassVar[int] = 1
    person_id: int
