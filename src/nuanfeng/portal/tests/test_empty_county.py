"""An installation before its county is set up: nothing breaks, and every page opens."""

import pytest
from django.test import Client

from nuanfeng.modules.organisations.models import County
from nuanfeng.modules.organisations.tests.builders import at_the_office
from nuanfeng.modules.people.tests.builders import a_worker, signed_in

pytestmark = pytest.mark.django_db

OPEN_TO_ALL = ["/", "/ask/", "/privacy/", "/preferences/", "/accounts/login/code/", "/manifest.webmanifest"]
WORKERS = ["/pass/", "/me/", "/me/record/", "/station-work/"]
OFFICE = [
    "/office/",
    "/office/stations/",
    "/office/programmes/",
    "/office/staff/",
    "/office/imports/",
    "/admin/",
]


@pytest.fixture(autouse=True)
def no_county(settings):
    settings.NUANFENG_DEMO = False
    assert not County.objects.exists()


@pytest.mark.parametrize("path", OPEN_TO_ALL)
def test_a_stranger_sees_a_page(path):
    assert Client().get(path).status_code == 200


@pytest.mark.parametrize("path", WORKERS)
def test_a_worker_sees_a_page(path):
    assert signed_in(a_worker()).get(path).status_code == 200


@pytest.mark.parametrize("path", OFFICE)
def test_a_clerk_sees_a_page(path):
    assert at_the_office().get(path).status_code == 200
