"""The privacy page, and the inventory behind it: no field of no table is left out."""

import pytest
from django.apps import apps
from django.db import models

from nuanfeng.kernel import schedule
from nuanfeng.modules.organisations.tests.builders import a_county
from nuanfeng.portal.pages.privacy import WORDS, inventory

UNTIL_ERASED = "until you erase it"


def _fields_in(kept):
    tables = [row["fields"] for row in kept["personal"]] + [kept["not_personal"], kept["empty"]]
    return [f"{table}.{field}" for fields in tables for table, names in fields.items() for field in names]


def _fields_of(tables):
    return {
        f"{table._meta.label}.{field.name}" for table in tables for field in table._meta.local_concrete_fields
    }


def _all_tables():
    return apps.get_models(include_auto_created=True)


def test_every_field_of_every_table_stands_in_one_row():
    listed = _fields_in(inventory())

    assert sorted(_fields_of(_all_tables()) - set(listed)) == [], "fields in no row of privacy/inventory.yml"
    assert sorted(set(listed) - _fields_of(_all_tables())) == [], "rows of fields that are gone"
    assert len(listed) == len(set(listed)), "a field stands in two rows"


def test_the_check_finds_a_field_that_is_in_no_row():
    class Diary(models.Model):
        secret = models.TextField()

        class Meta:
            app_label = "nowhere"
            managed = False

    missing = _fields_of([Diary]) - set(_fields_in(inventory()))
    del apps.all_models["nowhere"]

    assert missing == {"nowhere.Diary.id", "nowhere.Diary.secret"}


def test_every_row_speaks_both_languages():
    for row in inventory()["personal"]:
        for name in WORDS:
            assert row[name]["zh"], row["id"]
            assert row[name]["en"], row["id"]
    assert len(inventory()["never"]["zh"]) == len(inventory()["never"]["en"])


def test_links_to_persons_count_as_personal():
    """Who acted is personal, whatever the table is for."""
    personal = {
        f"{table}.{field}"
        for row in inventory()["personal"]
        for table, names in row["fields"].items()
        for field in names
    }
    links = {
        f"{table._meta.label}.{field.name}"
        for table in _all_tables()
        for field in table._meta.local_concrete_fields
        if field.related_model is not None and field.related_model._meta.label == "people.Person"
    }

    assert sorted(links - personal - {"account.EmailAddress.user"}) == []


@pytest.mark.django_db
def test_anyone_may_read_it_before_the_county_is_set_up(client):
    page = client.get("/privacy/").content.decode()

    assert "手机号" in page
    assert "你去过哪里的轨迹" in page


@pytest.mark.django_db
def test_it_names_the_county_and_speaks_english_to_whoever_chose_it(client):
    a_county()
    client.cookies["django_language"] = "en"

    page = client.get("/privacy/").content.decode()

    assert "Mobile number" in page
    assert "长沙县" in page


def test_every_row_names_the_job_that_keeps_its_word_or_leaves_it_to_the_person():
    for row in inventory()["personal"]:
        assert row["job"] == UNTIL_ERASED or row["job"] in schedule.names(), row["id"]


def test_a_job_that_does_not_come_round_is_seen():
    assert "people.forget_everything_someday" not in schedule.names()
