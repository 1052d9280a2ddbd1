"""How many portions a scanner may count on while it has no network.

What is free and what is leased is shared among the station's scanners that were heard from lately,
and one share more stays on the table for whoever hands out with a network. Where portions are fewer
than shares, nobody gets any: the last ones are handed out by the count that everybody sees.
"""

from datetime import timedelta

LEASE_MOST = 2000
# A scanner that was silent for longer keeps what it has and is not thought of when more is shared.
HEARD_LATELY = timedelta(minutes=10)


def portions_to_lease(*, wanted: int, held: int, free: int, leased: int, scanners: int) -> int:
    """How many portions a scanner's lease shall have left, of those that it `held` until now.

    Never more than it wants, than its share, or than what is free besides its own.
    """
    share = (free + leased) // (scanners + 1)
    return max(0, min(wanted, share, held + free, LEASE_MOST))


def taken_from(*, quantity: int, lease: int, free: int) -> tuple[int, int]:
    """How a hand-out is met: from the scanner's own lease first, then from the table.

    What neither covers lay there although the count said there was none.
    """
    from_lease = min(quantity, lease)
    return from_lease, min(quantity - from_lease, free)


def is_worth_a_change(*, held: int, portions: int) -> bool:
    """Whether a lease is made anew; asked every minute, one that is about right is left alone."""
    return not (3 * portions <= 4 * held and 3 * held <= 4 * portions)
