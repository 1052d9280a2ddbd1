"""Each dependency says why it is there, and both locks agree."""

import re
from pathlib import Path

from tools import locks

PROJECT = Path(__file__).resolve().parents[2]
REQUIREMENTS = PROJECT / "requirements"
# For building a wheel, and for the import of one library; no dependency of ours.
UNSAID = {"setuptools"}


def names_in(text: str) -> set[str]:
    """Packages that a requirements file names."""
    return {
        re.split(r"[\[=<>~!;\s]", line)[0].lower()
        for line in text.splitlines()
        if line.strip() and not line.startswith(("-", "#"))
    }


def explained_in(page: str) -> set[str]:
    """Packages that have a row with a reason."""
    return {found[1].lower() for found in re.finditer(r"^\| ([\w.-]+) \| [^|]{8,}\|", page, re.MULTILINE)}


def test_every_dependency_says_why_it_is_there():
    wanted = {name for path in REQUIREMENTS.glob("*.in") for name in names_in(path.read_text())} - UNSAID
    assert explained_in((PROJECT / "docs/reference/dependencies.md").read_text()) - {"package"} == wanted


def test_a_dependency_without_a_reason_is_seen():
    assert names_in("Django>=5.2\n# no\n-r base.in\npsycopg[binary]\n") == {"django", "psycopg"}
    assert explained_in("| Django | The framework | BSD |\n| psycopg | | LGPL |\n") == {"django"}


def test_the_locks_agree():
    assert (
        locks.faults((REQUIREMENTS / "base.txt").read_text(), (REQUIREMENTS / "test.txt").read_text()) == []
    )


def test_locks_that_disagree_are_seen():
    pinned = "django==5.2.1 \\\n    --hash=sha256:aa\n"
    assert locks.faults(pinned, pinned) == []
    assert locks.faults(pinned, pinned.replace("5.2.1", "5.2.2")) == [
        "django is 5.2.1 in base.txt and 5.2.2 in test.txt"
    ]
    assert locks.faults("django==5.2.1\n", pinned) == ["django==5.2.1 in base.txt carries no hash"]
    assert locks.faults(pinned, pinned + "--index-url https://example.org/\n") == ["test.txt names a host"]
