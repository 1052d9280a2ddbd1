"""The end of script/test: what failed, and what was skipped and why."""

from collections import Counter

from tools import suites
from tools.suites import Outcome


def test_the_last_lines_say_what_failed_and_what_was_skipped():
    outcomes = [
        Outcome("sqlite", failed=False, left_out=Counter({"not here": 2})),
        Outcome("postgres", failed=True),
        Outcome("journeys", failed=False, left_out=Counter({"no Chromium": 1})),
    ]
    assert suites.summary(outcomes) == (
        "FAILED: postgres\nSkipped: 2 in sqlite (not here); 1 in journeys (no Chromium)"
    )


def test_when_all_is_well_nothing_is_said_to_be_skipped():
    assert suites.summary([Outcome("sqlite", failed=False)]) == "Passed: sqlite\nSkipped: nothing"


def test_a_part_that_fails_does_not_keep_the_next_from_running(monkeypatch, capsys):
    ran = []

    def part(name, failed):
        def run(arguments):
            ran.append(name)
            return Outcome(name, failed=failed)

        return run

    monkeypatch.setattr(suites, "PARTS", {"one": part("one", True), "two": part("two", False)})
    assert suites.main([]) == 1
    assert ran == ["one", "two"]
    assert suites.main(["two"]) == 0
    assert "Passed: two" in capsys.readouterr().out


def test_what_a_report_left_out_is_counted_by_reason(tmp_path):
    report = tmp_path / "report.xml"
    case = '<testcase name="t"><skipped message="not on\nthis machine">x</skipped></testcase>'
    report.write_text(f"<testsuites><testsuite>{case}{case}<testcase/></testsuite></testsuites>")
    assert suites._left_out(report) == {"not on this machine": 2}
    assert suites._left_out(tmp_path / "none.xml") == {}
