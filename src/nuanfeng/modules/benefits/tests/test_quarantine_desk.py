"""County staff see what was set aside, and why, and decide; nobody else does."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from nuanfeng.kernel import clock
from nuanfeng.modules.benefits.models import Redemption, SyncRecord
from nuanfeng.modules.benefits.tests.builders import a_county_clerk, a_master_of, a_rider, a_station
from nuanfeng.modules.benefits.tests.mornings import Morning, a_morning
from nuanfeng.modules.benefits.tests.phones import Phone, Record, a_phone_at
from nuanfeng.modules.people.tests.builders import signed_in

pytestmark = pytest.mark.django_db

LIST = "/office/quarantine/"


@pytest.fixture
def morning() -> Morning:
    return a_morning(buns=10, milks=5)


@pytest.fixture
def phone(morning) -> Phone:
    return a_phone_at(morning.station, since=clock.now() - timedelta(minutes=30), name="门口的手机")


@pytest.fixture
def desk(morning) -> Client:
    return signed_in(a_county_clerk(), with_second_factor=True)


def set_aside(phone: Phone, *, code: str = "", hours: int = 1) -> Record:
    """Recorded by a clock that was an hour fast."""
    record = phone.hands_out(code, at=clock.now() + timedelta(hours=hours), buns=2)
    phone.sends([record], now=clock.now())
    return record


def text_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_list_is_good_news_and_says_what_comes_here(desk):
    page = text_of(desk.get(LIST))
    assert "没有要看的" in page
    assert "好消息" in page
    assert 'class="tabs"' not in page


def test_the_list_says_why_in_plain_words_where_and_which_phone(desk, phone, morning):
    record = set_aside(phone)
    page = text_of(desk.get(LIST))
    for words in ("手机的时间快了", str(morning.station), "门口的手机", "包子 2", f"{LIST}{record.hash}/"):
        assert words in page


def test_neither_list_nor_record_says_whose_code_it_was(desk, phone, morning):
    record = set_aside(phone, code=morning.code)
    number = set_aside(phone, code=morning.number)
    for page in (LIST, f"{LIST}{record.hash}/", f"{LIST}{number.hash}/"):
        said = text_of(desk.get(page))
        assert morning.code not in said
        assert morning.number not in said
        assert morning.rider.nickname not in said
    assert "出示了码" in text_of(desk.get(f"{LIST}{record.hash}/"))
    assert "报了号码" in text_of(desk.get(f"{LIST}{number.hash}/"))


def test_the_office_says_how_many_wait_or_that_none_does(desk, phone):
    assert "没有断网时的记录等你看" in text_of(desk.get("/office/"))
    set_aside(phone)
    page = text_of(desk.get("/office/"))
    assert f'href="{LIST}"' in page
    assert "1 条断网时的记录" in page
    assert "没有断网时的记录等你看" not in page


def test_it_is_counted_and_the_list_is_empty_again(desk, phone):
    record = set_aside(phone)
    answer = desk.post(f"{LIST}{record.hash}/", {"decision": "stored"}, follow=True)
    assert "算上了" in text_of(answer)
    assert Redemption.objects.get().pk == record.id
    assert "算上了" in text_of(desk.get(f"{LIST}{record.hash}/"))
    assert record.hash in text_of(desk.get(f"{LIST}?state=counted"))


def test_it_is_dismissed_with_the_word_that_was_given(desk, phone):
    record = set_aside(phone)
    without = desk.post(f"{LIST}{record.hash}/", {"decision": "dismissed", "note": " "})
    assert without.status_code == 409
    assert 'data-code="note_missing"' in without.content.decode()
    desk.post(f"{LIST}{record.hash}/", {"decision": "dismissed", "note": "试用时录的"})
    assert "试用时录的" in text_of(desk.get(f"{LIST}{record.hash}/"))
    assert not Redemption.objects.exists()


def test_two_clerks_at_once_the_second_reads_that_it_was_decided(desk, phone):
    record = set_aside(phone)
    desk.post(f"{LIST}{record.hash}/", {"decision": "stored"})
    late = desk.post(f"{LIST}{record.hash}/", {"decision": "dismissed", "note": "不算"})
    assert (late.status_code, 'data-code="decided_otherwise"' in late.content.decode()) == (409, True)


def test_the_list_is_narrowed_by_reason_and_by_station(desk, phone, morning):
    fast = set_aside(phone)
    slow = phone.hands_out(at=clock.now() - timedelta(hours=5))
    phone.sends([slow], now=clock.now())
    elsewhere = a_station("榔梨骑手之家")

    only_slow = text_of(desk.get(f"{LIST}?reason=before_anchor"))
    assert (slow.hash in only_slow, fast.hash in only_slow) == (True, False)
    here = text_of(desk.get(f"{LIST}?station={morning.station.pk}"))
    assert (slow.hash in here, fast.hash in here) == (True, True)
    there = text_of(desk.get(f"{LIST}?station={elsewhere.pk}"))
    assert (slow.hash in there, fast.hash in there) == (False, False)
    assert fast.hash in text_of(desk.get(f"{LIST}?state=x&reason=x&station=x&page=x"))


def test_the_workbook_has_the_rows_of_the_list_and_no_code(desk, phone, morning):
    record = set_aside(phone, code=morning.number)
    desk.post(f"{LIST}{record.hash}/", {"decision": "dismissed", "note": "=1+1"})
    answer = desk.get(f"{LIST}?state=all&as=xlsx")
    sheet = load_workbook(BytesIO(answer.content)).active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "手机的时间快了" in cells
    assert "包子 2" in cells
    assert not any(morning.number in cell for cell in cells)
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_once_its_text_is_deleted_the_record_says_so(desk, phone):
    record = set_aside(phone)
    desk.post(f"{LIST}{record.hash}/", {"decision": "dismissed", "note": "不算"})
    SyncRecord.objects.update(text="")
    assert "30 天" in text_of(desk.get(f"{LIST}{record.hash}/"))
    assert record.hash in text_of(desk.get(f"{LIST}?state=all"))


@pytest.mark.parametrize("wrong", ["0" * 64, "x", "A" * 64, "0" * 63])
def test_a_record_that_is_not_there_is_a_plain_404(desk, wrong):
    assert desk.get(f"{LIST}{wrong}/").status_code == 404
    assert desk.post(f"{LIST}{wrong}/", {"decision": "stored"}).status_code == 404


def test_a_record_that_counted_by_itself_has_no_page(desk, phone):
    record = phone.hands_out(at=clock.now())
    phone.sends(now=clock.now())
    assert desk.get(f"{LIST}{record.hash}/").status_code == 404


def test_only_county_staff_with_the_second_step_get_in(desk, phone, morning):
    record = set_aside(phone)
    master = signed_in(a_master_of(morning.station), with_second_factor=True)
    for page in (LIST, f"{LIST}{record.hash}/"):
        assert master.get(page).status_code == 403
        assert signed_in(a_rider()).get(page).status_code == 403
        assert signed_in(a_county_clerk()).get(page).status_code == 302
        assert Client().get(page).status_code == 302
    assert master.post(f"{LIST}{record.hash}/", {"decision": "stored"}).status_code == 403
    assert not Redemption.objects.exists()
