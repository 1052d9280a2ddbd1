"""Sentences about keys and handles that must always hold."""

from collections.abc import Iterable

from nuanfeng.modules.passes.models import Handle, IssuerKey
from nuanfeng.modules.passes.rules.nf1 import HANDLE_BYTES
from nuanfeng.modules.passes.rules.numbers import read_number


def handles_of_people_who_left() -> Iterable[str]:
    """Nobody who erased their account is still found by a code."""
    for pk in Handle.objects.filter(person__erased_at__isnull=False).values_list("pk", flat=True):
        yield f"handle {pk}"


def handles_that_nobody_can_show() -> Iterable[str]:
    """Every handle is ten bytes, and its number has the right check digit."""
    for pk, value, number in Handle.objects.values_list("pk", "value", "number").iterator():
        if len(bytes(value)) != HANDLE_BYTES or read_number(number) != number:
            yield f"handle {pk}"


def newest_key_without_its_file() -> Iterable[str]:
    """The key that signs last has its private half in the data folder."""
    newest = IssuerKey.objects.order_by("signs_until").last()
    if newest is not None and not newest.private_file.exists():
        yield f"key {newest.kid}"
