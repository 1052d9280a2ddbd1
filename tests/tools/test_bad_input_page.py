"""The page about bad input names sentences that are said, codes that are given, and tests that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "nuanfeng"
PAGE = (ROOT / "docs" / "reference" / "bad-input.md").read_text()
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith(("| case", "| ---"))
]
CODE = "\n".join(path.read_text() for path in SOURCE.rglob("*.py") if "tests" not in path.parts)
[CATALOGUE] = [path.read_text() for path in ROOT.glob("src/**/zh_Hans/LC_MESSAGES/django.po")]
SAID = CATALOGUE.replace('"\n"', "")


def test_every_kind_of_bad_input_has_a_row():
    assert len(ROWS) > 20
    assert all(len(row) == 5 for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row[0][:50] for row in ROWS])
def test_what_a_row_says_is_so(row):
    _case, _happens, codes, sentences, tests = row
    for code in re.findall(r"`([a-z_]+)`", codes):
        assert f'"{code}"' in CODE, code
    for sentence in filter(None, sentences.split("；")):
        assert sentence in SAID, sentence
    named = re.findall(r"`([^`]+)::(test_\w+)`", tests)
    assert named
    for path, name in named:
        file = ROOT / path if path.startswith("tests/") else SOURCE / "modules" / path
        assert f"def {name}(" in file.read_text(), name
