"""The facts this module announces."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class StaffAppointed:
    """A person now acts for the county."""

    name: ClassVar[str] = "organisations.staff_appointed"
    version: ClassVar[int] = 1
    person_id: int
    role: str
