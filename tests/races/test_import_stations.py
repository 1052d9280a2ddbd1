"""A clerk taps twice, or two clerks have the same list: it comes in once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from nuanfeng.modules.organisations.api import COMMAND_LINE
from nuanfeng.modules.stations.models import Station, StationImport, StationImportRow
from nuanfeng.modules.stations.tests.builders import NOON
from nuanfeng.modules.stations.tests.sheet_builders import a_county_sheet
from nuanfeng.modules.stations.usecases import apply_import, preview_import
from nuanfeng.modules.stations.usecases._imported import known_codes, opened_from

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 4
LIST = a_county_sheet(*[(number, "", f"驿站 {number}", f"某路 {number} 号") for number in range(20)])


def all_at_once(act: Callable[[Barrier], object]) -> list[object]:
    """What each of four threads got; the barrier is theirs to use."""
    start = Barrier(HANDS)

    def one(_number: int) -> object:
        try:
            return act(start)
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS) as threads:
        return list(threads.map(one, range(HANDS)))


def look() -> StationImport:
    return preview_import(actor=COMMAND_LINE, now=NOON, content=LIST, file_name="驿站.xlsx", datum="wgs84")


def test_the_same_list_sent_four_times_at_once_is_one_import():
    def send(start: Barrier) -> StationImport:
        start.wait()
        return look()

    all_at_once(send)
    assert StationImport.objects.count() == 1
    assert StationImportRow.objects.count() == 20


def test_four_taps_on_import_open_each_station_once():
    sheet = look()

    def tap(start: Barrier) -> int:
        start.wait()
        return apply_import(sheet_id=sheet.pk, actor=COMMAND_LINE, now=NOON).opened

    assert sorted(all_at_once(tap)) == [0, 0, 0, 20]
    assert Station.objects.count() == 20


def test_the_control_without_the_sheets_lock_opens_them_four_times():
    sheet = look()

    def tap_unlocked(start: Barrier) -> int:
        rows = list(StationImportRow.objects.filter(sheet=sheet, state="ready"))
        codes = known_codes()
        start.wait()
        return len(opened_from(rows, sheet, codes, now=NOON))

    all_at_once(tap_unlocked)
    assert Station.objects.count() == 4 * 20
