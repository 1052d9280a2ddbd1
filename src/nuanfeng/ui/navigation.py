"""The ways that every page offers, by role. A place whose module is not installed is left out."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from nuanfeng.kernel.errors import N_


@dataclass(frozen=True)
class Way:
    """One entry: what it is called, its icon, the address behind it."""

    word: str
    icon: str
    names: tuple[str, ...]

    def address(self) -> str:
        """The first of the names that leads somewhere; empty where none does."""
        for name in self.names:
            try:
                return reverse(name)
            except NoReverseMatch:
                continue
        return ""


WORKER_WAYS = (
    Way(N_("Stations"), "station", ("stations:list",)),
    Way(N_("My pass"), "pass", ("passes:show_pass",)),
    Way(N_("Ask someone"), "ask", ("portal:ask",)),
    Way(N_("Me"), "me", ("portal:me", "people:me")),
)
OFFICE_WAYS = (
    Way(N_("Today"), "chart", ("insight:county",)),
    Way(N_("Stations"), "station", ("stations:desk_list",)),
    Way(N_("Import"), "upload", ("stations:desk_imports",)),
    Way(N_("Programmes"), "breakfast", ("benefits:desk_programmes",)),
    Way(N_("Bookings"), "check", ("bookings:desk_offers",)),
    Way(N_("People in office"), "people", ("organisations:staff",)),
    Way(N_("Calendar"), "calendar", ("organisations:calendar",)),
    Way(N_("Registers"), "table", ("admin:index",)),
    Way(N_("What was done"), "clock", ("insight:done",)),
)


@dataclass(frozen=True)
class ShownWay:
    """A way as a page shows it."""

    word: str
    icon: str
    address: str
    is_here: bool


def shown_ways(ways: tuple[Way, ...], path: str) -> list[ShownWay]:
    """The ways that exist, the one that the reader is on marked: the longest address that fits."""
    addresses = [(way, way.address()) for way in ways]
    fitting = [address for _way, address in addresses if address and _leads_to(address, path)]
    here = max(fitting, key=len, default="")
    return [ShownWay(way.word, way.icon, address, address == here) for way, address in addresses if address]


def _leads_to(address: str, path: str) -> bool:
    if address == "/":
        return path == "/" or path.startswith("/stations/")
    return path.startswith(address)
