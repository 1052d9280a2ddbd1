"""Templates: each uses its own module and `ui`; none needs a looser CSP; none speaks untranslated."""

import re
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

SOURCE = Path(__file__).resolve().parents[2] / "src" / "nuanfeng"
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))

# Other people's pages that we dress: the folder's name is theirs.
DRESSED = {
    "people": {"account", "allauth", "mfa", "socialaccount", "usersessions"},
    "ui": {"admin", "allauth"},
}
NAMED = re.compile(r"""(?:extends|include)\s+["']([^"']+)["']""")
TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
SPOKEN_ATTRIBUTE = re.compile(r"""\s(?:title|alt|placeholder|aria-label|label)\s*=\s*"([^"]*)\"""")
LETTERS = re.compile(r"[A-Za-z]{2,}|[\u4e00-\u9fff]")
# Names that are the same in every language.
NAMES = re.compile(
    r"OpenStreetMap|Nuanfeng|Wi-?Fi|NF1|WGS-84|GCJ-02|Excel|WPS|CSV|JSON|GeoJSON|OpenAPI|API|URL|HTTP"
    r"|中文|English"
)
# A block may fill in an attribute of a tag that stands in another template.
LONE_ATTRIBUTE = re.compile(r'^\s*(?:[\w-]+="[^"\n]*"\s*)+$', re.MULTILINE)
LOOSENING = {
    "a script in the page": re.compile(
        r"<script(?![^>]*\ssrc=)(?![^>]*type=\"(?:application/json|importmap)\")", re.I
    ),
    "a style in the page": re.compile(r"<style|\sstyle\s*=", re.I),
    "an event attribute": re.compile(r"<[^>]*\s(?:on[a-z]+|hx-on[:\w-]*)\s*=", re.I),
    "a javascript: address": re.compile(r"=\s*[\"']\s*javascript:", re.I),
    "another host's file": re.compile(
        r"<(?:script|link|img|iframe|source|video|audio)\b[^>]*\s(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.I
    ),
}


def owner_of(template: Path) -> str:
    """The module, or the part of the shell, whose template it is."""
    return template.parts[template.parts.index("templates") - 1]


def borrowed(template: Path, *, text: str, known: set[str]) -> list[str]:
    """What a template takes from somebody it may not know. The portal stands above and may take cards."""
    owner = owner_of(template)
    own = {owner, "ui", *DRESSED.get(owner, set())}
    own |= known if owner == "portal" else set()
    own |= {"admin", "account"} & own
    return [name for name in NAMED.findall(text) if name.split("/")[0].split("#")[0] not in own]


def misplaced(template: Path) -> bool:
    """A template lies in a folder of its module's name, so that no two can be taken for each other."""
    inside = template.parts[template.parts.index("templates") + 1]
    owner = owner_of(template)
    return inside not in {owner, *DRESSED.get(owner, set())}


def loosening(text: str) -> list[str]:
    """What the strict content security policy would block."""
    return [what for what, pattern in LOOSENING.items() if pattern.search(text)]


def untranslated(text: str) -> list[str]:
    """Words that a person reads and that stand outside {% translate %} and {% blocktranslate %}."""
    spoken, inside_block = [], 0
    for token in Lexer(text).tokenize():
        if token.token_type is TokenType.BLOCK:
            word = token.contents.split()[0]
            inside_block += {"blocktranslate": 1, "blocktrans": 1, "comment": 1}.get(word, 0)
            inside_block -= {"endblocktranslate": 1, "endblocktrans": 1, "endcomment": 1}.get(word, 0)
            # Inside a tag of HTML a block leaves a hole; outside it parts two texts.
            spoken.append(" ")
        elif token.token_type is TokenType.VAR:
            spoken.append("_")
        elif token.token_type is TokenType.TEXT and not inside_block:
            spoken.append(token.contents)
    page = re.sub(r"<(script|svg)\b.*?</\1>", " ", "".join(spoken), flags=re.DOTALL | re.I)
    said = SPOKEN_ATTRIBUTE.findall(page)
    said += re.split(r"\s{2,}|\n", LONE_ATTRIBUTE.sub("", TAG.sub("\n", page)))
    return [words.strip() for words in said if _is_spoken(words.strip())]


def _is_spoken(words: str) -> bool:
    return bool(LETTERS.search(re.sub(r"&\w+;", "", NAMES.sub("", words))))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_template_keeps_to_the_house(template):
    text = template.read_text()
    assert not misplaced(template)
    assert borrowed(template, text=text, known={owner_of(path) for path in TEMPLATES}) == []
    assert loosening(text) == []
    assert untranslated(text) == []


def test_there_are_templates():
    assert TEMPLATES


def test_a_neighbours_template_is_seen():
    template = SOURCE / "modules/stations/templates/stations/list.html"
    text = (
        '{% extends "ui/base.html" %}{% include "benefits/today.html#left" %}{% include "stations/a.html" %}'
    )
    assert borrowed(template, text=text, known={"benefits"}) == ["benefits/today.html#left"]


def test_the_portal_may_take_cards():
    template = SOURCE / "portal/templates/portal/me.html"
    assert borrowed(template, text='{% include "benefits/card.html" %}', known={"benefits"}) == []
    assert borrowed(template, text='{% include "astrology/card.html" %}', known={"benefits"}) != []


def test_a_template_in_a_strangers_folder_is_seen():
    assert misplaced(SOURCE / "modules/stations/templates/benefits/list.html")
    assert not misplaced(SOURCE / "modules/stations/templates/stations/list.html")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<script>go()</script>", "a script in the page"),
        ('<p style="color:red">', "a style in the page"),
        ("<style>p{}</style>", "a style in the page"),
        ('<button class="x" onclick="go()">', "an event attribute"),
        ('<button hx-on:click="go()">', "an event attribute"),
        ('<a href="javascript:go()">', "a javascript: address"),
        ('<script src="https://cdn.example/x.js"></script>', "another host's file"),
        ('<img alt="" src="//cdn.example/x.png">', "another host's file"),
    ],
)
def test_what_the_policy_would_block_is_seen(text, what):
    assert what in loosening(text)


def test_what_the_policy_allows_is_let_through():
    fine = (
        '<script type="module" src="{% static "x.js" %}"></script><script type="application/json">{}</script>'
    )
    assert loosening(f'{fine}<a href="https://uri.amap.com/marker">map</a><p data-on="x">on = 1</p>') == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ("<p>关门</p>", ["关门"]),
        ('<img alt="A map" src="x">', ["A map"]),
        ("{% if x %}<b>Closed</b>{% endif %}", ["Closed"]),
        ("<p>{{ count }} meals</p>", ["_ meals"]),
    ],
)
def test_words_outside_a_translation_are_seen(text, words):
    assert untranslated(text) == words


@pytest.mark.parametrize(
    "text",
    [
        '<p class="card">{% translate "Hello" %}</p>',
        "{% blocktranslate %}Hello <b>you</b>{% endblocktranslate %}",
        '<img alt="{% translate "A map" %}" src="x">',
        '<a href="{% url "stations:list" %}" {% if here %}aria-current="page"{% endif %}>{{ name }}</a>',
        "{# a remark #}<!-- another --><p>· 24 / 7 &nbsp;</p>",
        "<svg><title>x</title><text>abc</text></svg>",
        '{% block body %} class="wide{% if x %} tall{% endif %} "{% endblock %}\n',
        '{% block body %}{% if x %} class="wide"{% else %} class="tall"{% endif %}{% endblock %}',
    ],
)
def test_translated_pages_are_let_through(text):
    assert untranslated(text) == []
