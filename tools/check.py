"""What can be judged without running the product. `script/check` runs it.

python -m tools.check            every check, whatever the one before said
python -m tools.check NAME ...   only these
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent

CHECKS: dict[str, list[str]] = {
    "style": ["ruff", "check", "--quiet", "."],
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "types": ["mypy", "--no-error-summary"],
    "directions": ["lint-imports", "--no-logo"],
    "migrations": ["python", "-m", "nuanfeng", "makemigrations", "--check", "--dry-run", "-v", "0"],
    "settings": ["python", "-m", "nuanfeng", "check", "--fail-level", "WARNING"],
    "translations": ["python", "-m", "tools.translations", "check"],
    "documents": ["python", "-m", "tools.generate_docs", "--check"],
    "vendored": ["python", "-m", "tools.vendored"],
    "locks": ["python", "-m", "tools.locks"],
}


def run(name: str, environment: dict[str, str]) -> bool:
    """One check; what it says is shown only where it fails."""
    program, *words = CHECKS[name]
    done = subprocess.run(
        [BIN / program, *words], cwd=PROJECT, env=environment, text=True, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    print(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name}", flush=True)
    if done.returncode:
        print("".join(f"       {line}\n" for line in done.stdout.rstrip().splitlines()), flush=True)
    return done.returncode == 0


def main(words: list[str]) -> int:
    """Run the checks; fail if one failed, and say which."""
    if unknown := [word for word in words if word not in CHECKS]:
        print(f"There is no check {', '.join(unknown)}. There are: {', '.join(CHECKS)}")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        # A folder of its own: a check leaves nothing behind in somebody's county.
        environment = {**os.environ, "NUANFENG_DATA": folder, "PYTHONPATH": f"{PROJECT / 'src'}:{PROJECT}"}
        environment.pop("DATABASE_URL", None)
        failed = [name for name in words or CHECKS if not run(name, environment)]
    if not words:
        subprocess.run([sys.executable, "-m", "tools.largest"], cwd=PROJECT, check=False)
    print(f"\nFAILED: {', '.join(failed)}" if failed else "\nAll checks passed.")
    return int(bool(failed))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
