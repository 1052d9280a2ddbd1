"""Who may hand out cards, who may make a phone a scanner, who may take either back."""

from nuanfeng.kernel.errors import N_, Refusal
from nuanfeng.modules.organisations.api import refusal_to_act_for_county
from nuanfeng.modules.passes.models import Handle, Scanner
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.api import COMMAND_LINE, Station, refusal_to_run_station

ONLY_ACTIVE_PEOPLE = Refusal("only_signed_in", N_("Sign in first."))
ONLY_CARD_ISSUERS = Refusal(
    "only_card_issuers", N_("Only the staff of a station or of the county can give out cards.")
)
ONLY_OWNER_OR_STAFF = Refusal(
    "only_owner_or_staff", N_("Only the person whose code it is, or staff, can stop it.")
)
ONLY_COMMAND_LINE = Refusal(
    "only_command_line", N_("Keys are changed by whoever runs the installation, at its command line.")
)


def refusal_to_hold_pass(person: object) -> Refusal | None:
    """None for anyone with an account; membership, employer and points are not asked."""
    return None if isinstance(person, Person) and person.is_active else ONLY_ACTIVE_PEOPLE


def refusal_to_issue_cards(actor: object, station: Station | int | None) -> Refusal | None:
    """None for the staff of the station where the card is given out, and for county staff."""
    if station is not None and refusal_to_run_station(actor, station) is None:
        return None
    return ONLY_CARD_ISSUERS if refusal_to_act_for_county(actor) else None


def refusal_to_revoke_handle(actor: object, held: Handle, station: Station | int | None) -> Refusal | None:
    """None for the person it stands for and for the county; a station's staff stop cards only.

    A card that was found or lost is brought to a station. A code on a screen belongs to one person,
    and nobody behind a table decides about that.
    """
    if isinstance(actor, Person) and actor.is_active and actor.pk == held.person_id:
        return None
    asked = station if held.kind == "card" else None
    return ONLY_OWNER_OR_STAFF if refusal_to_issue_cards(actor, asked) else None


def is_named(bearer: Person) -> bool:
    """Whether anything leads to who it is; the bearer of a mere card has neither number nor name."""
    return bool(bearer.phone_digest or bearer.nickname or bearer.erased_at)


def refusal_to_enrol_scanner(actor: object, station: Station | int) -> Refusal | None:
    """None for the station's own staff: the phone in their hand becomes the scanner."""
    return refusal_to_run_station(actor, station)


def refusal_to_see_scanners(actor: object, station: Station | int) -> Refusal | None:
    """None for the station's own staff and for county staff."""
    refusal = refusal_to_run_station(actor, station)
    return refusal if refusal and refusal_to_act_for_county(actor) else None


def refusal_to_revoke_scanner(actor: object, scanner: Scanner) -> Refusal | None:
    """As for seeing them: whoever hears first that a phone is gone can act."""
    return refusal_to_see_scanners(actor, scanner.station_id)


def refusal_to_change_keys(actor: object) -> Refusal | None:
    """None for the command line and for the installation itself (None)."""
    return None if actor is None or actor == COMMAND_LINE else ONLY_COMMAND_LINE
