"""What was done, when and by whom: the county's own look at its records."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import N_
from nuanfeng.kernel.models import AuditEntry
from nuanfeng.modules.insight.desk.done_words import ALL_WORDS, GROUPS
from nuanfeng.modules.insight.desk.listing import Cell, Column, Listing, Rows, Tab, address, answer
from nuanfeng.modules.organisations.api import county_page
from nuanfeng.modules.people.api import Person, look_at_people
from nuanfeng.modules.stations.api import Station, StationImport

PERSON, STATION, IMPORT = "people.person", "stations.station", "stations.stationimport"
OTHERS = {
    "system": N_("the system"),
    "command_line": N_("command line"),
    "anybody": N_("somebody at the door"),
}


@county_page
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """The latest first; in tabs by what it was about."""
    reader: Any = request.user
    chosen = group if (group := request.GET.get("about", "")) in GROUPS else ""
    entries = AuditEntry.objects.filter(action__in=list(GROUPS[chosen].actions if chosen else ALL_WORDS))

    def fetch(begin: int, end: int | None) -> Iterator[Sequence[Cell]]:
        return _rows(list(entries.order_by("-at", "-pk")[begin:end]), reader)

    listing = Listing(
        title=_("What was done"),
        columns=[Column(_("Time")), Column(_("By")), Column(_("What")), Column(_("Which"))],
        rows=Rows(entries.count(), fetch),
        tabs=_tabs(chosen),
        kept={"about": chosen} if chosen else {},
        notes=[_("Kept for three years. Hand-outs are not listed here; they have their own list.")],
        empty=_("Nothing was done yet. What people in office and stations change stands here."),
        narrowed=[gettext(GROUPS[chosen].word)] if chosen else [],
    )
    return answer(request, listing)


def _tabs(chosen: str) -> list[Tab]:
    def count(actions: Mapping[str, str]) -> int:
        return AuditEntry.objects.filter(action__in=list(actions)).count()

    every = Tab(_("All"), address("done"), not chosen, count(ALL_WORDS))
    return [
        every,
        *(
            Tab(gettext(group.word), address("done", about=name), name == chosen, count(group.actions))
            for name, group in GROUPS.items()
        ),
    ]


def _rows(entries: Sequence[AuditEntry], reader: Person) -> Iterator[Sequence[Cell]]:
    """Who and which are looked up for the page at once."""
    actors = [entry.actor for entry in entries]
    subjects = [entry.subject for entry in entries]
    people = Person.objects.in_bulk(_numbers([*actors, *subjects], PERSON))
    look_at_people(people=people.values(), actor=reader, role="county", now=clock.now())
    stations = Station.objects.in_bulk(_numbers([*actors, *subjects], STATION))
    sheets = StationImport.objects.in_bulk(_numbers(subjects, IMPORT))
    for entry in entries:
        yield (
            Cell(entry.at),
            Cell(_who(entry.actor, people)),
            Cell(gettext(ALL_WORDS[entry.action])),
            _which(entry.subject, people, stations, sheets),
        )


def _numbers(names: Sequence[str], kind: str) -> set[int]:
    parts = (name.partition(":") for name in names)
    return {int(number) for found, _colon, number in parts if found == kind and number.isdecimal()}


def _who(actor: str, people: Mapping[int, Person]) -> str:
    kind, _colon, number = actor.partition(":")
    if kind == PERSON:
        return _name_of(people.get(int(number)))
    if kind.startswith("passes."):
        return _("a phone that scans")
    if kind.startswith("stations."):
        return _("a counter at a door")
    return gettext(OTHERS.get(actor, "the system"))


def _name_of(person: Person | None) -> str:
    """The nickname; what is said where there is none."""
    if person is None or person.erased_at:
        return _("somebody whose account is erased")
    return person.nickname or _("somebody without a nickname")


def _which(
    subject: str,
    people: Mapping[int, Person],
    stations: Mapping[int, Station],
    sheets: Mapping[int, StationImport],
) -> Cell:
    kind, _colon, number = subject.partition(":")
    if not number.isdecimal():
        return Cell("")
    if kind == STATION and (station := stations.get(int(number))):
        return Cell(str(station), href=reverse("stations:desk_station", args=[station.pk]))
    if kind == IMPORT and (sheet := sheets.get(int(number))):
        return Cell(sheet.file_name, href=reverse("stations:desk_import", args=[sheet.pk]))
    if kind == PERSON:
        return Cell(_name_of(people.get(int(number))))
    return Cell("")
