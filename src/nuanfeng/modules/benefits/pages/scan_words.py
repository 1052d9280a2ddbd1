"""Every word that the scan page may have to say without asking the server again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from nuanfeng.modules.benefits.rules import outcomes
from nuanfeng.modules.organisations.api import county_code
from nuanfeng.modules.passes.api import public_keys
from nuanfeng.ui.camera import reader_addresses

_TONES = {outcomes.NEW: "go", outcomes.RELEASED: "go", outcomes.NOT_OURS: "grey"}


def tone_of(outcome: str) -> str:
    """Which of the three answers an outcome is: green, amber or grey. There is no red."""
    return _TONES.get(outcome, "doubt")


def title_of(outcome: str, *, at: datetime | None, now: datetime) -> str:
    """The few words that are read from two metres: an `already` with its time, never with a place."""
    local = timezone.localtime(at) if at else None
    msgid, places = outcomes.sentence_for(outcome, at=local, here=timezone.localtime(now))
    return _(msgid) % places


def words(now: datetime) -> dict[str, Any]:
    """What scan.js gets, in the reader's language."""
    return {
        "titles": _titles(),
        "sentences": _sentences(),
        "comma": _(", "),
        "left": _("%(count)s left"),
        "none_left": _("None left by the count"),
        "choose_first": _("Tap what is taken first."),
        "recorded": _("Recorded."),
        "guest_given": _("One for a guest."),
        "only_here": _("Noted on this phone for now."),
        "just_scanned": _("Just scanned. It is recorded already."),
        "taken_back": _("Undone. Nothing is counted."),
        "too_late": _("The minute is over. It stays as it is."),
        "try_again": _("That did not work. Please try again."),
        "stuck": _("%(count)s on this phone cannot be sent. Please call the county."),
        "not_enrolled": _("That did not work. Reload the page and try again."),
        "number": _number_words(),
        "camera": _camera_words(),
        "preparing": _("Getting ready to read codes. The number field works already."),
        "reader": reader_addresses(),
        "county": county_code(),
        "keys": {key.kid.hex(): _spki(key.pem) for key in public_keys(now)},
    }


def scanner_words(now: datetime) -> dict[str, Any]:
    """What the scanner's own page gets besides: it has to say everything by itself."""
    return {
        **words(now),
        "titles": {
            **_titles(),
            outcomes.ALREADY: _("Collected already today"),
            "ours_unheard": _("Our number, but no network"),
        },
        "already_at": _(outcomes.SENTENCES[outcomes.ALREADY]),
        "already_before": _(outcomes.COLLECTED_BEFORE),
        "enrol_failed": _("The code was not accepted. Have the station show a new one and read it again."),
        "enrol_offline": _("No network. Setting up a phone needs one; try again where there is one."),
        "no_programme": _("Nothing is handed out at this station at the moment. County staff can add it."),
        "not_written": _("Not recorded"),
    }


def _titles() -> Mapping[str, str]:
    known = {outcome: _(msgid) for outcome, msgid in outcomes.SENTENCES.items() if "%" not in msgid}
    return {
        **known,
        "unheard": _("No network, cannot look it up"),
        "ours_unheard": _("Our code, but no network"),
    }


def _sentences() -> Mapping[str, str]:
    """What goes below the title where the server said nothing."""
    return {
        "unheard": _("Give it anyway: it is noted on this phone and sent later."),
        "ours_unheard": _("Whether it was collected today is not known. Give it anyway: it is sent later."),
    }


def _number_words() -> Mapping[str, str]:
    return {
        "empty": _("Type the ten digits below the code."),
        "notDigits": _("A number has digits only. Read out the ten digits below the code."),
        "length": _("A number has ten digits, this one has %(count)s."),
        "mistyped": _("One digit is wrong. Compare it with the number and type it again."),
    }


def _camera_words() -> Mapping[str, str]:
    return {
        "absent": _("This phone shows no camera here. Type the number instead."),
        "denied": _(
            "The camera is not allowed yet. Allow it in the browser's settings for this page,"
            " or type the number."
        ),
        "busy": _("Another app is using the camera. Close it, or type the number."),
        "insecure": _("The camera needs a secure address (https). Type the number instead."),
    }


def _spki(pem: str) -> str:
    return "".join(line for line in pem.splitlines() if not line.startswith("-----"))
