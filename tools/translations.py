"""The catalogue of Chinese sentences: English in code and templates, Chinese beside it in one file.

python -m tools.translations update          take up new sentences, drop those nobody says any more
python -m tools.translations merge FILE...   update, and fill in missing Chinese from other .po files
python -m tools.translations check           fail where a sentence has no Chinese
python -m tools.translations compile         make the .mo file that Django reads
"""

import io
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PROJECT = Path(__file__).resolve().parents[1]
SOURCES = (PROJECT / "src" / "nuanfeng", PROJECT / "config")
CATALOGUE = PROJECT / "src/nuanfeng/locale/zh_Hans/LC_MESSAGES/django.po"
COMPILED = CATALOGUE.with_suffix(".mo")

MARKERS = {
    name: None
    for plain in ("gettext", "ngettext", "pgettext", "npgettext")
    for name in (plain, f"{plain}_lazy")
} | {"_": None, "N_": None, "gettext_noop": None}
PLACEHOLDER = re.compile(r"%\(\w+\)[#0 +-]*\d*(?:\.\d+)?[a-zA-Z]|\{\w*\}|(?<!%)%[sd]")

Key = tuple[str | None, str]


@dataclass
class Sentence:
    """One English sentence, and where it is said."""

    text: str | tuple[str, str]
    context: str | None
    places: list[tuple[str, int]] = field(default_factory=list)

    @property
    def key(self) -> Key:
        """What makes it the same sentence elsewhere."""
        return self.context, self.text if isinstance(self.text, str) else self.text[0]


def sentences(sources: Iterable[Path] = SOURCES) -> dict[Key, Sentence]:
    """Every sentence that code and templates show to people."""
    found: dict[Key, Sentence] = {}
    for source in sources:
        for path in sorted(source.rglob("*")):
            if path.suffix not in {".py", ".html", ".txt"} or _is_no_source(path, source):
                continue
            for line, text, context in _said_in(path):
                sentence = Sentence(text, context)
                known = found.setdefault(sentence.key, sentence)
                if isinstance(text, tuple):
                    known.text = text
                known.places.append((_shown(path), line))
    return found


def _is_no_source(path: Path, source: Path) -> bool:
    parts = path.relative_to(source).parts
    in_templates = "templates" in parts
    return (
        bool({"tests", "migrations", "static", "locale", "reference"} & set(parts))
        or (path.suffix != ".py" and not in_templates)
        or not path.is_file()
    )


def _shown(path: Path) -> str:
    return str(path.relative_to(PROJECT)) if path.is_relative_to(PROJECT) else path.name


def _said_in(path: Path) -> Iterator[tuple[int, str | tuple[str, str], str | None]]:
    text = path.read_text()
    if path.suffix != ".py":
        # Django's own reader of templates turns {% translate %} into calls that the Python reader knows.
        from django.utils.translation.template import templatize

        text = templatize(text)
    for line, marker, messages, _comments in extract_python(
        io.BytesIO(text.encode()), MARKERS, [], {"encoding": "utf-8"}
    ):
        yield from _sentence(line, str(marker), messages)


def _sentence(
    line: int, marker: str, messages: object
) -> Iterator[tuple[int, str | tuple[str, str], str | None]]:
    """What one call says; a variable in place of a sentence is none of ours."""
    given = list(messages) if isinstance(messages, tuple | list) else [messages]
    context = given.pop(0) if "pgettext" in marker and given else None
    wanted = given[:2] if marker.startswith("n") else given[:1]
    said = [word for word in wanted if isinstance(word, str) and word]
    if len(said) != len(wanted) or not said or not isinstance(context, str | None):
        return
    yield line, (said[0], said[1]) if len(said) == 2 else said[0], context


