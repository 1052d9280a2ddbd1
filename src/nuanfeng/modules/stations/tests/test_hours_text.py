"""Hours as people publish them, read as hours that a program can judge."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanfeng.modules.stations.rules.hours import refusal_to_keep_hours
from nuanfeng.modules.stations.rules.hours_text import (
    ANSWERS_ONLY,
    GUESSED_AFTERNOON,
    ON_SITE,
    ONLY_ONE_TIME,
    TOO_LONG,
    read_hours,
)


def published(shared_files):
    path = shared_files / "data/opening_hours/station_hours_text_to_osm.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_59_published_texts_are_read_as_their_collector_read_them(shared_files):
    rows = published(shared_files)
    assert len(rows) == 59
    for row in rows:
        reading = read_hours(row["hours_published"])
        expected = row["confidence"] if row["confidence"] in ("exact", "interpreted") else "none"
        assert (reading.osm, reading.confidence) == (row["opening_hours_osm"], expected), row


@pytest.mark.parametrize(
    ("text", "osm", "confidence"),
    [
        ("上午八点半至下午五点", "08:30-17:00", "exact"),
        ("８：３０－１７：３０", "08:30-17:30", "exact"),
        ("二十四小时", "24/7", "exact"),
        ("早9晚6", "09:00-18:00", "exact"),
        ("0830-1730", "08:30-17:30", "exact"),
        ("6.30-22.00", "06:30-22:00", "exact"),
        ("Mon-Fri 9am-5pm", "Mo-Fr 09:00-17:00", "exact"),
        ("下午2点-5点半", "14:00-17:30", "exact"),
        ("晚上8点-2点", "20:00-02:00", "doubtful"),
        ("晚上8点-凌晨2点", "20:00-02:00", "interpreted"),
        ("18:00-次日2:00", "18:00-02:00", "interpreted"),
        ("中午12点到1点半", "12:00-13:30", "doubtful"),
        ("晚上6:00-12:00", "18:00-24:00", "exact"),
        ("8:30-5:30", "08:30-17:30", "doubtful"),
        ("周六日 9点到12点", "Sa,Su 09:00-12:00", "exact"),
        ("周一、三、五 9:00-11:00", "Mo,We,Fr 09:00-11:00", "exact"),
        ("周一至周日 8:00-20:00", "08:00-20:00", "exact"),
        ("8:30-17:30（周一至周五）", "Mo-Fr 08:30-17:30", "exact"),
        (
            "周一至周五8:30-17:30，周末9:00-12:00，节假日休息",
            "Mo-Fr 08:30-17:30; Sa-Su 09:00-12:00; PH off",
            "exact",
        ),
        ("周一闭馆，其余9:00-17:00", "09:00-17:00; Mo off", "exact"),
        ("除周一外每天9:00-17:00", "09:00-17:00; Mo off", "exact"),
        ("周一至周五 8:00-17:00，周末休息", "Mo-Fr 08:00-17:00", "exact"),
        ("9:00-18:00，法定节假日除外", "09:00-18:00; PH off", "exact"),
        ("9:00-21:00（节假日照常）", "09:00-21:00", "exact"),
        ("工作日 9:00-17:00", "Mo-Fr 09:00-17:00; PH off", "interpreted"),
        ("工作日 9:00-17:00，节假日 10:00-16:00", "Mo-Fr 09:00-17:00; PH 10:00-16:00", "interpreted"),
        ("夏季8:00-18:00，冬季8:30-17:30", "May-Sep 08:00-18:00; Oct-Apr 08:30-17:30", "interpreted"),
        ("08:30-17:30 12:00-13:30休息", "08:30-12:00,13:30-17:30", "interpreted"),
        ("24小时（需预约）", "24/7", "doubtful"),
        ("9:00-17:00，领导视察时不开", "09:00-17:00", "doubtful"),
        ("(평시) 평일 09~18시 운영", "Mo-Fr 09:00-18:00; PH off", "interpreted"),
        ("토요일 9시~18시, 일요일/공휴일 12시~18시", "Sa 09:00-18:00; Su,PH 12:00-18:00", "exact"),
        ("점심시간(12시 ~ 13시) 미운영", "", "none"),
        ("1-2层", "", "none"),
        ("13800001111", "", "none"),
        ("25:00-26:00", "", "none"),
        ("9:00开门", "", "none"),
        ("", "", "none"),
    ],
)
def test_what_people_write(text, osm, confidence):
    reading = read_hours(text)
    assert (reading.osm, reading.confidence) == (osm, confidence)


def test_a_reading_that_is_not_exact_says_why():
    assert read_hours("每天下午5:30关闭").reasons == (ONLY_ONE_TIME,)
    assert read_hours("以现场公告为准").reasons == (ON_SITE,)
    assert read_hours("24小时响应").reasons == (ANSWERS_ONLY,)
    assert read_hours("8:30-5:30").reasons == (GUESSED_AFTERNOON,)
    assert read_hours("开" * 301).reasons == (TOO_LONG,)


PIECES = st.sampled_from(
    ["周一至周五", "周末", "8:30-17:30", "下午2点-5点", "休息", "节假日", "除", "夏季", "24小时", "，", " ",
     "（", "）", "12:00", "전", "토요일", "7-8月", "每天", "/", "9-5", "次日", "凌晨2点", "-", "外", "x"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=60))
def test_whatever_is_written_the_answer_can_be_kept(text):
    reading = read_hours(text)
    assert refusal_to_keep_hours(reading.osm) is None
    assert bool(reading.osm) == (reading.confidence != "none")
    assert bool(reading.reasons) == (reading.confidence != "exact")


@pytest.mark.parametrize(
    ("text", "osm"),
    [
        ("7-8月 9:00-22:00，其他 8:30-20:00", "08:30-20:00; Jul-Aug 09:00-22:00"),
        ("7月至8月9:00-22:00，其他时间8:30-20:00", "08:30-20:00; Jul-Aug 09:00-22:00"),
        ("6-9月 7:00-22:00；其余 8:00-20:00", "08:00-20:00; Jun-Sep 07:00-22:00"),
        ("11月-2月 8:30-19:00，其他月份 8:00-21:00", "08:00-21:00; Nov-Feb 08:30-19:00"),
        ("夏季 8:00-21:00 冬季 8:30-20:00", "May-Sep 08:00-21:00; Oct-Apr 08:30-20:00"),
    ],
)
def test_what_holds_in_the_other_months_is_not_taken_for_the_same_ones(text, osm):
    assert read_hours(text).osm == osm
    assert not read_hours(text).is_doubtful


def test_other_days_of_a_season_stay_in_the_season():
    assert "08:30-20:00" not in read_hours("7-8月周一至周五 9:00-22:00，其他 9:00-18:00").osm
