"""The door: what other modules may use."""

from nuanfeng.modules.bookings.models import Offer, Venue
from nuanfeng.modules.bookings.queries import (
    lines_for,
    next_slots_at,
    personal_record_of,
    slots_ahead,
    takes_attendance_at,
)
from nuanfeng.modules.bookings.rules import Series
from nuanfeng.modules.bookings.usecases import (
    add_venue,
    book_place,
    close_slots,
    create_offer,
    cut_bookings,
    forget_person,
    join_bookings,
    note_arrival,
    open_slots,
)

__all__ = [
    "Offer",
    "Series",
    "Venue",
    "add_venue",
    "book_place",
    "close_slots",
    "create_offer",
    "cut_bookings",
    "forget_person",
    "join_bookings",
    "lines_for",
    "next_slots_at",
    "note_arrival",
    "open_slots",
    "personal_record_of",
    "slots_ahead",
    "takes_attendance_at",
]
