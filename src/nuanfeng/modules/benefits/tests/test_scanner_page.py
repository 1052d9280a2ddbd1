"""The scanner as an app of its own."""

import json

import pytest
from django.test import Client

from nuanfeng.modules.benefits.tests.builders import a_station_with_breakfast
from nuanfeng.modules.people.tests.builders import signed_in
from nuanfeng.modules.stations.tests.builders import a_master_of

pytestmark = pytest.mark.django_db


def test_on_a_home_screen_it_is_an_app_beside_the_pass():
    assert 'href="/scanner/manifest.webmanifest"' in Client().get("/scanner/").content.decode()
    own = json.loads(Client().get("/scanner/manifest.webmanifest").content)
    site = json.loads(Client().get("/manifest.webmanifest").content)
    assert (own["name"], own["start_url"], own["scope"]) == ("扫码机", "/scanner/", "/scanner/")
    assert own["id"] != site["id"]


def test_the_page_that_needs_a_network_leads_to_the_scanner_that_does_not():
    station = a_station_with_breakfast()
    page = signed_in(a_master_of(station)).get(f"/scan/{station.pk}/").content.decode()
    assert f"/stations/{station.pk}/scanners/invite/" in page
