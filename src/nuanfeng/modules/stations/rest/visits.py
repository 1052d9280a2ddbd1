"""Counters at doors tell how many came in."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Schema, Status
from ninja.security import HttpBearer
from pydantic import AwareDatetime, Field

from nuanfeng.kernel import clock
from nuanfeng.modules.stations import queries, usecases
from nuanfeng.modules.stations.models import DoorCounter
from nuanfeng.modules.stations.rest.public import Problem, router
from nuanfeng.modules.stations.rules.reports import PEOPLE_MOST


class CounterKey(HttpBearer):
    """`Authorization: Bearer <key>`: the key that was shown once when the counter was set up."""

    def authenticate(self, request: HttpRequest, token: str) -> DoorCounter | None:
        """The counter whose key it is, while it is trusted."""
        return queries.counter_with(token)


class VisitIn(Schema):
    """So many people came in. `id` is made by the counter: the same id is one count."""

    id: UUID
    people: Annotated[int, Field(ge=1, le=PEOPLE_MOST)]
    at: AwareDatetime


class VisitOut(Schema):
    """What is kept of it."""

    id: UUID
    people: int
    at: datetime


@router.post(
    "/visits",
    response={201: VisitOut, 401: Problem, 403: Problem, 422: Problem},
    auth=CounterKey(),
    summary="People came in",
)
def count(request: HttpRequest, sent: VisitIn) -> Status[dict[str, Any]]:
    """Counted for the counter's own station, without knowing who."""
    counter: DoorCounter = request.auth  # type: ignore[attr-defined]
    visit = usecases.count_people(
        id=sent.id,
        station_id=counter.station_id,
        people=sent.people,
        at=sent.at,
        actor=counter,
        now=clock.now(),
    )
    return Status(201, {"id": visit.pk, "people": visit.people, "at": visit.at})
