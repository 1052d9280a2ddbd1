"""What every test may use, wherever it lives."""

from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent
SHARED_FILES = PROJECT.parent / "shared"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys and races carry their mark because of where they live."""
    for item in items:
        for folder, mark in (("journeys", "journey"), ("races", "race")):
            if (PROJECT / "tests" / folder) in item.path.parents:
                item.add_marker(mark)


@pytest.fixture(scope="session")
def shared_files() -> Path:
    """The folder of real-world input beside the project; tests that need it are skipped without it."""
    if not SHARED_FILES.is_dir():
        pytest.skip("the real-world input of ../shared is not on this machine")
    return SHARED_FILES
