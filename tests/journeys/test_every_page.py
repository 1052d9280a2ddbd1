"""Every page there is can be read, heard and held, in every look and in both languages."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, path
from playwright.sync_api import Page, expect

from nuanfeng.modules.people.api import Person
from nuanfeng.modules.people.tests.builders import signed_in
from tests.journeys import every_page
from tests.journeys.conftest import LOOKS, axe_faults, overflows
from tests.journeys.every_page import World, a_world, in_no_list

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, DESK = (320, 360), (360, 1440)
SHOWN = "main .notice-doubt strong"
PASSKEY_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
HAN = re.compile(r"[\u4e00-\u9fff]+")
LATIN = re.compile(r"[A-Za-z]{2,}")
# What people in China write in Latin letters, too.
LATIN_IN_CHINESE = {
    "wi",
    "fi",
    "app",
    "gps",
    "wgs",
    "gcj",
    "openstreetmap",
    "excel",
    "wps",
    "csv",
    "xlsx",
    "ods",
    "mb",
    "zaocan",
}
# The marks that the server writes when these were chosen; that it does has tests of its own.
WEAR = """({theme, text_size}) => {
  document.documentElement.dataset.theme = theme;
  document.documentElement.dataset.textSize = text_size;
}"""
WORDS_OF = """() => {
  for (const one of document.querySelectorAll("details")) one.open = true;
  const foreign = [...document.querySelectorAll("body [lang]")];
  for (const one of foreign) one.hidden = true;
  const said = [document.title, document.body.innerText];
  for (const one of document.querySelectorAll("body *"))
    for (const name of ["aria-label", "title", "placeholder", "alt"])
      if (one.hasAttribute(name)) said.push(one.getAttribute(name));
  for (const one of foreign) one.hidden = false;
  return said.join("\\n");
}"""


@pytest.fixture(autouse=True)
def demo(settings):
    """Codes stand on the page."""
    settings.NUANFENG_DEMO = True
    settings.NUANFENG_SMS = "console"


@pytest.fixture
def world() -> World:
    return a_world()


def written_in_rows() -> list[str]:
    """What people wrote and no translation can know, the longest first."""
    found: set[str] = set()
    for model in apps.get_models():
        if model.__module__.startswith(("nuanfeng.", "allauth.")):
            for row in model.objects.values():
                if not row.get("name_en"):
                    found.update(_strings_in(list(row.values())))
    return sorted((text for text in found if HAN.search(text)), key=len, reverse=True)


def _strings_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _strings_in(one)
    elif isinstance(value, dict):
        yield from _strings_in(list(value.values()))


def words_of(page: Page) -> str:
    """Everything a reader sees or hears, but for the names of languages in themselves."""
    return page.evaluate(WORDS_OF)


def english_in(text: str) -> list[str]:
    """English words that stand on a Chinese screen."""
    return sorted({word for word in LATIN.findall(text) if word.lower() not in LATIN_IN_CHINESE})


def chinese_in(text: str, *, but: list[str]) -> list[str]:
    """Chinese words on an English screen that nobody wrote into a row."""
    for known in but:
        text = text.replace(known, " ")
    return sorted(set(HAN.findall(text)))


def choose(page: Page, language: str) -> None:
    """Choose a language as the switch does, and light."""
    cookies = {"django_language": language, "theme": "light"}
    address = page.live_address  # type: ignore[attr-defined]
    page.context.add_cookies(
        [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
    )


def faults_of(page: Page, address: str, widths: tuple[int, ...], rows: list[str]) -> list[str]:
    """What is wrong with one page, in all its looks and both languages."""
    choose(page, "zh-hans")
    answer = page.goto(address)
    if answer is None or answer.status != 200:
        return [f"answered {answer and answer.status}"]
    found: list[str] = []
    for look, marks in LOOKS.items():
        page.evaluate(WEAR, {"text_size": "normal", **dict(marks)})
        found += [f"{look}: {fault}" for fault in axe_faults(page)]
        found += _wider(page, widths, look)
    found += [f"English on a Chinese screen: {word}" for word in english_in(words_of(page))]
    choose(page, "en")
    page.goto(address)
    found += _wider(page, widths, "English")
    found += [f"Chinese on an English screen: {word}" for word in chinese_in(words_of(page), but=rows)]
    return found + _broken(page)


def _broken(page: Page) -> list[str]:
    """What the browser complained of since the last time."""
    told, page.faults = page.faults, []  # type: ignore[attr-defined]
    return told


def _wider(page: Page, widths: tuple[int, ...], look: str) -> Iterator[str]:
    for width in widths:
        page.set_viewport_size({"width": width, "height": 760})
        if overflows(page):
            yield f"{look}: wider than {width}"


def looks_right(page: Page, world: World, names: tuple[str, ...], widths: tuple[int, ...]) -> None:
    """No page of these names has a fault; all faults are told at once."""
    rows = written_in_rows()
    found = [(name, fault) for name in names for fault in faults_of(page, world.address(name), widths, rows)]
    assert found == [], "\n".join(f"{name}: {fault}" for name, fault in found)


@pytest.fixture
def opened(phone, live_server) -> Callable[..., Page]:
    """A page of somebody, the county's staff after their second step."""

    def open_for(person: Person | None = None, *, client: Client | None = None) -> Page:
        page = phone(person)
        page.live_address = live_server.url
        if client is not None:
            [name] = [key for key in client.cookies if "session" in key]
            cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
            page.context.add_cookies([cookie])
        return page

    return open_for


