"""The door: what other modules may use."""

from nuanfeng.modules.people.models import Person
from nuanfeng.modules.people.usecases import open_registers, register_person

__all__ = ["Person", "open_registers", "register_person"]
