"""Love cards on paper: what the printer gets is what a scanner reads."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.passes.api.card_sheet import draw_card_sheet, missing_for_pdf
from nuanfeng.modules.passes.models import CardSheet, Handle
from nuanfeng.modules.passes.queries import verify_scanned
from nuanfeng.modules.passes.rules.numbers import group_number
from nuanfeng.modules.passes.tests.builders import a_county, a_master_of, a_person, a_station
from nuanfeng.modules.passes.usecases import (
    ensure_issuer_key,
    forget_card_sheets,
    print_cards,
    print_replacement,
)
from nuanfeng.modules.people.tests.builders import signed_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
PAPER = {"address": "https://nf.example.org/card/1/", "language": "zh-hans"}


@pytest.fixture(autouse=True)
def county():
    a_county()
    ensure_issuer_key(now=clock.now())


@pytest.fixture
def station():
    return a_station()


def a_sheet(station, *, cards=1, by=None, now=None, id: UUID | None = None) -> CardSheet:
    """Cards asked for by the station's master."""
    return print_cards(
        id=id or new_id(),
        actor=by or a_master_of(station),
        station=station,
        cards=cards,
        now=now or clock.now(),
        **PAPER,
    )


def drawn(sheet) -> bytes:
    """The file of a sheet, or the test is skipped on a machine that cannot draw."""
    if missing := missing_for_pdf():
        pytest.skip(f"no PDF here: {missing}")
    assert draw_card_sheet.call(str(sheet.pk)) == "ready"
    return sheet.file.read_bytes()


def squares_of(pdf: bytes, page: int) -> list[str]:
    """What a camera reads from a printed page at 200 dots to the inch."""
    import pypdfium2
    import zxingcpp

    picture = pypdfium2.PdfDocument(pdf)[page].render(scale=200 / 72).to_pil()
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def words_of(pdf: bytes, page: int = 0) -> str:
    """The words on a page."""
    import pypdfium2

    return pypdfium2.PdfDocument(pdf)[page].get_textpage().get_text_range()


def test_a_printed_card_is_read_from_its_pixels_and_counts(station):
    sheet = a_sheet(station)
    card = Handle.objects.get(pk=sheet.cards[0])
    pdf = drawn(sheet)

    [text] = [each for each in squares_of(pdf, 0) if each.startswith("NF1:")]
    assert verify_scanned(text, now=clock.now()).person_id == card.person_id
    assert verify_scanned(text, now=clock.now() + timedelta(days=179)).outcome == "ok"
    assert verify_scanned(text, now=clock.now() + timedelta(days=181)).outcome == "expired"


def test_a_card_says_its_number_in_chinese_words_and_where_to_go_and_no_name(station):
    sheet = a_sheet(station)
    card = Handle.objects.get(pk=sheet.cards[0])
    pdf = drawn(sheet)

    assert PAPER["address"] in squares_of(pdf, 0)
    words = words_of(pdf)
    assert group_number(card.number).replace(" ", "") in words.replace(" ", "").replace("\r\n", "")
    assert "爱心卡" in words
    assert "nf.example.org/card/1" in words.replace("\r\n", "")


def test_eight_cards_lie_on_a_sheet_with_their_backs_behind_them(station):
    sheet = a_sheet(station, cards=16)
    pdf = drawn(sheet)
    read = [squares_of(pdf, page) for page in range(4)]

    assert [len(page) for page in read] == [8, 8, 8, 8]
    texts = read[0] + read[2]
    people = {verify_scanned(text, now=clock.now()).person_id for text in texts}
    assert people == set(Handle.objects.filter(kind="card").values_list("person_id", flat=True))
    assert set(read[1] + read[3]) == {PAPER["address"]}
    sheet.refresh_from_db()
    assert (sheet.drawn, sheet.state) == (16, "ready")


@pytest.mark.parametrize(
    ("cards", "code"), [(0, "no_cards"), (81, "too_many_cards"), (10_000, "too_many_cards")]
)
def test_too_many_or_none_at_all_is_refused_and_makes_no_card(station, cards, code):
    with pytest.raises(Refused) as no:
        a_sheet(station, cards=cards)
    assert no.value.refusal.code == code
    assert not Handle.objects.exists()


