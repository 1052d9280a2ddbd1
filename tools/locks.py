"""Both locks pin the same versions, every line by hash, and neither names where packages come from.

python -m tools.locks
"""

import re
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)(.*)$")


def pins(text: str) -> dict[str, str]:
    """Name and version of each pinned package."""
    return {found[1].lower(): found[2] for line in text.splitlines() if (found := PIN.match(line))}


def faults(base: str, test: str) -> list[str]:
    """What is wrong with the two locks, one sentence each."""
    wrong = [
        f"{name} is {version} in base.txt and {pins(test).get(name, 'missing')} in test.txt"
        for name, version in pins(base).items()
        if pins(test).get(name) != version
    ]
    for name, text in (("base.txt", base), ("test.txt", test)):
        blocks = re.split(r"\n(?=[A-Za-z0-9])", text)
        wrong += [
            f"{block.split()[0]} in {name} carries no hash"
            for block in blocks
            if PIN.match(block.splitlines()[0] if block else "") and "--hash=sha256:" not in block
        ]
        if re.search(r"^\s*--(extra-)?index-url|https?://", text, re.MULTILINE):
            wrong.append(f"{name} names a host")
    return wrong


def main() -> int:
    """Compare the two files as they stand."""
    folder = PROJECT / "requirements"
    wrong = faults((folder / "base.txt").read_text(), (folder / "test.txt").read_text())
    print("\n".join(wrong) or "The locks agree.")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
