"""What a page reads from several modules at once."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.urls import reverse

from nuanfeng.kernel import audit
from nuanfeng.kernel.models import AuditEntry
from nuanfeng.modules.benefits import api as benefits
from nuanfeng.modules.bookings import api as bookings
from nuanfeng.modules.organisations import api as organisations
from nuanfeng.modules.passes.api import Handle
from nuanfeng.modules.people import api as people
from nuanfeng.modules.stations import api as stations

MODULES = "nuanfeng.modules."
Invariant = Callable[[], Iterable[str]]


def first_page_of(person: people.Person) -> str:
    """Where somebody's work is; empty for whoever has none here, or has it at several stations."""
    if organisations.refusal_to_act_for_county(person) is None:
        return reverse("insight:county")
    if len(stations.stations_where(person)) == 1:
        return reverse("portal:station_work")
    return ""


def personal_record_of(person: people.Person, *, now: datetime) -> Mapping[str, Any]:
    """Everything that is kept of a person, module by module, for the person alone."""
    return {
        "made_at": now,
        "people": people.personal_record_of(person),
        "organisations": organisations.personal_record_of(person),
        "stations": stations.personal_record_of(person),
        "passes": {"codes": _codes(person)},
        "benefits": {"hand_outs": benefits.personal_record_of(person)},
        "bookings": bookings.personal_record_of(person),
        "audit": _audit(person),
        "looks": looks_at(person),
    }


def _codes(person: people.Person) -> list[Mapping[str, Any]]:
    kept = Handle.objects.filter(person=person).order_by("created_at")
    return list(kept.values("kind", "number", "created_at", "expires_at", "revoked_at"))


def looks_at(person: people.Person) -> list[Mapping[str, Any]]:
    """Who looked at the person's details in the last three years: when, and as what. No names: it is work."""
    entries = AuditEntry.objects.filter(action="people.look_at_people", subject=audit.name_of(person))
    return [{"at": entry.at, "as": entry.details.get("as", "")} for entry in entries.order_by("-at")]


def _audit(person: people.Person) -> list[Mapping[str, Any]]:
    """What the person did, and what was done to the person's row or codes; nobody else is named."""
    own = audit.name_of(person)
    codes = [audit.name_of(kept) for kept in Handle.objects.filter(person=person)]
    entries = AuditEntry.objects.filter(Q(actor=own) | Q(subject__in=[own, *codes]))
    return [
        {"at": entry.at, "what": entry.action, "by": "yourself" if entry.actor == own else "somebody else"}
        for entry in entries.order_by("at")
    ]


def all_invariants() -> Iterator[tuple[str, str, str, Invariant]]:
    """Module, name, sentence and function of each, from the lowest module up.

    Found by their place, as management commands are: there is no list to forget a new one in.
    """
    for config in apps.get_app_configs():
        if not config.name.startswith(MODULES) or find_spec(f"{config.name}.invariants") is None:
            continue
        room = import_module(f"{config.name}.invariants")
        for name, thing in vars(room).items():
            if inspect.isfunction(thing) and thing.__module__.startswith(room.__name__) and name[0] != "_":
                yield config.label, name, (inspect.getdoc(thing) or name).splitlines()[0], thing
