"""What a station's record must be, and which states follow which."""

from nuanfeng.kernel.errors import N_, Refusal
from nuanfeng.modules.stations.rules.datum import is_on_earth

STATES_AFTER = {"active": ("paused", "closed"), "paused": ("active", "closed"), "closed": ("active",)}
NAME_LENGTH_MAX = 80
REASON_LENGTH_MAX = 200

NAME_MISSING = Refusal("name_missing", N_("A station needs a name."))
NAME_TOO_LONG = Refusal("name_too_long", N_("This name is too long. Keep to 80 characters."))
KIND_UNKNOWN = Refusal("kind_unknown", N_("This kind of station is not known."))
POINT_BROKEN = Refusal("point_broken", N_("Latitude and longitude must both be given, and lie on the earth."))
FACILITY_UNKNOWN = Refusal("facility_unknown", N_("The county does not know this facility: %(code)s."))
REASON_MISSING = Refusal("reason_missing", N_("Say why, in a few words; people will read it."))
REASON_TOO_LONG = Refusal("reason_too_long", N_("This reason is too long. Keep to 200 characters."))
ALREADY_CLOSED = Refusal("station_closed", N_("This station has closed. Reopen it first."))
ROLE_UNKNOWN = Refusal("role_unknown", N_("A station has masters and volunteers."))

ACCESS_NOTE_MAX = 200
ACCESS_NOTE_TOO_LONG = Refusal("access_note_too_long", N_("Keep this to 200 characters."))
ACCESS_UNKNOWN = Refusal("access_unknown", N_("Please choose how people get in."))
KEY_WHERE = Refusal("key_where", N_("Write where the key is, in a few words."))
CALL_WHOM = Refusal("call_whom", N_("People are to call first: enter the phone of the place before that."))


def refusal_to_keep_place(
    *, kind: str, kinds: tuple[str, ...], name: str, latitude: float | None, longitude: float | None
) -> Refusal | None:
    """Why such a station cannot be kept."""
    if not name.strip():
        return NAME_MISSING
    if len(name) > NAME_LENGTH_MAX:
        return NAME_TOO_LONG
    if kind not in kinds:
        return KIND_UNKNOWN
    return refusal_to_keep_point(latitude, longitude)


def refusal_to_keep_point(latitude: float | None, longitude: float | None) -> Refusal | None:
    """A point is whole and on the earth, or absent."""
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None or not is_on_earth(latitude, longitude):
        return POINT_BROKEN
    return None


def refusal_to_move_state(*, now_is: str, becomes: str) -> Refusal | None:
    """Whether a station may go from one state to another."""
    return None if becomes in STATES_AFTER[now_is] else ALREADY_CLOSED


def refusal_to_give_reason(reason: str) -> Refusal | None:
    """A pause and a closing are explained to those who stand at the door."""
    if not reason.strip():
        return REASON_MISSING
    return REASON_TOO_LONG if len(reason) > REASON_LENGTH_MAX else None


def refusal_to_let_in(access: str, note: str, phone: str) -> Refusal | None:
    """Why nobody could get in by what is written; None where it says enough."""
    if len(note) > ACCESS_NOTE_MAX:
        return ACCESS_NOTE_TOO_LONG
    if access not in ("staffed", "key", "appointment", "door_code"):
        return ACCESS_UNKNOWN
    if access == "key" and not note:
        return KEY_WHERE
    return CALL_WHOM if access == "appointment" and not phone else None