def test_a_form_sent_twice_makes_the_cards_once(station):
    master, number = a_master_of(station), new_id()
    first = a_sheet(station, cards=8, by=master, id=number)
    assert a_sheet(station, cards=8, by=master, id=number) == first
    assert Handle.objects.count() == 8


def test_staff_of_another_station_print_nothing_here(station):
    with pytest.raises(Refused):
        a_sheet(station, by=a_master_of(a_station("那里")))
    assert not Handle.objects.exists()


def test_a_lost_card_is_replaced_by_its_number_and_stops_at_once(station):
    master = a_master_of(station)
    lost = Handle.objects.get(pk=a_sheet(station, by=master).cards[0])
    new = print_replacement(
        id=new_id(),
        actor=master,
        station=station,
        number=group_number(lost.number),
        now=clock.now(),
        **PAPER,
    )
    assert Handle.objects.get(pk=new.cards[0]).person_id == lost.person_id
    assert verify_scanned(lost.number, now=clock.now() + HOUR).outcome == "revoked"


def test_a_number_that_no_card_has_says_so(station):
    with pytest.raises(Refused, match="No card has this number"):
        print_replacement(
            id=new_id(),
            actor=a_master_of(station),
            station=station,
            number="0000000006",
            now=clock.now(),
            **PAPER,
        )


def test_a_sheet_is_gone_after_an_hour_and_not_before(station):
    now = clock.now()
    sheet = a_sheet(station, now=now)
    sheet.file.parent.mkdir(exist_ok=True)
    sheet.file.write_bytes(b"%PDF-")

    assert forget_card_sheets(now=now + HOUR - timedelta(seconds=1)) == 0
    assert sheet.file.exists()
    assert forget_card_sheets(now=now + HOUR) == 1
    assert (sheet.file.exists(), CardSheet.objects.exists(), Handle.objects.count()) == (False, False, 1)


def test_the_page_prints_a_card_and_only_whoever_asked_sees_it(station):
    master = a_master_of(station)
    browser = signed_in(master)
    page = reverse("passes:print_cards", args=[station.pk])

    answer = browser.post(page, {"id": str(new_id()), "what": "one"})

    assert answer.status_code == 302
    assert browser.get(answer.url).status_code == 200
    assert "NF1:" not in browser.get(answer.url).content.decode()
    paper = browser.get(answer.url + "print/").content.decode()
    assert Handle.objects.get().number[:3] in paper
    other = signed_in(a_master_of(a_station("那里")))
    assert [other.get(answer.url + end).status_code for end in ("", "print/", "cards.pdf")] == [404, 404, 404]
    assert Client().get(answer.url).status_code == 302


def test_ten_thousand_cards_get_a_sentence_and_a_code(station):
    browser = signed_in(a_master_of(station))
    page = reverse("passes:print_cards", args=[station.pk])

    answer = browser.post(page, {"id": str(new_id()), "what": "sheets", "sheets": "1250"})

    assert answer.status_code == 409
    assert 'data-code="too_many_cards"' in answer.content.decode()


def test_a_worker_prints_no_cards(station):
    page = reverse("passes:print_cards", args=[station.pk])
    assert signed_in(a_person()).get(page).status_code == 403


def test_what_the_browser_prints_needs_no_pdf(station):
    sheet = a_sheet(station, cards=8)
    answer = signed_in(sheet.asked_by).get(reverse("passes:card_sheet_print", args=[sheet.pk]))
    assert answer.content.decode().count('class="face front"') == 8


@pytest.mark.parametrize(("state", "word"), [("no_pango", "libpango"), ("no_font", "fonts-noto-cjk")])
def test_where_the_server_cannot_draw_the_page_says_what_helps_and_leads_to_the_browsers_print(
    station, state, word
):
    sheet = a_sheet(station)
    CardSheet.objects.update(state=state)
    page = signed_in(sheet.asked_by).get(reverse("passes:card_sheet", args=[sheet.pk])).content.decode()
    assert word in page
    assert reverse("passes:card_sheet_print", args=[sheet.pk]) in page
