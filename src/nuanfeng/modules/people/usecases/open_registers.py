"""Open or shut the registers (the admin pages) to a person."""

from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.people.models import Person


@unit_of_work()
def open_registers(*, person: Person, is_open: bool) -> None:
    """Part of an appointment, which records it; alone it is refused as unrecorded."""
    person.is_staff = person.is_superuser = is_open
    person.save(update_fields=["is_staff", "is_superuser"])
