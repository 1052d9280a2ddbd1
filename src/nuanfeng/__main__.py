"""The `nuanfeng` command: every management command under one short name, from any folder."""

import os
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> None:
    """Run `nuanfeng COMMAND ...`; without a command, list what there is."""
    for folder in (PROJECT / "src", PROJECT):
        if str(folder) not in sys.path:
            sys.path.insert(0, str(folder))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    words = sys.argv[1:] if arguments is None else arguments
    execute_from_command_line(["nuanfeng", *words])


if __name__ == "__main__":
    main()
