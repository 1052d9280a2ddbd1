"""Names: the files of a module are a closed list, and some words say nothing and stay out."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SOURCE = PROJECT / "src" / "nuanfeng"

ROOMS = {
    "rules", "events", "models", "policies", "queries", "invariants", "usecases", "api", "forms", "pages",
    "desk", "rest", "admin", "urls", "apps", "management", "migrations", "templates", "static", "tests",
    "reference", "__init__", "__pycache__",
}  # fmt: skip
# As a file's or a folder's whole name, or a part of it between underscores.
EMPTY_WORDS = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"}
# As the whole name or its last part: a service_date is a word of the trade, a date_service is not.
EMPTY_ENDS = {"service", "services"}
# Only as the whole name: there are words of the trade that contain them.
EMPTY_NAMES = {"data", "info", "process", "handle", "handler", "handlers", "processor"}
# Django asks for these.
ASKED_FOR = {("management", "handle")}


def strangers_in(module: Path) -> list[str]:
    """Files and folders directly in a module that the list does not know."""
    return sorted(
        path.name
        for path in module.iterdir()
        if path.name.split(".")[0] not in ROOMS or path.suffix not in ("", ".py")
    )


def empty_words_in(folder: Path) -> list[str]:
    """Files, folders, functions and classes named by a word that says nothing."""
    found = []
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if {"__pycache__", "vendor", "migrations", "locale"} & set(parts):
            continue
        if _says_nothing(path.name.split(".")[0]):
            found.append("/".join(parts))
        if path.suffix == ".py":
            found += [f"{'/'.join(parts)}: {name}" for name in _empty_names_of(path, parts)]
    return found


def _empty_names_of(path: Path, parts: tuple[str, ...]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if is_function and _says_nothing(node.name) and not _is_asked_for(node.name, parts):
            yield node.name
        if isinstance(node, ast.ClassDef) and node.name.endswith(("Helper", "Utils", "Service", "Processor")):
            yield node.name


def _is_asked_for(name: str, parts: tuple[str, ...]) -> bool:
    return any(folder in parts and name == asked for folder, asked in ASKED_FOR)


def _says_nothing(name: str) -> bool:
    words = name.strip("_").replace("-", "_").lower().split("_")
    return bool(EMPTY_WORDS & set(words)) or words[-1] in EMPTY_ENDS or "_".join(words) in EMPTY_NAMES


def use_case_faults(module: Path) -> list[str]:
    """A use case lives in a file of its own name, takes its arguments by name and says what it does."""
    wrong = []
    for path in sorted((module / "usecases").glob("[!_]*.py")):
        found = [
            node
            for node in ast.parse(path.read_text()).body
            if isinstance(node, ast.FunctionDef) and node.name == path.stem
        ]
        if "_" not in path.stem:
            wrong.append(f"{path.name}: the name is not verb_noun")
        if not found:
            wrong.append(f"{path.name}: there is no function {path.stem}")
            continue
        if found[0].args.args or found[0].args.posonlyargs:
            wrong.append(f"{path.stem} takes arguments by position")
        if not ast.get_docstring(found[0]):
            wrong.append(f"{path.stem} has no docstring")
    return wrong


def modules() -> list[Path]:
    """Every module of the product."""
    return sorted(path for path in (SOURCE / "modules").iterdir() if (path / "__init__.py").exists())


@pytest.mark.parametrize("module", modules(), ids=lambda path: path.name)
def test_a_module_has_only_the_rooms_on_the_list(module):
    assert strangers_in(module) == []


@pytest.mark.parametrize("module", modules(), ids=lambda path: path.name)
def test_a_use_case_is_one_function_in_a_file_of_its_name(module):
    assert use_case_faults(module) == []


def test_no_name_is_an_empty_word():
    assert empty_words_in(SOURCE) == []


def test_a_stranger_is_seen(tmp_path):
    for name in ("models.py", "helpers.py", "notes.txt"):
        (tmp_path / name).touch()
    (tmp_path / "services").mkdir()
    assert strangers_in(tmp_path) == ["helpers.py", "notes.txt", "services"]


def test_an_empty_word_is_seen(tmp_path):
    for name in ("date_utils.py", "date_service.py", "service_date.py"):
        (tmp_path / name).touch()
    (tmp_path / "scan.py").write_text("def process(): ...\ndef read_data(): ...\nclass ScanService: ...\n")
    assert empty_words_in(tmp_path) == [
        "date_service.py",
        "date_utils.py",
        "scan.py: process",
        "scan.py: ScanService",
    ]


def test_a_misshapen_use_case_is_seen(tmp_path):
    cases = tmp_path / "usecases"
    cases.mkdir()
    (cases / "redeem.py").write_text('def redeem(*, now):\n    """Spend."""\n')
    (cases / "redeem_pass.py").write_text('def redeem(*, now):\n    """Spend."""\n')
    (cases / "void_pass.py").write_text("def void_pass(now): ...\n")
    (cases / "show_pass.py").write_text('def show_pass(*, now):\n    """Show."""\n')
    assert use_case_faults(tmp_path) == [
        "redeem.py: the name is not verb_noun",
        "redeem_pass.py: there is no function redeem_pass",
        "void_pass takes arguments by position",
        "void_pass has no docstring",
    ]
