"""The product's own settings, with a data folder that lives as long as the test run."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# pytest-xdist's workers inherit their parent's environment; each still gets a folder of its own.
_run = Path(tempfile.mkdtemp(prefix="nuanfeng-test-"))
atexit.register(shutil.rmtree, _run, ignore_errors=True)
(_run / "static").mkdir()  # whitenoise warns where there is none
os.environ["NUANFENG_DATA"] = str(_run)
os.environ.setdefault("NUANFENG_SECRET_KEY", "only-for-tests-and-never-for-anything-else")

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, STORAGES  # noqa: E402

if "sqlite3" in DATABASES["default"]["ENGINE"]:
    # A file, as in production: a database in memory has other locks and hides races.
    DATABASES["default"].setdefault("TEST", {})["NAME"] = str(_run / "test.sqlite3")

# The manifest needs collectstatic first; journeys, which run a real server, do have it.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
