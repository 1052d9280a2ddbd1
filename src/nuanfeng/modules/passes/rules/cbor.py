"""A reader for the few kinds of CBOR that a pass uses, each in its one shortest spelling.

A scanner reads whatever somebody holds before the camera. A general decoder accepts many spellings
of one value and knows tags that build dates, patterns and cycles; this one knows six kinds and
refuses the rest. `nf1.js` holds the same reader, and both answer alike on every shared vector.
"""

from typing import Any

DEPTH_MAX = 4
INTEGER_MAX = 2**53 - 1  # what JavaScript still counts exactly
SIGN1_TAG = 18

UNSIGNED, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG = range(7)


class NotStrict(ValueError):
    """The bytes are not CBOR, or not in the only spelling that is accepted."""


class Tagged:
    """An item behind the tag for COSE_Sign1, the one tag that is known."""

    def __init__(self, item: Any) -> None:
        self.item = item


def read_strict(raw: bytes) -> Any:
    """The one item that `raw` holds; raises `NotStrict` for anything loose, unknown or left over."""
    item, end = _item(raw, 0, 0)
    if end != len(raw):
        raise NotStrict("bytes are left over")
    return item


def _item(raw: bytes, at: int, depth: int) -> tuple[Any, int]:
    kind, number, at = _head(raw, at)
    if kind == UNSIGNED:
        return number, at
    if kind == NEGATIVE:
        return -1 - number, at
    if kind in (BYTES, TEXT):
        return _string(raw, at, number, kind)
    if depth == DEPTH_MAX:
        raise NotStrict("too deep")
    if kind == ARRAY:
        return _array(raw, at, number, depth + 1)
    if kind == MAP:
        return _map(raw, at, number, depth + 1)
    if number != SIGN1_TAG:
        raise NotStrict("unknown tag")
    item, at = _item(raw, at, depth + 1)
    return Tagged(item), at


def _head(raw: bytes, at: int) -> tuple[int, int, int]:
    """Kind, number and where to read on. Indefinite lengths and simple values end here."""
    if at >= len(raw):
        raise NotStrict("cut short")
    kind, number = raw[at] >> 5, raw[at] & 31
    if kind > TAG or number > 27:
        raise NotStrict("a kind that no pass uses")
    at += 1
    if number < 24:
        return kind, number, at
    width = 1 << (number - 24)
    if at + width > len(raw):
        raise NotStrict("cut short")
    number = int.from_bytes(raw[at : at + width], "big")
    smallest = 24 if width == 1 else 1 << (4 * width)
    if not smallest <= number <= INTEGER_MAX:
        raise NotStrict("not the shortest spelling")
    return kind, number, at + width


def _string(raw: bytes, at: int, length: int, kind: int) -> tuple[bytes | str, int]:
    end = at + length
    if end > len(raw):
        raise NotStrict("cut short")
    piece = raw[at:end]
    if kind == BYTES:
        return piece, end
    try:
        return piece.decode(), end
    except UnicodeDecodeError:
        raise NotStrict("not UTF-8") from None


def _array(raw: bytes, at: int, length: int, depth: int) -> tuple[list[Any], int]:
    items = []
    for _ in range(length):
        item, at = _item(raw, at, depth)
        items.append(item)
    return items, at


def _map(raw: bytes, at: int, length: int, depth: int) -> tuple[dict[Any, Any], int]:
    """Keys are numbers in ascending order of their bytes, so none comes twice."""
    entries: dict[int, Any] = {}
    before = b""
    for _ in range(length):
        key, end = _item(raw, at, depth)
        if not isinstance(key, int):
            raise NotStrict("a key that is not a number")
        if raw[at:end] <= before:
            raise NotStrict("keys out of order or twice")
        before = raw[at:end]
        entries[key], at = _item(raw, end, depth)
    return entries, at
