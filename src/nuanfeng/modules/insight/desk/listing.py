"""A list as it stands: on the page, on paper and in a workbook, from one description."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import Refusal
from nuanfeng.kernel.web import render_page
from nuanfeng.kernel.xlsx import Sheet, Value, workbook_response
from nuanfeng.modules.insight.rules import refusal_to_export, refusal_to_print
from nuanfeng.modules.organisations.api import the_county

PAGE_SIZE = 50


def address(name: str, **query: object) -> str:
    """A list of this module with its filters."""
    wanted = {key: value for key, value in query.items() if value not in (None, "")}
    return f"{reverse(f'insight:{name}')}?{urlencode(wanted)}"


@dataclass(frozen=True)
class Cell:
    """A value, perhaps with the rows behind it, perhaps marked as something to look at."""

    value: Value
    href: str = ""
    is_doubtful: bool = False
    # Where it names several things, each of them stays on one line.
    parts: Sequence[str] = ()

    @property
    def shown(self) -> str:
        """As the page writes it: a time in the county's zone, nothing for nothing."""
        if isinstance(self.value, datetime):
            return f"{timezone.localtime(self.value):%Y-%m-%d %H:%M}"
        return "" if self.value is None else str(self.value)

    @property
    def is_date(self) -> bool:
        """Whether it is a day or a moment, which never breaks into two lines."""
        return isinstance(self.value, date)

    @property
    def is_figure(self) -> bool:
        """Whether it stands to the right."""
        return isinstance(self.value, int | float)


@dataclass(frozen=True)
class Column:
    """A heading; figures stand to the right."""

    title: str
    is_number: bool = False


@dataclass(frozen=True)
class Tab:
    """One way to narrow the list, with how many rows it leaves."""

    word: str
    address: str
    is_here: bool
    count: int | None = None


@dataclass
class Listing:
    """A list. `rows` may be long and is read only as far as it is shown.

    `kept` are the filters that the form does not show and that changing the days must not lose;
    `period` and `narrowed` say on paper and in a file's name which rows these are.
    """

    title: str
    columns: Sequence[Column]
    rows: Any
    form: Any = None
    tabs: Sequence[Tab] = ()
    total: Sequence[Cell] | None = None
    notes: Sequence[str] = ()
    empty: str = ""
    is_landscape: bool = False
    is_paged: bool = True
    refusal: Refusal | None = None
    kept: Mapping[str, str] = field(default_factory=dict)
    period: str = ""
    narrowed: Sequence[str] = ()

    @property
    def scope(self) -> str:
        """`2026-10-26 至 2026-11-24 · 所有驿站 · 领了`."""
        return " · ".join(word for word in (self.period, *self.narrowed) if word)

    @property
    def file_name(self) -> str:
        """`发放明细-2026-10-26至2026-11-24-领了`: what is not narrowed is not said."""
        everything = gettext("All stations"), gettext("All")
        said = [word for word in self.narrowed if word not in everything]
        return "-".join(word for word in (self.title, "".join(self.period.split()), *said) if word)


class Rows:
    """Rows that are fetched a page at a time; their number is known beforehand."""

    def __init__(self, count: int, fetch: Any) -> None:
        self._count, self._fetch = count, fetch

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, part: slice) -> list[Any]:
        return list(self._fetch(part.start or 0, part.stop))

    def __iter__(self) -> Any:
        return iter(self._fetch(0, None))


def answer(request: HttpRequest, listing: Listing, *, status: int = 200) -> HttpResponse:
    """The list as a page; with `?as=xlsx` as a workbook, with `?as=print` whole and for paper."""
    county = the_county()
    unit, kind = str(county or ""), request.GET.get("as")
    limit = {"xlsx": refusal_to_export, "print": refusal_to_print}.get(kind or "")
    if limit and listing.refusal is None:
        listing.refusal = limit(len(listing.rows))
        status = 409 if listing.refusal else status
        if kind == "xlsx" and listing.refusal is None:
            return _workbook(listing, unit)
    is_for_paper = kind == "print" and listing.refusal is None
    page = None
    rows: Iterable[Any] = listing.rows
    if listing.is_paged and not is_for_paper:
        page = Paginator(listing.rows, PAGE_SIZE).get_page(request.GET.get("page"))
        rows = page.object_list
    context = {
        "listing": listing,
        "rows": rows,
        "page": page,
        "is_for_paper": is_for_paper,
        "unit": unit,
        "printed_on": timezone.localtime(clock.now()).date(),
        "is_demo": bool(county and county.is_demo),
        "refusal": listing.refusal,
    }
    return render_page(request, "insight/listing.html", context, status=status)


def _workbook(listing: Listing, unit: str) -> HttpResponse:
    sheet = Sheet(
        name=listing.title,
        title=f"{unit} {listing.title} {listing.scope}".strip(),
        unit=unit or _("County"),
        on=timezone.localtime(clock.now()).date(),
        header=[column.title for column in listing.columns],
        rows=([cell.value for cell in row] for row in listing.rows),
        total=[cell.value for cell in listing.total] if listing.total else None,
        is_landscape=listing.is_landscape,
    )
    return workbook_response(listing.file_name, sheet)
