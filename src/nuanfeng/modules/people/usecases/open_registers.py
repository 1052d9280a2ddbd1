"""Open or shut the registers (the admin pages) to a person."""

from nuanfeng.modules.people.models import Person


def open_registers(*, person: Person, is_open: bool) -> None:
    """Part of an appointment's unit of work, which records it; it opens none of its own."""
    person.is_staff = person.is_superuser = is_open
    person.save(update_fields=["is_staff", "is_superuser"])
