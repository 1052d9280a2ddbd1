"""Everybody can read every word: 4.5:1 for text, 3:1 for the edges of what is pressed."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parent.parent / "static" / "ui" / "tokens.css"
TEXT_PAIRS = [
    ("ink", "paper"),
    ("ink", "card"),
    ("ink", "closed"),
    ("quiet", "paper"),
    ("quiet", "card"),
    ("quiet", "closed"),
    ("link", "paper"),
    ("link", "card"),
    ("on-honey", "honey"),
    ("on-honey", "honey-pressed"),
    ("on-open", "open"),
    ("on-open", "card"),
    ("on-doubt", "doubt"),
    ("on-doubt", "card"),
    ("on-closed", "closed"),
    ("on-wrong", "wrong"),
    ("on-wrong", "card"),
    ("on-wrong", "paper"),
    ("paper", "ink"),
]
EDGE_PAIRS = [("edge", "card"), ("edge", "paper"), ("link", "card"), ("link", "paper"), ("on-open", "closed")]


def tokens_of(css: str, selector: str) -> dict[str, str]:
    """The colours that one rule of the file sets."""
    block = css.partition(selector + " {")[2].partition("}")[0]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6})", block))


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def pairs_too_faint(colours: dict[str, str]) -> list[str]:
    """The pairs that somebody could not read."""
    faint = [
        f"{ink} on {ground}" for ink, ground in TEXT_PAIRS if contrast(colours[ink], colours[ground]) < 4.5
    ]
    faint += [
        f"{edge} at {ground}" for edge, ground in EDGE_PAIRS if contrast(colours[edge], colours[ground]) < 3
    ]
    return faint


THEMES = {
    "light": ":root",
    "dark": ':root[data-theme="dark"]',
    "dark by the phone": ':root:not([data-theme="light"])',
}


@pytest.mark.parametrize("theme", THEMES)
def test_everybody_can_read_every_pair_of_colours(theme):
    assert pairs_too_faint(tokens_of(TOKENS.read_text(), THEMES[theme])) == []


def test_the_dark_that_is_chosen_is_the_dark_of_the_phone():
    css = TOKENS.read_text()
    assert tokens_of(css, THEMES["dark"]) == tokens_of(css, THEMES["dark by the phone"])


def test_a_faint_pair_would_be_found():
    colours = {**tokens_of(TOKENS.read_text(), ":root"), "quiet": "#9A958A"}
    assert "quiet on card" in pairs_too_faint(colours)


def test_a_colour_is_named_only_in_the_tokens():
    """Another file with a colour of its own would escape the test above."""
    for path in TOKENS.parent.glob("*.css"):
        if path == TOKENS:
            continue
        screen = path.read_text().split("@media print")[0]
        named = [
            found
            for found in re.findall(r"#[0-9A-Fa-f]{3,8}\b", screen)
            if found.lower() not in ("#fff", "#000")
        ]
        assert named == [], f"{path.name} names {named}"
