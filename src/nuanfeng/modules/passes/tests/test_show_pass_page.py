"""The pass as a page: the square, the number, and nothing of the person."""

import io
import re

import pytest
import segno
import zxingcpp
from django.utils.translation import gettext
from PIL import Image

from nuanfeng.kernel import clock
from nuanfeng.modules.passes.api import pass_svg
from nuanfeng.modules.passes.models import Handle, IssuerKey
from nuanfeng.modules.passes.queries import verify_scanned
from nuanfeng.modules.passes.rules.nf1 import write_text
from nuanfeng.modules.passes.tests import vectors
from nuanfeng.modules.passes.tests.builders import a_county, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def rider(client):
    a_county()
    person = a_person("小李")
    client.force_login(person)
    return person


def seen_number(page: str) -> str:
    part = re.search(r'id="pass-number">(.*?)</p>', page, re.DOTALL)
    return re.sub(r"\D", "", part[1])


def test_a_rider_sees_the_square_and_the_number_and_both_are_theirs(client, rider):
    answer = client.get("/pass/")
    assert answer.status_code == 200
    assert "<svg" in answer.text
    assert verify_scanned(seen_number(answer.text), now=clock.now()).person_id == rider.pk


def test_the_page_is_kept_by_the_phone_and_by_nobody_between(client, rider):
    answer = client.get("/pass/")
    assert answer["X-Keep-Offline"] == "1"
    assert answer["Cache-Control"] == "private, no-store"


def test_the_page_names_nobody(client, rider):
    page = client.get("/pass/").text + client.get("/pass/slices.json").text
    assert "小李" not in page
    assert rider.phone not in page
    assert rider.phone[3:] not in page


def test_who_is_not_signed_in_is_sent_there_and_told_why(client):
    answer = client.get("/pass/", follow=True)
    assert answer.redirect_chain[0] == ("/accounts/login/code/?next=/pass/", 302)
    assert gettext("Sign in, and your pass is here.") in answer.text
    assert Handle.objects.count() == 0


def test_the_phone_fetches_two_days_and_later_only_what_it_lacks(client, rider):
    said = client.get("/pass/slices.json").json()
    assert len(said["slices"]) == 192
    assert abs(said["now"] - clock.now().timestamp()) < 60
    begin, text = said["slices"][0]
    assert begin <= said["now"] < begin + 900
    assert verify_scanned(text, now=clock.now()).person_id == rider.pk

    assert len(client.get("/pass/slices.json", {"most": 64}).json()["slices"]) == 64
    rest = client.get("/pass/slices.json", {"after": said["slices"][-3][0]}).json()
    assert [piece[0] for piece in rest["slices"][:2]] == [piece[0] for piece in said["slices"][-2:]]


@pytest.mark.parametrize("after", ["", "x", "-1", "٣", "1" * 400, "NaN"])
def test_a_strange_question_gets_all_slices(client, rider, after):
    assert len(client.get("/pass/slices.json", {"after": after}).json()["slices"]) == 192


def test_a_phone_that_is_signed_out_hears_so(client):
    answer = client.get("/pass/slices.json")
    assert (answer.status_code, answer.json()["code"]) == (401, "signed_out")


def test_without_a_key_file_the_number_is_there_and_a_sentence(client, rider):
    client.get("/pass/")
    IssuerKey.objects.get().private_file.unlink()
    answer = client.get("/pass/")
    assert answer.status_code == 200
    assert "no_key_file" in answer.text
    assert verify_scanned(seen_number(answer.text), now=clock.now()).person_id == rider.pk
    assert client.get("/pass/slices.json").json()["slices"] == []


def test_a_new_code_is_asked_for_in_two_steps_and_the_old_number_stops(client, rider):
    before = seen_number(client.get("/pass/").text)
    assert client.get("/pass/new/").status_code == 200
    assert verify_scanned(before, now=clock.now()).outcome == "ok"

    answer = client.post("/pass/new/", follow=True)

    assert answer.redirect_chain == [("/pass/", 302)]
    assert verify_scanned(before, now=clock.now()).outcome == "revoked"
    assert seen_number(answer.text) != before


def test_nobody_else_can_ask_for_it(client):
    assert client.post("/pass/new/").status_code == 302
    assert not Handle.objects.exists()


@pytest.mark.parametrize(("correction", "modules"), [("l", 41), ("m", 49)])
def test_the_square_is_as_coarse_as_it_can_be_and_reads_back(correction, modules):
    text = write_text(vectors.a_token())
    assert f'viewBox="0 0 {modules + 8} {modules + 8}"' in pass_svg(text, correction=correction)
    picture = io.BytesIO()
    segno.make(text, error=correction, mode="alphanumeric", micro=False, boost_error=False).save(
        picture, kind="png", scale=4, border=4
    )
    [read] = zxingcpp.read_barcodes(Image.open(picture))
    assert read.text == text
