"""`nuanfeng keys`, as the person who runs the installation uses it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from nuanfeng.modules.passes.models import IssuerKey

pytestmark = pytest.mark.django_db


def said(*words: str) -> str:
    out = StringIO()
    call_command("keys", *words, stdout=out)
    return out.getvalue()


def test_before_the_first_pass_there_is_no_key():
    assert "no key yet" in said("list")


def test_keys_are_made_one_after_the_other():
    assert "signs from" in said("roll")
    said("roll")
    listed = said("list").splitlines()
    assert ["signs later" in line for line in listed] == [False, True]
    first, second = IssuerKey.objects.order_by("signs_from")
    assert second.signs_from == first.signs_until


def test_a_missing_file_is_named_and_a_key_at_once_helps():
    said("roll")
    lost = IssuerKey.objects.get()
    lost.private_file.unlink()
    assert f"FILE MISSING: {lost.private_file}" in said("list")
    said("roll", "--at-once")
    new = IssuerKey.objects.exclude(pk=lost.pk).get()
    assert new.signs_from - lost.signs_from < timedelta(minutes=1)


def test_a_stolen_key_is_over_at_once():
    said("roll")
    assert "counts no more" in said("distrust", IssuerKey.objects.get().kid)
    assert "is over" in said("list")


def test_a_wrong_kid_is_one_plain_sentence():
    with pytest.raises(CommandError, match="no key with this kid"):
        said("distrust", "ffffffff")
