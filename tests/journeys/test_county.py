"""County staff see at once what was handed out at a station, open a figure and take it away as a table."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from nuanfeng.kernel import clock
from nuanfeng.modules.benefits.tests.mornings import Morning, a_morning
from nuanfeng.modules.insight.api import fold_figures
from nuanfeng.modules.organisations.api import COMMAND_LINE, appoint_county_staff
from nuanfeng.modules.organisations.tests.builders import a_county
from nuanfeng.modules.people.api import give_authenticator_app, register_person
from nuanfeng.modules.stations.tests.builders import a_station
from tests.journeys.conftest import LOOKS, SMALL, WIDE, axe_faults, overflows, put_on
from tests.journeys.scan_world import enrol, hand_over, take, type_number

pytestmark = pytest.mark.django_db(transaction=True)
CLERK = "+8610000000003"
SHOWN = "main .notice-doubt strong"
LISTS = ("hand-outs", "answers", "stock", "days", "table", "people", "stations")


@pytest.fixture(autouse=True)
def demo(settings):
    """The clerk's codes stand on the page."""
    settings.NUANFENG_DEMO = True
    settings.NUANFENG_SMS = "console"


def a_clerk_signs_in(page: Page) -> None:
    """With a number, a code and the second step."""
    now = clock.now()
    clerk = register_person(phone=CLERK, nickname="小陈", now=now, is_demo=True)
    appoint_county_staff(person=clerk, actor=COMMAND_LINE, now=now)
    give_authenticator_app(person=clerk, now=now)
    page.goto("/office/")
    page.fill("#id_phone", "100 0000 0003")
    page.click("form.card button")
    for _step in range(2):
        page.fill("#id_code", re.sub(r"\D", "", page.locator(SHOWN).inner_text()))
        page.click("form.card button")
    expect(page).to_have_url(re.compile("/office/$"))


def a_hand_out(page: Page, morning: Morning) -> None:
    """The rider says the number, takes a bun and goes."""
    enrol(page, morning)
    type_number(page, morning.number)
    take(page, "bun", 1)
    hand_over(page)


def first_figure(page: Page) -> str:
    """The largest figure of the page: meals handed out on the day."""
    return page.locator(".four .figure strong").first.inner_text()


def test_what_was_handed_out_a_moment_ago_is_counted_opened_and_taken_away(phone, tmp_path: Path):
    morning = a_morning()
    office = phone(viewport=WIDE, accept_downloads=True)
    a_clerk_signs_in(office)
    assert first_figure(office) == "0"

    a_hand_out(phone(morning.master), morning)
    office.reload()
    assert first_figure(office) == "1"

    office.locator(".four .figure").first.click()
    rows = office.locator("table tbody tr")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text(morning.station.name)
    expect(rows.first).not_to_contain_text(morning.rider.nickname)

    with office.expect_download() as download:
        office.locator("a[download]").click()
    kept = tmp_path / "list.xlsx"
    download.value.save_as(kept)
    sheet = load_workbook(BytesIO(kept.read_bytes())).worksheets[0]
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    assert morning.station.name in cells
    assert any("填报单位" in str(cell) for cell in cells)
    assert any("盖章" in str(cell) for cell in cells)
    assert morning.rider.nickname not in cells
    assert office.faults == []


def test_on_paper_the_page_ends_as_a_county_form_does(phone):
    a_morning()
    office = phone(viewport=WIDE)
    a_clerk_signs_in(office)

    for path in ("/office/", "/office/figures/hand-outs/", "/office/figures/table/"):
        office.goto(path)
        office.emulate_media(media="print")
        foot = office.locator(".print-foot")
        for words in ("填报单位", "填表人", "日期", "盖章"):
            expect(foot).to_contain_text(words)
        expect(foot).to_be_visible()
        expect(office.locator("nav.ways")).to_be_hidden()
        expect(office.locator("#print")).to_be_hidden()
        assert office.pdf(prefer_css_page_size=True).startswith(b"%PDF")
        office.emulate_media(media="screen")


def test_the_page_works_without_a_script(phone):
    morning = a_morning()
    a_hand_out(phone(morning.master), morning)
    office = phone(viewport=WIDE, java_script_enabled=False)
    a_clerk_signs_in(office)

    office.locator(".four .figure").first.click()

    expect(office.locator("table tbody tr")).to_have_count(1)
    expect(office.locator("#print")).to_be_hidden()


def test_an_empty_county_says_what_comes_first(phone):
    a_county()
    office = phone()
    a_clerk_signs_in(office)

    expect(office.locator("ol.rows a")).to_have_count(2)
    office.locator("ol.rows a").first.click()

    expect(office).to_have_url(re.compile("/office/imports/"))


def test_the_same_in_english_with_no_chinese_but_names(phone):
    morning = a_morning()
    a_hand_out(phone(morning.master), morning)
    office = phone(viewport=WIDE)
    a_clerk_signs_in(office)
    office.context.add_cookies([{"name": "django_language", "value": "en", "url": office.url}])
    names = ("长沙县", "小陈", morning.station.name, "中文", "暖蜂")

    for path in ("/office/", *(f"/office/figures/{name}/" for name in LISTS)):
        office.goto(path)
        text = office.locator("body").inner_text()
        for name in names:
            text = text.replace(name, "")
        assert re.findall(r"[\u4e00-\u9fff]+", text) == [], path


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("size", [SMALL, WIDE, {"width": 320, "height": 640}], ids=["small", "wide", "least"])
def test_every_page_of_figures_is_whole_and_can_be_read(phone, look, size):
    morning = a_morning()
    a_hand_out(phone(morning.master), morning)
    a_station("不知道的驿站", hours="")
    fold_figures(now=clock.now())
    office = phone(viewport=size)
    a_clerk_signs_in(office)

    for path in ("/office/", *(f"/office/figures/{name}/" for name in LISTS)):
        office.goto(path)
        put_on(office, look)
        assert axe_faults(office) == [], path
        assert not overflows(office), path
    assert office.faults == []
