"""The documents that are made from the code, so that they cannot disagree with it.

python -m tools.generate_docs            write them
python -m tools.generate_docs --check    fail where one is not as it would be written now
"""

import argparse
import dataclasses
import importlib
import inspect
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from tools.settings_page import settings_page

PROJECT = Path(__file__).resolve().parents[1]
DOCS = PROJECT / "docs"
MADE = "<!-- Made by `python -m tools.generate_docs`; change the code, not this page. -->\n"
# Top to bottom, as in .importlinter.
MODULES = ("insight", "benefits", "passes", "stations", "organisations", "people")


def main(words: list[str]) -> int:
    """Write every page, or compare."""
    pages = made_pages()
    stale = [name for name, text in pages.items() if _standing(DOCS / name) != text]
    if words == ["--check"]:
        for name in stale:
            print(f"docs/{name} is not up to date: script/fix writes it anew")
        return int(bool(stale))
    for name in stale:
        path = DOCS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(pages[name])
        print(f"wrote docs/{name}")
    return 0


def made_pages() -> dict[str, str]:
    """Each page's name and what it says."""
    _set_up()
    makers: dict[str, Callable[[], Iterator[str]]] = {
        "map.md": map_page,
        "invariants.md": invariants_page,
        "reference/settings.md": settings_page,
        "reference/commands.md": commands_page,
        "reference/personal-data.md": personal_page,
    }
    pages = {name: MADE + "\n" + "\n".join(maker()).rstrip() + "\n" for name, maker in makers.items()}
    return {**pages, "reference/openapi.json": openapi_page()}


def _set_up() -> None:
    # A folder of its own: reading the code leaves nothing behind in somebody's county.
    os.environ["NUANFENG_DATA"] = tempfile.mkdtemp(prefix="nuanfeng-docs-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()


def _standing(path: Path) -> str:
    return path.read_text() if path.exists() else ""


# --- the map ---


def map_page() -> Iterator[str]:
    """Modules, their doors, their facts; and what happens when."""
    yield "# The map\n"
    yield "Modules from top to bottom. Each may use those below it, by the names listed here and no others.\n"
    for name in MODULES:
        module = importlib.import_module(f"nuanfeng.modules.{name}")
        yield f"## {name}\n"
        yield f"{_sentence(module)}\n"
        yield from _door(name)
        yield from _facts(name)
    yield "## What happens when\n"
    yield from _reactions()
    yield "## What comes round\n"
    yield from _jobs()


def _door(name: str) -> Iterator[str]:
    door = _room(name, "api")
    offered = sorted(getattr(door, "__all__", ()), key=str.lower) if door else []
    if not offered:
        return
    yield "| Door | |"
    yield "| --- | --- |"
    for thing in offered:
        yield f"| `{thing}` | {_sentence_of(getattr(door, thing))} |"
    yield ""


def _facts(name: str) -> Iterator[str]:
    events = _room(name, "events")
    shapes = [shape for shape in vars(events).values() if _is_fact(shape, name)] if events else []
    if not shapes:
        return
    yield "| Fact | Version | Carries | |"
    yield "| --- | --- | --- | --- |"
    for shape in sorted(shapes, key=lambda shape: str(shape.name)):
        carries = ", ".join(f"`{field.name}`" for field in dataclasses.fields(shape))
        yield f"| `{shape.name}` | {shape.version} | {carries} | {_sentence(shape)} |"
    yield ""


def _is_fact(shape: Any, module: str) -> bool:
    return inspect.isclass(shape) and shape.__module__.startswith(f"nuanfeng.modules.{module}.events")


def _reactions() -> Iterator[str]:
    from nuanfeng.kernel import outbox

    rows = [(fact, listener) for fact, heard in outbox._listeners.items() for listener in heard.values()]
    if not rows:
        yield "Nothing yet.\n"
        return
    yield "| Fact | Reaction | |"
    yield "| --- | --- | --- |"
    for fact, listener in sorted(rows, key=lambda row: (row[0], row[1].__name__)):
        yield f"| `{fact}` | `{_short(listener)}` | {_sentence(listener)} |"
    yield ""


def _jobs() -> Iterator[str]:
    from nuanfeng.kernel import schedule

    yield "| Job | Every |"
    yield "| --- | --- |"
    for job in sorted(schedule._jobs.values(), key=lambda job: job.name):
        yield f"| `{job.name}` | {_span(int(job.every.total_seconds()))} |"
    yield ""


def _span(seconds: int) -> str:
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)):
        if seconds % length == 0:
            count = seconds // length
            return f"{count} {unit}s" if count > 1 else unit
    return str(seconds)


