"""The network between a phone and the server: what is lost, late, doubled, or ends in the middle."""

import json
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.test import RequestFactory
from django.urls import resolve

from simulation.ground import Crash, Ground
from simulation.scanner import Entry, ScannerModel

OK, REQUEST_LOST, ANSWER_LOST, CRASH = "ok", "request lost", "answer lost", "server killed"
STATEMENTS_MAX = 30


@dataclass
class Parcel:
    """A request on its way, which may come once more or much later."""

    phone: ScannerModel
    path: str
    body: bytes
    headers: dict[str, str]
    sent: list[Entry] = field(default_factory=list)


@dataclass
class Reply:
    """What the server made of it. `answer` is None where nobody hears it; `is_kept`: it committed."""

    fate: str
    status: int = 0
    answer: dict[str, Any] | None = None
    said: dict[str, Any] = field(default_factory=dict)
    is_kept: bool = False
    arrived: bool = False


class Wire:
    """Delivers parcels to the real REST functions, without a socket."""

    def __init__(self, ground: Ground, random: Random) -> None:
        self.ground, self.random = ground, random
        self.requests = RequestFactory()
        self.asked = 0

    def fate(self, *, is_rough: bool) -> tuple[str, int | None]:
        """How a request ends: a word, and where the server's process ends."""
        chance = self.random.random()
        if not is_rough or chance < 0.62:
            return OK, None
        if chance < 0.74:
            return REQUEST_LOST, None
        if chance < 0.86:
            return ANSWER_LOST, None
        return CRASH, self.random.choice([0, self.random.randint(1, STATEMENTS_MAX)])

    def deliver(self, parcel: Parcel, fate: tuple[str, int | None] = (OK, None)) -> Reply:
        """Let it arrive, or not."""
        word, statement = fate
        self.asked += 1
        if word == REQUEST_LOST:
            return Reply(word)
        before = self.ground.commits
        try:
            with self.ground.crashing(statement):
                status, said = self.post(parcel)
        except Crash:
            return Reply(word, is_kept=self.ground.commits > before, arrived=True)
        is_kept = self.ground.commits > before or status < 400
        heard = said if word == OK else None
        return Reply(word, status, heard, said, is_kept, arrived=True)

    def post(self, parcel: Parcel) -> tuple[int, dict[str, Any]]:
        """Status and answer of the real function behind the address."""
        headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in parcel.headers.items()}
        path = f"/api/v1{parcel.path}"
        request = self.requests.generic("POST", path, parcel.body, content_type="application/json", **headers)
        match = resolve(path)
        answer = match.func(request, *match.args, **match.kwargs)
        return answer.status_code, json.loads(answer.content)


def a_parcel(phone: ScannerModel, path: str, said: dict[str, Any]) -> Parcel:
    """A message of a phone."""
    return Parcel(phone, path, json.dumps(said).encode(), phone.headers)
