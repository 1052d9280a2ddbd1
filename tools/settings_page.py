"""The page of settings, made from the comments in config/settings.py and at the top of script/server."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
SETTINGS = PROJECT / "config" / "settings.py"


def settings_page() -> Iterator[str]:
    """Every variable of the environment, with the comment above the place that reads it."""
    yield "# Settings\n"
    yield "All of them are variables of the environment, and none is needed to begin.\n"
    yield "| Variable | Default | |"
    yield "| --- | --- | --- |"
    rows = {name: (default, text) for name, default, text in script_variables()}
    for name, default, text in settings_variables(SETTINGS.read_text()):
        rows.setdefault(name, (default, text))
    for name, (default, text) in rows.items():
        yield f"| `{name}` | {f'`{default}`' if default else ''} | {text} |"


def script_variables() -> Iterator[tuple[str, str, str]]:
    """What script/server says about itself at its top."""
    for line in (PROJECT / "script" / "server").read_text().splitlines():
        if found := re.match(r"#   ([A-Z_]+)\s+(\S+)\s+(.+)", line):
            yield found[1], "" if found[2] == "-" else found[2], found[3][:1].upper() + found[3][1:]


def settings_variables(source: str) -> Iterator[tuple[str, str, str]]:
    """Name, default and comment of each `_environment(...)` and `_secret(...)` in the settings."""
    lines = source.splitlines()
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.FunctionDef):
            continue
        for call in ast.walk(statement):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
                continue
            if call.func.id in {"_environment", "_secret"} and isinstance(call.args[0], ast.Constant):
                default = call.args[1] if call.func.id == "_environment" and len(call.args) > 1 else None
                shown = str(default.value) if isinstance(default, ast.Constant) else ""
                yield str(call.args[0].value), shown, _comment_above(lines, statement.lineno)


def _comment_above(lines: list[str], line: int) -> str:
    """The nearest comment above, in the same paragraph."""
    at = line - 2
    while at >= 0 and lines[at].strip() and not lines[at].startswith("#"):
        at -= 1
    found: list[str] = []
    while at >= 0 and lines[at].startswith("#"):
        found.insert(0, lines[at].lstrip("# ").strip())
        at -= 1
    return " ".join(found)
