"""Everything that changes a booking, a time or an offer."""

from nuanfeng.modules.bookings.usecases.add_venue import add_venue
from nuanfeng.modules.bookings.usecases.book_place import book_place
from nuanfeng.modules.bookings.usecases.call_off_slot import call_off_slot
from nuanfeng.modules.bookings.usecases.cancel_booking import cancel_booking
from nuanfeng.modules.bookings.usecases.change_offer import change_offer
from nuanfeng.modules.bookings.usecases.change_slot import change_slot
from nuanfeng.modules.bookings.usecases.change_venue import change_venue
from nuanfeng.modules.bookings.usecases.close_slots import close_slots
from nuanfeng.modules.bookings.usecases.create_offer import create_offer
from nuanfeng.modules.bookings.usecases.cut_bookings import cut_bookings
from nuanfeng.modules.bookings.usecases.forget_person import forget_person
from nuanfeng.modules.bookings.usecases.hear_news import hear_news
from nuanfeng.modules.bookings.usecases.join_bookings import join_bookings
from nuanfeng.modules.bookings.usecases.let_in import let_in
from nuanfeng.modules.bookings.usecases.move_booking import move_booking
from nuanfeng.modules.bookings.usecases.note_arrival import note_arrival
from nuanfeng.modules.bookings.usecases.open_slots import open_slots

__all__ = [
    "add_venue",
    "book_place",
    "call_off_slot",
    "cancel_booking",
    "change_offer",
    "change_slot",
    "change_venue",
    "close_slots",
    "create_offer",
    "cut_bookings",
    "forget_person",
    "hear_news",
    "join_bookings",
    "let_in",
    "move_booking",
    "note_arrival",
    "open_slots",
]
