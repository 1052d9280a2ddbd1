"""How many cards are printed at a time, and how long a sheet can be fetched."""

from datetime import timedelta

from nuanfeng.kernel.errors import N_, Refusal

CARDS_ON_A_SHEET = 8
SHEETS_MOST = 10
CARDS_MOST = CARDS_ON_A_SHEET * SHEETS_MOST
# A sheet holds codes that work: it lies on the server no longer than printing takes.
SHEET_KEPT = timedelta(hours=1)

NO_CARDS = Refusal("no_cards", N_("Say how many: one card, or at least one sheet."))


def refusal_to_print(cards: int) -> Refusal | None:
    """Why so many cannot be printed at once."""
    if cards < 1:
        return NO_CARDS
    if cards > CARDS_MOST:
        return Refusal(
            "too_many_cards",
            N_("At most %(sheets)s sheets at a time, that is %(cards)s cards. Print the rest afterwards."),
            {"sheets": SHEETS_MOST, "cards": CARDS_MOST},
        )
    return None
