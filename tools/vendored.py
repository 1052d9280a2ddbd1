"""The browser libraries kept with the code are the ones that were checked in: every file by checksum.

python -m tools.vendored            compare
python -m tools.vendored --write    take the files as they are for the right ones
"""

import hashlib
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
FOLDER = PROJECT / "src/nuanfeng/ui/static/vendor"
LIST = "SHA256SUMS"


def sums_of(folder: Path) -> dict[str, str]:
    """Each file under the folder and its checksum."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != LIST
    }


def listed(folder: Path) -> dict[str, str]:
    """What the list says, in the manner of sha256sum."""
    lines = (folder / LIST).read_text().splitlines()
    return {name: checksum for checksum, name in (line.split(maxsplit=1) for line in lines if line)}


def faults(folder: Path) -> list[str]:
    """Each file that is missing, unlisted or other than it was."""
    if not folder.is_dir():
        return []
    if not (folder / LIST).exists():
        return [f"{folder} has no {LIST}"]
    said, found = listed(folder), sums_of(folder)
    words = {(True, False): "is missing", (False, True): "is not listed", (True, True): "was changed"}
    return [
        f"{name} {words[name in said, name in found]}"
        for name in sorted(said.keys() | found.keys())
        if said.get(name) != found.get(name)
    ]


def main(words: list[str]) -> int:
    """Compare, or write the list anew."""
    if words == ["--write"]:
        lines = [f"{checksum}  {name}\n" for name, checksum in sums_of(FOLDER).items()]
        (FOLDER / LIST).write_text("".join(lines))
        return 0
    wrong = faults(FOLDER)
    print("\n".join(wrong) or "The vendored files are as they were.")
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
