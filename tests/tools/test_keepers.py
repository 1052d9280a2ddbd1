"""The small keepers: vendored files, sizes, generated documents."""

from tools import generate_docs, largest, settings_page, vendored

SETTINGS = """
# Where things live.
HERE = _environment("NUANFENG_DATA") or "var"

# Signs cookies.
KEY = _secret("NUANFENG_KEY", HERE)
HTTPS = _environment("NUANFENG_HTTPS", "0") == "1"

LOUD = {"level": _environment("NUANFENG_LOG", "INFO")}
"""


def test_a_vendored_file_that_was_touched_is_seen(tmp_path):
    for name in ("kept.js", "changed.js", "lost.js"):
        (tmp_path / name).write_text(name)
    sums = "".join(f"{sum_}  {name}\n" for name, sum_ in vendored.sums_of(tmp_path).items())
    (tmp_path / vendored.LIST).write_text(sums)
    assert vendored.faults(tmp_path) == []

    (tmp_path / "changed.js").write_text("other")
    (tmp_path / "lost.js").unlink()
    (tmp_path / "new.js").write_text("new")

    assert vendored.faults(tmp_path) == [
        "changed.js was changed",
        "lost.js is missing",
        "new.js is not listed",
    ]


def test_the_vendored_files_are_as_they_were():
    assert vendored.faults(vendored.FOLDER) == []


def test_a_function_is_measured_without_its_docstring(tmp_path):
    path = tmp_path / "some.py"
    path.write_text('def f():\n    """One.\n\n    Two.\n    """\n    return 1\n')
    [piece] = largest.functions_of(path)
    assert (piece.lines, piece.is_over) == (2, False)


def test_settings_are_documented_by_the_comment_above():
    assert list(settings_page.settings_variables(SETTINGS)) == [
        ("NUANFENG_DATA", "", "Where things live."),
        ("NUANFENG_KEY", "", "Signs cookies."),
        ("NUANFENG_HTTPS", "0", "Signs cookies."),
        ("NUANFENG_LOG", "INFO", ""),
    ]


def test_every_setting_says_what_it_is_for():
    source = settings_page.SETTINGS.read_text()
    assert [name for name, _, text in settings_page.settings_variables(source) if not text] == []


def test_the_script_says_what_it_reads():
    assert {name for name, _, _ in settings_page.script_variables()} == {
        "PORT", "NUANFENG_HOST", "NUANFENG_DATA", "DATABASE_URL", "NUANFENG_DEMO",
    }  # fmt: skip


def test_every_command_and_argument_says_what_it_does():
    page = "\n".join(generate_docs.commands_page())
    assert "## nuanfeng worker" in page
    assert [line for line in page.splitlines() if line.startswith("| `") and line.endswith("|  |")] == []
