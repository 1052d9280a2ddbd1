"""Whatever a program sends, in whoever's name: an answer that the description names, and no way in.

Requests are made from the API's own OpenAPI description, good ones and bad ones.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
import schemathesis
from django.middleware.csrf import _get_new_csrf_string
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bench.county import a_morning, session_of, the_master, the_worker
from config.wsgi import application
from nuanfeng.kernel import clock
from nuanfeng.modules.organisations.api import appoint_county_staff
from nuanfeng.modules.people.api import Person, register_person

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
ONLY_STATION = ("/checks", "/redemptions", "/guest-meals", "/void", "/day")
ROLES = ("anonymous", "worker", "station master", "county", "scanner")
MAY_HAND_OUT = ("station master", "scanner")

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@dataclass
class Caller:
    """Somebody who calls the API: their headers, and the cookies of their browser."""

    role: str
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def callers(transactional_db: None) -> dict[str, Caller]:
    """One county, and everybody who may call its API. Django ends its connections between requests."""
    morning = a_morning(workers=1)
    scanner = {"Authorization": f"Bearer {morning['key']}"}
    return {
        "anonymous": Caller("anonymous"),
        "worker": a_browser_of("worker", the_worker()),
        "station master": a_browser_of("station master", the_master()),
        "county": a_browser_of("county", a_clerk()),
        "scanner": Caller("scanner", scanner),
    }


def a_clerk() -> Person:
    now = clock.now()
    clerk = Person.objects.get(nickname="clerk")
    colleague = register_person(phone="+8613900000009", nickname="colleague", now=now)
    appoint_county_staff(person=colleague, actor=clerk, now=now)
    return colleague


def a_browser_of(role: str, person: Person) -> Caller:
    token = _get_new_csrf_string()
    cookies = {"sessionid": session_of(person), "csrftoken": token}
    return Caller(role, {"X-CSRFToken": token, "Referer": "http://localhost/"}, cookies)


def is_a_hole(case: Any, caller: Caller, status: int) -> bool:
    """Whether somebody got through a door that is not theirs."""
    is_guarded = case.operation.path.endswith(ONLY_STATION)
    return is_guarded and caller.role not in MAY_HAND_OUT and 200 <= status < 300


@pytest.mark.parametrize("role", ROLES)
def test_every_call_gets_an_answer_that_the_description_names(role, callers):
    caller, holes = callers[role], []
    for operation in schema.get_all_operations():
        try_operation(operation.ok(), caller, holes)
    assert holes == []


def try_operation(operation: Any, caller: Caller, holes: list[str]) -> None:
    quiet = list(HealthCheck)

    @given(case=operation.as_strategy())
    @settings(max_examples=25, deadline=None, suppress_health_check=quiet, derandomize=True, database=None)
    def call(case: Any) -> None:
        case.headers = {**(case.headers or {}), "Accept-Encoding": "identity", **caller.headers}
        case.cookies = {**caller.cookies}
        answer = case.call_and_validate(checks=CHECKS)
        if is_a_hole(case, caller, answer.status_code):
            holes.append(f"{caller.role}: {case.method} {case.operation.path} {answer.status_code}")

    call()


def test_a_hole_would_be_seen(callers):
    """The control: the same question with a door that lets a worker in."""

    class Guarded:
        class operation:
            path = "/redemptions"

    assert is_a_hole(Guarded, callers["worker"], 201)
    assert not is_a_hole(Guarded, callers["worker"], 403)
    assert not is_a_hole(Guarded, callers["scanner"], 201)