def read_catalogue(path: Path = CATALOGUE) -> Catalog:
    """The catalogue as it stands; an empty one where there is none yet."""
    if not path.exists():
        return Catalog(locale="zh_Hans", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def renewed(found: dict[Key, Sentence], *known: Catalog) -> Catalog:
    """A catalogue of exactly the sentences found, with the Chinese of the first catalogue that has it."""
    fresh = Catalog(locale="zh_Hans", fuzzy=False, project="Nuanfeng", charset="utf-8")
    for key in sorted(found, key=lambda k: (k[1], k[0] or "")):
        sentence = found[key]
        chinese = next(filter(None, (_chinese(catalogue, key) for catalogue in known)), "")
        if isinstance(sentence.text, tuple):
            fresh.add(sentence.text, (chinese,), context=sentence.context)
        else:
            fresh.add(sentence.text, chinese, context=sentence.context, flags=_flags(sentence.text))
    return fresh


def _flags(text: str) -> set[str]:
    return {"python-format"} if "%(" in text else set()


def _chinese(catalogue: Catalog, key: Key) -> str:
    context, text = key
    message = catalogue.get(text, context)
    return "" if message is None or message.fuzzy else _first(message.string)


def _first(words: str | list[str] | tuple[str, ...] | None) -> str:
    """A plain sentence, or the first form of one with a plural: Chinese has only one."""
    if not words:
        return ""
    return words if isinstance(words, str) else words[0]


def faults(found: dict[Key, Sentence], catalogue: Catalog) -> list[str]:
    """What is wrong with the catalogue, one line each."""
    wrong = []
    for key, sentence in sorted(found.items(), key=lambda item: item[1].places[0]):
        path, line = sentence.places[0]
        message = catalogue.get(key[1], key[0])
        if fault := _fault(key[1], message):
            wrong.append(f"{path}:{line}: {fault}: {key[1]!r}")
    for message in catalogue:
        text = _first(message.id)
        if text and (message.context, text) not in found:
            wrong.append(f"nobody says this any more: {text!r}")
    return wrong


def _fault(english: str, message: Message | None) -> str:
    chinese = _first(message.string) if message else ""
    if message is None or not chinese:
        return "no Chinese"
    if message.fuzzy:
        return "marked fuzzy, so Django skips it"
    plurals = message.id if isinstance(message.id, list | tuple) else (english,)
    wanted = {name for text in plurals for name in PLACEHOLDER.findall(text)}
    given = set(PLACEHOLDER.findall(chinese))
    # In Chinese a singular need not name its number, so a sentence with a plural may leave one out.
    if given - wanted or (len(plurals) == 1 and wanted - given):
        return "the Chinese has other placeholders"
    return ""


def write_catalogue(catalogue: Catalog) -> None:
    """Sorted, without line numbers and dates, so that two people's changes rarely meet."""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    text = io.BytesIO()
    write_po(text, catalogue, width=0, no_location=True, omit_header=True, sort_output=True)
    CATALOGUE.write_bytes(HEADER + text.getvalue())


HEADER = b"""# Chinese for what Nuanfeng says. Kept up to date by: python -m tools.translations update
msgid ""
msgstr ""
"Language: zh_Hans\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def compile_catalogue(source: Path = CATALOGUE, target: Path = COMPILED) -> None:
    """Make the .mo file, where the .po has changed since."""
    if not source.exists():
        return
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return
    whole = target.with_suffix(".mo.new")
    with whole.open("wb") as file:
        write_mo(file, read_catalogue(source))
    whole.replace(target)


def main(words: list[str]) -> int:
    """One of the four verbs."""
    match words:
        case ["compile"]:
            compile_catalogue()
        case ["update"]:
            write_catalogue(renewed(sentences(), read_catalogue()))
            compile_catalogue()
        case ["merge", *files]:
            others = [read_catalogue(Path(name)) for name in files]
            # What is there stays: a sentence shared with another page is changed in the catalogue, by hand.
            write_catalogue(renewed(sentences(), read_catalogue(), *others))
            compile_catalogue()
        case ["check"]:
            wrong = faults(sentences(), read_catalogue())
            print("\n".join(wrong) or "Every sentence has its Chinese.")
            return 1 if wrong else 0
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