# --- invariants ---


def invariants_page() -> Iterator[str]:
    """Sentences that must always hold, and the constraints by which the database holds them."""
    from django.apps import apps

    yield "# What always holds\n"
    yield "`nuanfeng verify` checks the sentences on the live data; constraints are kept by the database.\n"
    for name in reversed(MODULES):
        sentences = list(_invariants(name))
        models = [
            model for model in apps.get_models() if model.__module__.startswith(f"nuanfeng.modules.{name}.")
        ]
        constraints = [
            f"| `{constraint.name}` | {model.__name__} |"
            for model in sorted(models, key=lambda model: model.__name__)
            for constraint in model._meta.constraints
        ]
        if not sentences and not constraints:
            continue
        yield f"## {name}\n"
        yield from (*sentences, "") if sentences else ()
        if constraints:
            yield from ("| Constraint | On |", "| --- | --- |", *constraints, "")


def _invariants(name: str) -> Iterator[str]:
    room = _room(name, "invariants")
    for thing in vars(room).values() if room else ():
        own = inspect.isfunction(thing) and thing.__module__.startswith(f"nuanfeng.modules.{name}.invariants")
        if own and not thing.__name__.startswith("_"):
            yield f"- `{thing.__name__}`: {_sentence(thing)}"


# --- commands ---


def commands_page() -> Iterator[str]:
    """Our own management commands with their help and their options."""
    from django.core.management import get_commands, load_command_class

    yield "# Commands\n"
    yield "`.venv/bin/nuanfeng COMMAND ...`; `nuanfeng COMMAND --help` says the same.\n"
    for name, app in sorted(get_commands().items()):
        if not str(app).startswith("nuanfeng."):
            continue
        command = load_command_class(app, name)
        yield f"## nuanfeng {name}\n"
        yield f"{_capital(command.help or _sentence(type(command)))}\n"
        yield from _options(command.create_parser("nuanfeng", name))


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    from django.core.management.base import DjangoHelpFormatter

    everywhere = DjangoHelpFormatter.show_last | {"-h", "--help"}
    rows = []
    for action in parser._actions:
        if set(action.option_strings) & everywhere:
            continue
        if isinstance(action, argparse._SubParsersAction):
            for word, below in action.choices.items():
                yield f"### {word}\n"
                yield from _options(below)
            continue
        word = ", ".join(action.option_strings) or str(action.metavar or action.dest).upper()
        rows.append(f"| `{word}` | {_capital(action.help or '')} |")
    if rows:
        yield from ("| | |", "| --- | --- |", *rows, "")


# --- the API ---


def openapi_page() -> str:
    """The API's own description, kept so that a change of it is seen in review."""
    from django.utils.translation import override

    from nuanfeng.portal.api import api

    with override("en"):
        schema = json.dumps(
            api.get_openapi_schema(), default=str, ensure_ascii=False, indent=1, sort_keys=True
        )
    return f"{schema}\n"


# --- personal data ---


def personal_page() -> Iterator[str]:
    """What every table keeps, and about whom."""
    from django.apps import apps

    yield "# What is kept about people\n"
    yield "Every table says what it is and which personal data it holds.\n"
    yield "| Table | |"
    yield "| --- | --- |"
    ours = [model for model in apps.get_models() if model.__module__.startswith("nuanfeng.")]
    for model in sorted(ours, key=lambda model: model._meta.label):
        yield f"| `{model._meta.label}` | {_paragraph(model)} |"


# --- shared by the pages ---


def _room(module: str, room: str) -> ModuleType | None:
    name = f"nuanfeng.modules.{module}.{room}"
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as missing:
        if missing.name != name:
            raise
        return None


def _short(thing: Any) -> str:
    return f"{thing.__module__.removeprefix('nuanfeng.')}.{thing.__name__}"


def _paragraph(thing: Any) -> str:
    text = inspect.getdoc(thing) or ""
    return " ".join(text.split("\n\n")[0].split()).replace("|", "\\|")


def _sentence(thing: Any) -> str:
    return re.split(r"(?<=\.)\s", _paragraph(thing))[0]


def _sentence_of(thing: Any) -> str:
    """A constant's own type says nothing about it."""
    return _sentence(thing) if inspect.isclass(thing) or inspect.isroutine(thing) else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
