"""What a person can set, and what a phone keeps."""

import json

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from nuanfeng.kernel.web import error_page

# An error page asks for the county's hotline.
pytestmark = pytest.mark.django_db


def test_large_type_is_one_tap_and_leads_back_to_where_one_was(client):
    answer = client.post("/preferences/", {"text_size": "large", "next": "/offline/"})

    assert (answer.status_code, answer["Location"]) == (303, "/offline/")
    assert 'data-text-size="large"' in client.get("/offline/").text


def test_english_and_dark_are_kept_too_and_nonsense_is_not(client):
    client.post("/preferences/", {"language": "en", "theme": "dark", "text_size": "gigantic"})

    page = client.get("/offline/").text
    assert 'lang="en"' in page
    assert 'data-theme="dark"' in page
    assert 'data-text-size="normal"' in page


@pytest.mark.parametrize(
    "next_page", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_preferences_never_lead_to_another_site(client, next_page):
    assert client.post("/preferences/", {"text_size": "large", "next": next_page})["Location"] == "/"


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_another_site_cannot_change_how_the_pages_look(headers):
    answer = Client(enforce_csrf_checks=True).post("/preferences/", {"text_size": "large"}, headers=headers)

    assert answer.status_code == 403
    assert not answer.cookies


def test_the_form_needs_no_token_so_that_public_pages_need_no_cookie():
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/preferences/", {"text_size": "large"}).status_code == 303


def test_a_phone_can_put_the_site_on_its_home_screen(client):
    manifest = json.loads(client.get("/manifest.webmanifest").content)

    assert manifest["lang"] == "zh-hans"
    assert manifest["start_url"] == "/"
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}


def test_the_worker_keeps_files_that_exist_and_nothing_of_the_staff(client):
    script = client.get("/sw.js")

    assert script["Content-Type"].startswith("text/javascript")
    assert script["Cache-Control"] == "no-cache"
    files = json.loads(script.text.split("const SHELL = ")[1].split(";\n")[0])
    assert any("ui/ui" in path for path in files)
    assert not [path for path in files if "office" in path]


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 422, 429, 500, 503])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_error_page_says_what_to_do_and_a_number_to_read_out(status, language):
    """No database mark on this test: the page must come without one."""
    with translation.override(language):
        page = error_page(RequestFactory().get("/somewhere/"), status, code="x", number="482915")

    assert page.status_code == status
    assert "482 915" in page.text
    assert 'href="/"' in page.text
    assert page.text.count("<p>") >= 2


def test_a_page_that_is_not_there_has_a_plain_page(client):
    assert client.get("/nothing-here/").status_code == 404


def test_an_error_page_keeps_the_large_type_and_the_dark_of_its_reader(client):
    client.post("/preferences/", {"text_size": "large", "theme": "dark"})

    page = client.get("/nothing-here/").text

    assert 'data-text-size="large"' in page
    assert 'data-theme="dark"' in page


def test_a_phone_that_never_held_a_pass_says_how_to_eat_all_the_same(client):
    page = client.get("/offline/?for=pass").text

    assert "爱心卡" in page
    assert "客人餐" in page
    assert "爱心卡" not in client.get("/offline/").text


def test_a_page_knows_the_countys_hours_for_times_without_a_network(client):
    assert 'data-zone="Asia/Shanghai"' in client.get("/offline/").text
