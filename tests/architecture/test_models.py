"""Tables: who points at whom, what every row says about itself, and keys that never run out."""

from collections.abc import Iterable
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test.utils import isolate_apps

# Bottom to top, as in .importlinter: a table may point at one to its left.
LAYERS = ["kernel", "people", "organisations", "stations", "passes", "benefits", "bookings", "insight"]

Model = type[models.Model]


def our_models() -> list[Model]:
    """Every table that is ours, not Django's or a library's."""
    return [model for model in apps.get_models() if model.__module__.startswith("nuanfeng.")]


def layer_of(model: Model) -> str:
    """The module that keeps the table."""
    parts = model.__module__.split(".")
    return parts[2] if parts[1] == "modules" else parts[1]


def key_faults(found: Iterable[Model]) -> list[str]:
    """Keys from one module's table to another's must point down, stay nameless there, and protect."""
    wrong = []
    for model in found:
        for field in model._meta.get_fields():
            if not isinstance(field, models.ForeignKey | models.ManyToManyField) or not field.concrete:
                continue
            here, there = layer_of(model), layer_of(field.remote_field.model)
            if here == there or there not in LAYERS:
                continue
            if here not in LAYERS or LAYERS.index(there) > LAYERS.index(here):
                wrong.append(f"{field} points up, at {there}")
            if field.remote_field.related_name != "+":
                wrong.append(f'{field} needs related_name="+"')
            if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is not models.PROTECT:
                wrong.append(f"{field} needs PROTECT")
    return wrong


def silent(found: Iterable[Model]) -> list[str]:
    """Tables that do not say what they are: Django writes `Name(field, ...)` where nothing was written."""
    return [model.__qualname__ for model in found if (model.__doc__ or "").startswith(f"{model.__name__}(")]


def unsaid_about_people(found: Iterable[Model]) -> list[str]:
    """Tables that do not say which personal data they keep, or that they keep none."""
    return [model.__qualname__ for model in found if "personal" not in (model.__doc__ or "").lower()]


def narrow_keys(found: Iterable[Model]) -> list[str]:
    """Tables whose primary key is neither 64 bits wide nor a UUID, nor somebody else's, nor a code."""
    wide = (models.BigAutoField, models.BigIntegerField, models.UUIDField, models.OneToOneField)
    return [
        model.__qualname__ for model in found if not isinstance(model._meta.pk, (*wide, models.CharField))
    ]


def test_keys_across_modules_point_down_and_protect():
    assert key_faults(our_models()) == []


def test_every_table_says_what_it_is():
    assert silent(our_models()) == []


def test_every_table_says_what_it_keeps_about_people():
    assert unsaid_about_people(our_models()) == []


def test_every_key_is_wide_enough_for_a_province():
    assert narrow_keys(our_models()) == []


def test_our_own_person_is_the_user():
    assert settings.AUTH_USER_MODEL == "people.Person"


def test_the_layers_here_are_those_of_the_import_contract():
    labels = {layer_of(model) for model in our_models()}
    assert labels <= set(LAYERS), labels


@isolate_apps("nuanfeng.modules.people", "nuanfeng.modules.stations")
@pytest.mark.parametrize(
    ("here", "there", "options", "fault"),
    [
        ("people", "stations", {"on_delete": models.PROTECT, "related_name": "+"}, "points up"),
        ("stations", "people", {"on_delete": models.PROTECT}, "related_name"),
        ("stations", "people", {"on_delete": models.CASCADE, "related_name": "+"}, "PROTECT"),
    ],
)
def test_a_key_that_breaks_the_rule_is_seen(here, there, options, fault):
    far = a_table("Far", there)
    near = a_table("Near", here, far=models.ForeignKey(far, **options))

    [wrong] = key_faults([near, far])

    assert fault in wrong


@isolate_apps("nuanfeng.modules.people", "nuanfeng.modules.stations")
def test_a_key_that_keeps_the_rule_is_let_through():
    far = a_table("Far", "people")
    near = a_table("Near", "stations", far=models.ForeignKey(far, models.PROTECT, related_name="+"))
    assert key_faults([near, far]) == []


@isolate_apps("nuanfeng.modules.people")
def test_a_table_without_a_word_or_with_a_narrow_key_is_seen():
    mute = a_table("Mute", "people", id=models.AutoField(primary_key=True))
    told = a_table(
        "Told", "people", __doc__="A thing. No personal data.", id=models.UUIDField(primary_key=True)
    )

    assert silent([mute, told]) == ["Mute"]
    assert unsaid_about_people([mute, told]) == ["Mute"]
    assert narrow_keys([mute, told]) == ["Mute"]
    assert told.__doc__
    assert told._meta.pk.to_python(str(UUID(int=1))) == UUID(int=1)


def a_table(name: str, module: str, **body: object) -> Model:
    """A table for the length of one test."""
    meta = type("Meta", (), {"app_label": module})
    inside = {"__module__": f"nuanfeng.modules.{module}.models", "__qualname__": name, "Meta": meta, **body}
    return type(name, (models.Model,), inside)
