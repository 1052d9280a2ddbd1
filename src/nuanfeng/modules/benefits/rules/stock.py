"""What may happen to the portions on a table besides being handed out."""

from datetime import datetime

from nuanfeng.kernel.errors import N_, Refusal

PORTIONS_MAX = 10_000
REASON_LENGTH_MAX = 100
# The reason of a move that the evening count made; pages translate it.
EVENING_COUNT = "evening_count"

STOCK_OPEN_ALREADY = Refusal(
    "stock_open_already", N_("Today's stock of this is open already. Add to it or count it again.")
)
STOCK_NOT_OPEN = Refusal("stock_not_open", N_("Today's stock of this was not opened."))
STOCK_CLOSED = Refusal("stock_closed", N_("Today's stock of this is closed."))
MORE_THAN_THERE_IS = Refusal(
    "more_than_there_is", N_("That is more than the count says is left. Count it again first.")
)
NUMBER_USED = Refusal("other_content", N_("This was sent before with another number in it. Reload the page."))
REASON_TOO_LONG = Refusal("reason_too_long", N_("Keep the reason to 100 characters."))
NO_SUCH_NUMBER = Refusal("no_such_number", N_("Enter a whole number from %(least)s to %(most)s."))


def refusal_to_count(quantity: int, *, least: int = 0) -> Refusal | None:
    """Why a number cannot be a number of portions."""
    if least <= quantity <= PORTIONS_MAX:
        return None
    return Refusal(NO_SUCH_NUMBER.code, NO_SUCH_NUMBER.sentence, {"least": least, "most": PORTIONS_MAX})


def refusal_to_move(*, closed_at: datetime | None, quantity: int, reason: str) -> Refusal | None:
    """Why portions cannot be added to or taken from an item's day."""
    if closed_at is not None:
        return STOCK_CLOSED
    return refusal_to_explain(reason) or refusal_to_count(quantity, least=1)


def refusal_to_explain(reason: str) -> Refusal | None:
    """Why a reason cannot be kept; none needs to be given."""
    return REASON_TOO_LONG if len(reason) > REASON_LENGTH_MAX else None


def refusal_to_waste(*, quantity: int, remaining: int) -> Refusal | None:
    """Why so many cannot be thrown away."""
    return MORE_THAN_THERE_IS if quantity > remaining else None
