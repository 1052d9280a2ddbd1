"""An empty or a wrong field is answered in words that people use, on every form."""

import inspect
from importlib import import_module

import pytest
from django import forms
from django.apps import apps
from django.utils import translation

TECHNICAL = (
    "字段",
    "必填项",
    "该值",
    "有效的",
    "变量",
    "field is required",
    "Ensure this value",
    "Enter a valid",
)


def all_forms():
    """Every form class of the project, by its module."""
    for config in apps.get_app_configs():
        if not config.name.startswith("nuanfeng."):
            continue
        try:
            module = import_module(f"{config.name}.forms")
        except ModuleNotFoundError:
            continue
        for name, thing in vars(module).items():
            if (
                inspect.isclass(thing)
                and issubclass(thing, forms.BaseForm)
                and thing.__module__ == module.__name__
            ):
                yield f"{config.label}.{name}", thing


def sentences_of(form_class):
    """What its fields say when they are empty and when they hold nonsense."""
    for name, field in form_class.base_fields.items():
        for nonsense in ("", "x" * 5000, "-99999999999"):
            try:
                field.clean(nonsense)
            except forms.ValidationError as wrong:
                for message in wrong.messages:
                    yield name, message


def technical_in(sentences):
    return [(name, said) for name, said in sentences if any(word in said for word in TECHNICAL)]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_form_speaks_of_fields_and_values(language):
    with translation.override(language):
        found = {name: bad for name, form in all_forms() if (bad := technical_in(sentences_of(form)))}
    assert found == {}


def test_forms_are_found():
    assert len(list(all_forms())) > 10


def test_a_technical_sentence_is_found():
    assert technical_in([("name", "这个字段是必填项。")])
