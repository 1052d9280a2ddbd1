"""Who may open times and who may say that somebody came. Nothing here asks about anybody's health."""

from nuanfeng.kernel.errors import N_, Refusal
from nuanfeng.modules.bookings.models import Venue
from nuanfeng.modules.organisations.api import refusal_to_act_for_county
from nuanfeng.modules.stations.api import refusal_to_run_station

ONLY_THE_VENUE = Refusal("only_the_venue", N_("Only the people of this place and the county can do this."))


def refusal_to_keep_offers(actor: object) -> Refusal | None:
    """None for county staff: offers, venues, times, calling off."""
    return refusal_to_act_for_county(actor)


def refusal_to_take_attendance(actor: object, venue: Venue) -> Refusal | None:
    """None for the people of the venue's station, and for county staff."""
    if refusal_to_act_for_county(actor) is None:
        return None
    if venue.station_id and refusal_to_run_station(actor, venue.station_id) is None:
        return None
    return ONLY_THE_VENUE
