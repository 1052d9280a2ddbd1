"""The name and the password of a station's Wi-Fi."""

from nuanfeng.kernel.errors import N_, Refusal

NAME_BYTES_MOST = 32
PASSWORD_LENGTH = range(8, 64)
NAME_NEEDED = Refusal("wireless_name_needed", N_("Write the name of the Wi-Fi, 32 bytes at most."))
PASSWORD_UNFIT = Refusal(
    "wireless_password_unfit", N_("The password needs 8 to 63 letters, digits or signs of a plain keyboard.")
)
# Said, read and typed without mistakes: no letter that looks like a digit or another letter.
CONSONANTS, VOWELS = "bdfghkmnprstwz", "aeu"


def refusal_to_keep_wireless(name: str, password: str) -> Refusal | None:
    """None where a phone can join with it."""
    if not 0 < len(name.encode()) <= NAME_BYTES_MOST:
        return NAME_NEEDED
    is_plain = all(" " <= sign <= "~" for sign in password)
    return None if is_plain and len(password) in PASSWORD_LENGTH else PASSWORD_UNFIT


def easy_password(random: int) -> str:
    """Four short syllables and four digits from a random number: `kamunate2748`."""
    random, digits = divmod(random, 10_000)
    syllables = ""
    for _syllable in range(4):
        random, place = divmod(random, len(CONSONANTS) * len(VOWELS))
        syllables += CONSONANTS[place % len(CONSONANTS)] + VOWELS[place // len(CONSONANTS)]
    return f"{syllables}{digits:04d}"
