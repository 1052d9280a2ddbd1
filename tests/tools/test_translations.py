"""The catalogue: what counts as a sentence, and what counts as translated."""

from gettext import GNUTranslations
from pathlib import Path

import pytest

from tools import translations

CODE = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext
from nuanfeng.kernel.errors import N_

a = _("Open now")
b = N_("This pass "
       "has expired.")
c = ngettext("%(count)s meal", "%(count)s meals", count)
d = pgettext("a month", "May")
e = _(variable)
"""
TEMPLATE = """
{% load i18n %}
<p title="{% translate "Water" %}">
{% blocktranslate count n=count %}{{ n }} station{% plural %}{{ n }} stations
{% endblocktranslate %}</p>{% blocktranslate trimmed with name=x %}
  Hello,
  {{ name }}
{% endblocktranslate %}
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with one of each kind."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "pages.py").write_text(CODE)
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_pages.py").write_text('_("Only said in a test")')
    return tmp_path


def catalogue(tmp_path: Path, text: str):
    """A catalogue with these entries."""
    path = tmp_path / "some.po"
    path.write_text(translations.HEADER.decode() + text)
    return translations.read_catalogue(path)


def test_sentences_of_code_and_templates_are_found(source):
    found = translations.sentences([source])
    assert set(found) == {
        (None, "Open now"),
        (None, "This pass has expired."),
        (None, "%(count)s meal"),
        ("a month", "May"),
        (None, "Water"),
        (None, "%(n)s station"),
        (None, "Hello, %(name)s"),
    }
    assert found[None, "%(count)s meal"].text == ("%(count)s meal", "%(count)s meals")


def test_a_whole_catalogue_is_let_through(tmp_path, source):
    found = {(None, "Open now"): translations.sentences([source])[None, "Open now"]}
    assert translations.faults(found, catalogue(tmp_path, 'msgid "Open now"\nmsgstr "现在开着"\n')) == []


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ("", "no Chinese"),
        ('msgid "%(count)s left"\nmsgstr ""\n', "no Chinese"),
        ('#, fuzzy\nmsgid "%(count)s left"\nmsgstr "还有 %(count)s"\n', "fuzzy"),
        ('msgid "%(count)s left"\nmsgstr "还有"\n', "placeholders"),
        ('msgid "%(count)s left"\nmsgstr "还有 %(number)s"\n', "placeholders"),
    ],
)
def test_a_sentence_without_its_chinese_is_seen(tmp_path, entry, fault):
    sentence = translations.Sentence("%(count)s left", None, [("pages.py", 1)])
    [wrong] = translations.faults({sentence.key: sentence}, catalogue(tmp_path, entry))
    assert wrong.startswith("pages.py:1: ")
    assert fault in wrong


def test_what_nobody_says_any_more_is_seen(tmp_path):
    assert translations.faults({}, catalogue(tmp_path, 'msgid "Gone"\nmsgstr "没了"\n')) == [
        "nobody says this any more: 'Gone'"
    ]


def test_new_sentences_come_in_and_old_ones_go_and_no_chinese_is_lost(tmp_path, source):
    found = translations.sentences([source])
    known = catalogue(
        tmp_path,
        'msgid "Open now"\nmsgstr "现在开着"\n\nmsgid "Gone"\nmsgstr "没了"\n\n'
        'msgctxt "a month"\nmsgid "May"\nmsgstr "五月"\n\n'
        'msgid "%(count)s meal"\nmsgid_plural "%(count)s meals"\nmsgstr[0] "%(count)s 份"\n',
    )

    fresh = translations.renewed(found, known)

    said = {message.id: message.string for message in fresh if message.id}
    assert said["Open now"] == "现在开着"
    assert said["May"] == "五月"
    assert said["%(count)s meal", "%(count)s meals"] == ("%(count)s 份",)
    assert said["Water"] == ""
    assert "Gone" not in said


def test_the_compiled_catalogue_speaks_chinese(tmp_path):
    source = tmp_path / "django.po"
    source.write_text(
        translations.HEADER.decode()
        + 'msgid "Open now"\nmsgstr "现在开着"\n\n'
        + 'msgid "%(n)s meal"\nmsgid_plural "%(n)s meals"\nmsgstr[0] "%(n)s 份"\n'
    )
    target = tmp_path / "django.mo"

    translations.compile_catalogue(source, target)

    with target.open("rb") as file:
        chinese = GNUTranslations(file)
    assert chinese.gettext("Open now") == "现在开着"
    assert chinese.ngettext("%(n)s meal", "%(n)s meals", 1) == "%(n)s 份"
    assert chinese.ngettext("%(n)s meal", "%(n)s meals", 2) == "%(n)s 份"


def test_every_sentence_has_its_chinese():
    wrong = translations.faults(translations.sentences(), translations.read_catalogue())
    assert wrong[:10] == []


def test_chinese_that_comes_in_fills_gaps_and_changes_no_other_page(tmp_path, source):
    ours, theirs = tmp_path / "django.po", tmp_path / "theirs.po"
    ours.write_text('msgid ""\nmsgstr ""\n\nmsgid "Open now"\nmsgstr "开着"\n', encoding="utf-8")
    theirs.write_text(
        'msgid ""\nmsgstr ""\n\nmsgid "Open now"\nmsgstr "营业中"\n\nmsgid "Water"\nmsgstr "水"\n',
        encoding="utf-8",
    )
    found = translations.sentences([source])
    merged = translations.renewed(
        found, translations.read_catalogue(ours), translations.read_catalogue(theirs)
    )
    assert merged.get("Open now").string == "开着"
    assert merged.get("Water").string == "水"
