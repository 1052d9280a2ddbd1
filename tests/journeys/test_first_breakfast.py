"""One breakfast from the first sign-in to the county's figures, in both languages."""

import re

import pytest
from playwright.sync_api import Page, expect

from nuanfeng.modules.benefits.models import Redemption
from nuanfeng.modules.benefits.tests.builders import BUN
from nuanfeng.modules.benefits.tests.mornings import Morning, a_morning
from nuanfeng.modules.people.tests.builders import signed_in
from tests.journeys.conftest import WIDE
from tests.journeys.every_page import a_clerk_with_an_app
from tests.journeys.scan_world import enrol, hand_over, take
from tests.journeys.test_scan import ten_minutes_pass
from tests.journeys.test_show_pass import a_kept_pass, what_a_camera_reads

pytestmark = pytest.mark.django_db(transaction=True)
SHOWN = "main .notice-doubt strong"
HAN = re.compile("[\u4e00-\u9fff]")
WORDS = {
    "zh-hans": {
        "sign_in": "登录",
        "code": "填验证码",
        "welcome": "欢迎",
        "served": "暖心早餐",
        "offline": "没网也能用",
        "go": "可以领",
        "handed": "已交给他",
        "already": r"今天 \d{1,2}:\d\d 领过了",
        "anyway": "照样给",
        "meals": "份餐发出",
        "people": "人领到",
    },
    "en": {
        "sign_in": "Sign in",
        "code": "Type the code",
        "welcome": "Welcome",
        "served": "Warm breakfast",
        "offline": "Works without a network",
        "go": "Can be handed out",
        "handed": "Handed over",
        "already": r"Collected already today at \d{1,2}:\d\d",
        "anyway": "Give it anyway",
        "meals": "meals handed out",
        "people": "people served",
    },
}


@pytest.fixture(autouse=True)
def demo(settings):
    """Codes stand on the page."""
    settings.NUANFENG_DEMO = True
    settings.NUANFENG_SMS = "console"


def speak(page: Page, language: str, address: str) -> None:
    """The phone's owner chose this language."""
    page.context.add_cookies([{"name": "django_language", "value": language, "url": address}])


def joins_and_shows_a_pass(page: Page, words: dict[str, str]) -> str:
    """A worker signs in for the first time; what a camera reads from the phone."""
    page.goto("/pass/")
    expect(page.locator("h1")).to_have_text(words["sign_in"])
    page.fill("#id_phone", "100 0000 0009")
    page.click("form.card button")
    expect(page.locator("h1")).to_have_text(words["code"])
    page.fill("#id_code", re.sub(r"\D", "", page.locator(SHOWN).inner_text()))
    page.click("form.card button")
    expect(page.locator("h1")).to_contain_text(words["welcome"])
    page.fill("#id_nickname", "A Qiang")
    page.click("button[value=yes]")
    expect(page).to_have_url(re.compile("/pass/$"))
    expect(page.locator("main")).to_contain_text(words["served"])
    a_kept_pass(page)
    expect(page.locator("#pass-kept")).to_have_text(words["offline"])
    return what_a_camera_reads(page)


def is_handed_breakfast(page: Page, morning: Morning, words: dict[str, str]) -> None:
    """The station's camera sees the pass; a bun is picked and handed over."""
    enrol(page, morning)
    expect(page.locator("#answer")).to_have_attribute("data-tone", "go")
    expect(page.locator("#answer-title")).to_have_text(words["go"])
    expect(page.locator("#handed")).to_have_text(words["handed"])
    take(page, BUN, 1)
    hand_over(page)


def is_seen_again(page: Page, words: dict[str, str]) -> None:
    """The same code later is amber and says when; nobody is refused."""
    ten_minutes_pass()
    page.reload()
    expect(page.locator("#answer")).to_have_attribute("data-tone", "doubt")
    expect(page.locator("#answer-title")).to_have_text(re.compile(words["already"]))
    expect(page.locator("#give-anyway")).to_have_text(words["anyway"])


@pytest.mark.parametrize("language", WORDS)
def test_from_the_first_sign_in_to_the_countys_figures(phone, camera_phone, live_server, language):
    words, address = WORDS[language], live_server.url
    morning = a_morning()
    worker = phone()
    speak(worker, language, address)
    code = joins_and_shows_a_pass(worker, words)

    table = camera_phone(code, morning.master)
    speak(table, language, address)
    is_handed_breakfast(table, morning, words)

    office = phone(viewport=WIDE)
    speak(office, language, address)
    at_the_desk = signed_in(a_clerk_with_an_app(), with_second_factor=True).cookies
    [session] = [kept for name, kept in at_the_desk.items() if "session" in name]
    office.context.add_cookies([{"name": session.key, "value": session.value, "url": address}])
    office.goto("/office/")
    figures = office.locator(".four .figure")
    expect(figures.nth(0)).to_have_text(f"1{words['meals']}")
    expect(figures.nth(1)).to_have_text(f"1{words['people']}")

    is_seen_again(table, words)
    worker.context.set_offline(True)
    worker.goto("/pass/")
    expect(worker.locator("#pass-kept")).to_have_text(words["offline"])
    assert what_a_camera_reads(worker).startswith("NF1:")
    assert Redemption.objects.get().status == "counted"
    for page in (worker, table):
        assert page.faults == []
        written = page.locator("main").inner_text().replace(morning.station.name, "")
        assert bool(HAN.search(written)) == (language != "en")
