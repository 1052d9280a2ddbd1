"""Names of places: how they are found, and when two of them mean the same."""

import re
from collections.abc import Iterable
from unicodedata import category, normalize

from pypinyin import Style, lazy_pinyin

SEARCH_LENGTH_MAX = 400
# What stands in brackets may be a town or a storey; only what is called like a place is a name of it.
_CALLED_LIKE_A_PLACE = re.compile(r"(?:站|之家|家园|驿家|中心|小屋|港湾|쉼터)$")
_PLACE_KIND = re.compile(r"(?:街道|镇|乡)$")
_IN_BRACKETS = re.compile(r"\([^()]*\)")


def tidy(text: str) -> str:
    """One spelling for full-width letters, stray spaces and line ends."""
    return " ".join(normalize("NFKC", text).split())


def same_name_key(name: str, spellings: Iterable[tuple[str, str]] = ()) -> str:
    """What two spellings of one name have in common.

    `spellings` are (alias, name) pairs of towns, so that 榔梨 and 㮾梨 meet.
    """
    plain = tidy(name).lower()
    for alias, proper in spellings:
        plain = plain.replace(alias.lower(), proper.lower())
    return _letters(_IN_BRACKETS.sub("", plain)) or _letters(plain)


def spellings_of(places: Iterable[tuple[str, Iterable[str]]]) -> list[tuple[str, str]]:
    """(alias, name) pairs without 街道 or 镇 behind them, from each place's name and aliases."""
    both = ((alias, name) for name, aliases in places for alias in aliases)
    pairs = {(_PLACE_KIND.sub("", alias), _PLACE_KIND.sub("", name)) for alias, name in both}
    return sorted((alias, name) for alias, name in pairs if alias and alias != name)


def names_in_brackets(name: str) -> list[str]:
    """Other names that a list puts in brackets behind the first."""
    inside = (found[1:-1].strip() for found in _IN_BRACKETS.findall(tidy(name)))
    return [other for other in inside if _CALLED_LIKE_A_PLACE.search(other)]


def same_address_key(address: str) -> str:
    """An address without what lists write differently: brackets, punctuation, 省 and 市 in front."""
    plain = _letters(_IN_BRACKETS.sub("", tidy(address).lower()))
    return re.sub(r"^(?:[^省]{2,3}省)?(?:[^市]{2,3}市)?", "", plain)


def search_text(*names: str) -> str:
    """What a search looks through: names as written, in pinyin, and in pinyin initials."""
    found: list[str] = []
    for name in filter(None, (tidy(name).lower() for name in names)):
        full = "".join(lazy_pinyin(name, errors="ignore"))
        initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore"))
        found += [word for word in (name, full, initials) if word and word not in found]
    return " ".join(found)[:SEARCH_LENGTH_MAX]


def _letters(text: str) -> str:
    return "".join(sign for sign in text if category(sign)[0] in "LN")
