"""Every page of the registers is Chinese for whoever reads Chinese, and leads back to the office."""

import re
from html import unescape

import pytest
from django.contrib import admin
from django.urls import reverse

from nuanfeng.kernel.models import CalendarDay
from nuanfeng.modules.organisations.models import Organisation
from nuanfeng.modules.people.tests.builders import signed_in
from nuanfeng.modules.stations.models import FacilityType
from nuanfeng.modules.stations.tests.builders import (
    NOON,
    a_county,
    a_county_clerk,
    a_master_of,
    a_station,
    a_town,
)
from nuanfeng.modules.stations.tests.sheet_builders import a_county_sheet
from nuanfeng.modules.stations.usecases import preview_import

pytestmark = pytest.mark.django_db
# Codes, units and names of formats that are the same in every language.
THE_SAME = {"WGS", "GCJ", "GeoJSON", "Wi", "Fi", "xlsx", "English", "OSM", "PH", "off", "Mo", "Su"}
OURS = ("organisations", "stations", "kernel")


@pytest.fixture
def office():
    county = a_county(name_en="")
    clerk = a_county_clerk()
    station = a_station(by=clerk, area=a_town(), hours="24/7")
    a_master_of(station)
    Organisation.objects.create(kind="park", name="黄花物流园")
    CalendarDay.objects.create(day=NOON.date(), kind="holiday", name="放假")
    preview_import(
        actor=clerk,
        now=NOON,
        content=a_county_sheet((1, "", "开元驿站", "开元路 1 号")),
        file_name="驿站表",
        datum="wgs84",
    )
    assert county
    return signed_in(clerk, with_second_factor=True)


def registers():
    return [model for model in admin.site._registry if model._meta.app_label in OURS]


def pages_of(model):
    """List, new, one, its history, its end: those that there are for this register."""
    label = f"{model._meta.app_label}_{model._meta.model_name}"
    row = model.objects.order_by("pk").first()
    yield reverse(f"admin:{label}_changelist")
    yield reverse(f"admin:{label}_add")
    for page in ("change", "history", "delete"):
        if row is not None:
            yield reverse(f"admin:{label}_{page}", args=[row.pk])


def words_of(page):
    body = re.sub(
        r"<(script|style|svg|option|textarea|select)\b.*?</\1>",
        " ",
        page.split("<body")[1].partition(">")[2],
        flags=re.S,
    )
    return unescape(re.sub(r"<[^>]*>", " ", body))


def english_in(page):
    words = set(re.findall(r"[A-Za-z]{2,}", words_of(page)))
    data = " ".join(FacilityType.objects.values_list("name_en", flat=True))
    data += " ".join(FacilityType.objects.values_list("code", flat=True)).replace("_", " ")
    return sorted(word for word in words - THE_SAME if word not in data)


def test_no_english_stands_on_a_chinese_register(office):
    found = {}
    for model in registers():
        for address in pages_of(model):
            answer = office.get(address)
            if answer.status_code == 200 and (words := english_in(answer.content.decode())):
                found[address] = words
    assert found == {}


def test_every_register_leads_back_to_the_office(office):
    for model in registers():
        address = next(iter(pages_of(model)))
        assert 'href="/office/"' in office.get(address).content.decode(), address


def test_a_word_in_english_is_found():
    assert english_in("<body><p>文件 File name</p></body>") == ["File", "name"]


def test_every_register_has_a_name_of_its_own():
    for model in registers():
        assert not str(model._meta.verbose_name).isascii(), model
        for field in model._meta.fields:
            if field.editable and field.name != "id":
                assert not str(field.verbose_name).isascii() or field.verbose_name in THE_SAME, field