def test_what_nobody_has_to_sign_in_for(opened, world):
    looks_right(opened(), world, every_page.NOBODY, PHONE)


def test_what_a_worker_opens(opened, world):
    looks_right(opened(world.morning.rider), world, every_page.WORKER, PHONE)


def test_what_a_station_master_opens(opened, world):
    looks_right(opened(world.morning.master), world, every_page.MASTER, PHONE)


@pytest.mark.parametrize("part", ["COUNTY_FIGURES", "COUNTY_DESKS", "COUNTY_PROGRAMMES"])
def test_what_the_county_opens(opened, world, part):
    page = opened(client=signed_in(world.clerk, with_second_factor=True))
    looks_right(page, world, getattr(every_page, part), DESK)


def test_the_second_factors_of_county_staff(opened, world):
    page = opened(client=signed_in(world.clerk, with_second_factor=True))
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEY_DEVICE})
    page.goto("/accounts/2fa/passkey/")
    type_shown_code(page)
    page.click("#add_passkey")
    expect(page).to_have_url(re.compile("/2fa/codes/"))
    looks_right(page, world, every_page.SECOND_FACTORS, DESK)


def test_the_way_in_of_somebody_new(opened, world):
    page = opened()
    ask_for_code(page, "100 0000 0009")
    looks_right(page, world, ("account_confirm_login_code",), PHONE)
    type_shown_code(page)
    expect(page.locator("#id_nickname")).to_be_visible()
    looks_right(page, world, ("people:welcome",), PHONE)


def test_the_second_step_on_the_way_in(opened, world):
    page = opened()
    ask_for_code(page, "100 0000 0003")
    type_shown_code(page)
    expect(page).to_have_url(re.compile("/2fa/authenticate/"))
    looks_right(page, world, ("mfa_authenticate",), PHONE)


@pytest.mark.parametrize("part", range(2))
def test_the_registers_of_the_county(opened, world, part):
    """Django's own pages: they have no switches, so a look is what the device asks for."""
    page = opened(client=signed_in(world.clerk, with_second_factor=True))
    found = []
    for name in every_page.REGISTERS[part::2]:
        answer = page.goto(world.address(name))
        assert answer is not None
        assert answer.status == 200, name
        found += [(name, fault) for fault in _broken(page)]
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            found += [(name, theme, fault) for fault in axe_faults(page)]
        found += [(name, fault) for fault in _wider(page, DESK, "light")]
        page.faults = []  # axe writes styles of its own into such a page
    assert found == [], "\n".join(map(str, found))


def test_an_address_that_nobody_opens_here_is_found():
    assert in_no_list(get_resolver().url_patterns) == []

    new = path("new-page/", lambda request: HttpResponse(), name="new_page")
    assert in_no_list([*get_resolver().url_patterns, new]) == ["new_page"]


def test_what_is_wrong_with_a_page_is_found(opened, world):
    page = opened()
    page.set_content(
        '<title>暖蜂</title><p>今天 open 到 8 点，有 Wi-Fi</p><img alt="cup"><i lang="en">English</i>'
    )
    assert english_in(words_of(page)) == ["cup", "open"]
    page.set_content('<img src="cup.png"><hr width="900">')
    assert any("image-alt" in fault for fault in axe_faults(page))
    assert list(_wider(page, (320, 1440), "light")) == ["light: wider than 320"]
    assert chinese_in("Open 今天 at 星沙骑手之家", but=written_in_rows()) == ["今天"]


def ask_for_code(page: Page, number: str) -> None:
    """Say the number; the code comes."""
    page.goto("/accounts/login/code/?next=/office/")
    page.fill("#id_phone", number)
    page.click("form.card button")


def type_shown_code(page: Page) -> None:
    """The code stands on the page."""
    page.fill("#id_code", re.sub(r"\D", "", page.locator(SHOWN).inner_text()))
    page.click("form.card button")
