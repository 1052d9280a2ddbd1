"""The ten largest functions and files: aims a reader should feel, printed so that nobody is surprised.

python -m tools.largest
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
FOLDERS = ("src", "config", "tools", "tests", "bench")
SHOWN = 10
FUNCTION_LINES_AIM = 40
FUNCTION_LINES_AIM_P90 = 25
FILE_LINES_AIM = 300
TEST_FILE_LINES_AIM = 400


@dataclass(frozen=True, order=True)
class Piece:
    """A function or a file, and how long it is."""

    lines: int
    place: str
    is_over: bool


def files() -> Iterator[Path]:
    """Every Python file that people write; migrations are written by a machine."""
    for folder in FOLDERS:
        for path in sorted((PROJECT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def functions_of(path: Path) -> Iterator[Piece]:
    """Each function with its own lines, without decorators and docstring."""
    place = path.relative_to(PROJECT) if path.is_relative_to(PROJECT) else path
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        lines = (node.end_lineno or node.lineno) - node.lineno + 1 - _docstring_lines(node)
        yield Piece(lines, f"{place}:{node.lineno} {node.name}", lines > FUNCTION_LINES_AIM)


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    if not isinstance(first, ast.Expr) or ast.get_docstring(node, clean=False) is None:
        return 0
    return (first.end_lineno or first.lineno) - first.lineno + 1


def _file(path: Path) -> Piece:
    lines = len(path.read_text().splitlines())
    aim = TEST_FILE_LINES_AIM if "tests" in path.parts else FILE_LINES_AIM
    return Piece(lines, str(path.relative_to(PROJECT)), lines > aim)


def _show(title: str, pieces: list[Piece]) -> None:
    print(f"\n{title}")
    for piece in sorted(pieces, reverse=True)[:SHOWN]:
        print(f"  {piece.lines:5} {'over ' if piece.is_over else '     '} {piece.place}")


def main() -> int:
    """Print both lists. Nothing fails here: a good function is not cut in two to please a number."""
    paths = list(files())
    functions = [function for path in paths for function in functions_of(path)]
    lengths = sorted(function.lines for function in functions)
    p90 = lengths[len(lengths) * 9 // 10] if lengths else 0
    aims = f"aim {FUNCTION_LINES_AIM} lines; p90 {p90}, aim {FUNCTION_LINES_AIM_P90}"
    _show(f"Largest functions ({aims})", functions)
    aims = f"aim {FILE_LINES_AIM} lines, tests {TEST_FILE_LINES_AIM}"
    _show(f"Largest files ({aims})", [_file(path) for path in paths])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
