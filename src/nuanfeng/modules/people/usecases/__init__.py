"""What people do with their own account."""

from nuanfeng.modules.people.usecases.open_registers import open_registers
from nuanfeng.modules.people.usecases.register_person import register_person

__all__ = ["open_registers", "register_person"]
