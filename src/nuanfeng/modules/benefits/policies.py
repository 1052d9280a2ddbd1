"""Who may hand out, count and plan. Nothing here asks who the person is that gets a meal."""

from uuid import UUID

from nuanfeng.kernel.errors import N_, Refusal
from nuanfeng.modules.benefits.models import Redemption
from nuanfeng.modules.organisations.api import refusal_to_act_for_county
from nuanfeng.modules.passes.api import Scanner
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.api import refusal_to_run_station

Actor = Scanner | Person

OTHER_STATIONS_SCANNER = Refusal("other_stations_scanner", N_("This scanner belongs to another station."))
SCANNER_REVOKED = Refusal("scanner_revoked", N_("This scanner was signed out. Sign it in again."))
NOT_YOUR_HAND_OUT = Refusal("not_your_hand_out", N_("Only the phone that recorded a hand-out can undo it."))


def recorded_by(actor: Actor) -> tuple[UUID | None, int | None]:
    """The actor as rows name it: a scanner's number or a person's."""
    return (actor.pk, None) if isinstance(actor, Scanner) else (None, actor.pk)


def refusal_to_hand_out(actor: Actor, station_id: int) -> Refusal | None:
    """None for a scanner of the station and for its staff: hand-outs, checks, stock, the day sheet."""
    if not isinstance(actor, Scanner):
        return refusal_to_run_station(actor, station_id)
    if actor.revoked_at is not None:
        return SCANNER_REVOKED
    return None if actor.station_id == station_id else OTHER_STATIONS_SCANNER


def refusal_to_keep_stock(actor: Actor, station_id: int) -> Refusal | None:
    """None for whoever hands out there, and for county staff."""
    refusal = refusal_to_hand_out(actor, station_id)
    if refusal is None or isinstance(actor, Scanner):
        return refusal
    return refusal if refusal_to_act_for_county(actor) else None


def refusal_to_void(actor: Actor, redemption: Redemption) -> Refusal | None:
    """None for the scanner or the person that recorded it."""
    own = redemption.scanner_id if isinstance(actor, Scanner) else redemption.staff_id
    return None if own == actor.pk else NOT_YOUR_HAND_OUT


def refusal_to_keep_programmes(actor: object) -> Refusal | None:
    """None for county staff: programmes, items and where they are handed out."""
    return refusal_to_act_for_county(actor)


def refusal_to_decide_records(actor: object) -> Refusal | None:
    """None for county staff: what becomes of a record that was set aside."""
    return refusal_to_act_for_county(actor)
