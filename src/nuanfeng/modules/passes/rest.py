"""How another phone becomes a scanner: it needs the code that a station showed, and nothing else."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from nuanfeng.kernel import clock
from nuanfeng.modules.passes import usecases

router = Router(tags=["scanners"])


class KnownAsIn(Schema):
    """The number that the phone had, and at which station."""

    model_config = ConfigDict(extra="forbid")

    scanner: UUID
    station: Annotated[int, Field(ge=1, le=2**31)]


class EnrolIn(Schema):
    """What the square code said, a name for the phone, and its public key. `known_as` where it was a scanner
    that the county does not know any more, because a backup was put back.
    """

    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, Field(min_length=1, max_length=60)]
    name: Annotated[str, Field(max_length=40)] = ""
    public_key: Annotated[str, Field(max_length=300)]
    known_as: KnownAsIn | None = None


class ScannersStation(Schema):
    """Which station the phone scans for."""

    number: int
    name: str


class EnrolOut(Schema):
    """The scanner's number, its bearer key (said this once), and its station."""

    id: str
    key: str
    name: str
    station: ScannersStation


class Problem(Schema):
    """An RFC 9457 problem. `code` is stable, `title` is in the caller's language."""

    type: str
    status: int
    code: str
    title: str


@router.post("/scanners", response={201: EnrolOut, 422: Problem}, auth=None, summary="Become a scanner")
def enrol(request: HttpRequest, said: EnrolIn) -> JsonResponse:
    """Use a one-time code; a second phone with the same code is refused."""
    scanner, key = usecases.accept_invitation(
        code=said.code,
        name=said.name,
        public_key=said.public_key,
        known_as=usecases.KnownAs(said.known_as.scanner, said.known_as.station) if said.known_as else None,
        now=clock.now(),
    )
    body = {
        "id": str(scanner.pk),
        "key": key,
        "name": scanner.name,
        "station": {"number": scanner.station_id, "name": str(scanner.station)},
    }
    return JsonResponse(
        body, status=201, json_dumps_params={"ensure_ascii": False}, headers={"Cache-Control": "no-store"}
    )
