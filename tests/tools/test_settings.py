"""The secrets beside the database: made once, whole, for their owner alone."""

import stat
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings import _secret

NAME = "NUANFENG_KEY_OF_A_TEST"
STARTING = 8


def test_processes_that_start_together_read_the_same_whole_secret(tmp_path):
    start = Barrier(STARTING)

    def read(_number: int) -> str:
        start.wait()
        return _secret(NAME, tmp_path)

    with ThreadPoolExecutor(STARTING) as threads:
        got = set(threads.map(read, range(STARTING)))

    assert len(got) == 1
    assert len(got.pop()) > 40
    [file] = (tmp_path / "keys").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_empty_secret_is_said_and_nothing_is_encrypted_under_it(tmp_path):
    """As a disk that was full, or a power cut, leaves a file."""
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / NAME.lower()).write_text("")

    with pytest.raises(ImproperlyConfigured, match="is empty"):
        _secret(NAME, tmp_path)


def test_what_the_environment_says_comes_first(tmp_path, monkeypatch):
    monkeypatch.setenv(NAME, "given")
    assert _secret(NAME, tmp_path) == "given"
    assert not (tmp_path / "keys").exists()
