"""What a person and a program see when something is refused or breaks."""

import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from nuanfeng.kernel import web
from nuanfeng.kernel.errors import N_, Refusal, Refused, refuse_if
from nuanfeng.kernel.web import FailureMiddleware, LanguageMiddleware, error_page, sentence_of

# An error page asks for the county's hotline.
pytestmark = pytest.mark.django_db

TOO_LATE = Refusal("too_late", N_("Only county staff can do this."))


def answer_to(failure, path="/"):
    request = RequestFactory().get(path, HTTP_ACCEPT_LANGUAGE="en")
    return FailureMiddleware(lambda request: None).process_exception(request, failure)


def test_a_refusal_is_raised_and_nothing_else_is():
    refuse_if(None)
    with pytest.raises(Refused) as no:
        refuse_if(TOO_LATE)
    assert no.value.refusal.code == "too_late"


def test_a_refusal_nobody_caught_becomes_a_page_with_its_code():
    page = answer_to(Refused(TOO_LATE))
    assert page.status_code == 403
    assert b"too_late" in page.content


def test_a_program_gets_the_same_refusal_as_a_problem():
    answer = answer_to(Refused(TOO_LATE), "/api/v1/stations")
    assert answer["Content-Type"] == "application/problem+json"
    assert b'"code": "too_late"' in answer.content


# The second is what a driver says of a connection that ended between two statements.
@pytest.mark.parametrize("failure", [OperationalError("database is locked"), InterfaceError("locked out")])
def test_a_database_that_is_locked_or_gone_says_when_to_come_back(failure):
    page = answer_to(failure)
    assert (page.status_code, page["Retry-After"]) == (503, "10")
    assert b"locked" not in page.content


def test_an_unknown_failure_is_left_to_djangos_own_handler():
    assert answer_to(ValueError("of a person")) is None


@pytest.mark.parametrize(
    ("address", "kind"), [("/", "text/html"), ("/api/v1/checks", "application/problem+json")]
)
def test_more_than_any_sheet_is_turned_away_before_it_fills_the_disk(address, kind):
    read = []
    door = FailureMiddleware(lambda request: read.append(request) or HttpResponse("in"))
    most = 12 * 1024 * 1024

    answer = door(RequestFactory().post(address, CONTENT_LENGTH=str(most + 1)))
    assert (answer.status_code, answer["Content-Type"].split(";")[0], read) == (413, kind, [])

    assert door(RequestFactory().post(address, CONTENT_LENGTH=str(most))).content == b"in"


@pytest.mark.parametrize("status", [400, 403, 404, 413, 500, 503])
def test_every_kind_of_failure_has_a_page_with_a_number_to_read_out(status):
    page = error_page(RequestFactory().get("/"), status, code="any", number="271828")
    assert page.status_code == status
    assert "271 828" in page.content.decode()


def test_pages_are_chinese_unless_the_person_chose_english():
    def speak(request):
        from django.utils.translation import get_language

        return HttpResponse(get_language())

    spoken = LanguageMiddleware(speak)
    plain = RequestFactory().get("/", HTTP_ACCEPT_LANGUAGE="en")
    chosen = RequestFactory().get("/")
    chosen.COOKIES["django_language"] = "en"
    program = RequestFactory().get("/api/v1/stations", HTTP_ACCEPT_LANGUAGE="en")

    said = [spoken(request).content.decode() for request in (plain, chosen, program)]
    assert said == ["zh-hans", "en", "en"]


def test_a_sentence_is_filled_for_the_person_who_reads_it():
    refusal = Refusal("full", "Only %(left)s left.", {"left": 3})
    assert sentence_of(refusal) == "Only 3 left."


def test_an_error_page_does_without_the_hotline_while_the_records_are_away(monkeypatch, settings):
    settings.NUANFENG_HOTLINE = ""

    def away():
        raise OperationalError("gone")

    monkeypatch.setattr(web, "_lookups", [away])
    page = error_page(RequestFactory().get("/"), 404, code="any")
    assert page.status_code == 404
    assert "tel:" not in page.content.decode()
