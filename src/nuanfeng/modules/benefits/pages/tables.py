"""Which table of the station a page is about, and how its items read."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nuanfeng.modules.benefits.queries import Table, TableItem

COUNTS_SHOWN_MAX = 9


@dataclass(frozen=True)
class ShownItem:
    """One thing on the table, as a page shows it."""

    code: str
    name: str
    remaining: int | None
    left_words: str
    counts: Sequence[int]
    chosen: int = 0
    usual: int = 0


def chosen_table(tables: Sequence[Table], code: str) -> Table | None:
    """The table that was asked for, else the one that is served now, else the first."""
    asked = [table for table in tables if table.programme.code == code]
    serving = [table for table in tables if table.serving and table.serving.is_serving]
    return next(iter([*asked, *serving, *tables]), None)


def shown_items(table: Table, chosen: dict[str, int] | None = None) -> list[ShownItem]:
    """The items of a table; where nothing is remembered, the first that is left is the usual one."""
    open_items = [item for item in table.items if not item.is_closed]
    first = next((item for item in open_items if item.remaining), next(iter(open_items), None))
    return [
        ShownItem(
            code=item.item.code,
            name=str(item.item),
            remaining=item.remaining,
            left_words=left_words(item),
            counts=range(min(item.item.quantity_max, COUNTS_SHOWN_MAX) + 1),
            chosen=(chosen or {}).get(item.item.code, 0),
            usual=int(item is first),
        )
        for item in table.items
    ]


def left_words(item: TableItem) -> str:
    """How many are left, in words; nothing where nobody counted."""
    if item.remaining is None:
        return ""
    return _("%(count)s left") % {"count": item.remaining} if item.remaining else _("None left by the count")


def left_of(table: Table) -> int | None:
    """All portions left on a table; None where nobody counted."""
    counted = [item.remaining for item in table.items if item.remaining is not None]
    return sum(counted) if counted else None
