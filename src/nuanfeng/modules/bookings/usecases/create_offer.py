"""The county says what can be booked."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import N_, Refusal, Refused, refuse_if
from nuanfeng.modules.bookings import policies
from nuanfeng.modules.bookings.models import Offer
from nuanfeng.modules.people.api import Person

CODE_TAKEN = Refusal("offer_code_taken", N_("Another offer has this short name already."))


@unit_of_work()
def create_offer(
    *,
    code: str,
    kind: str,
    name: str,
    how_often: str,
    actor: Person | str,
    now: datetime,
    name_en: str = "",
    what: str = "",
    for_kind_of_work: str = "",
) -> Offer:
    """Begin an offer; its times are opened with `open_slots`."""
    refuse_if(policies.refusal_to_keep_offers(actor))
    if Offer.objects.filter(code=code).exists():
        raise Refused(CODE_TAKEN)
    made = Offer.objects.create(
        code=code,
        kind=kind,
        name=name,
        name_en=name_en,
        what=what,
        how_often=how_often,
        for_kind_of_work=for_kind_of_work,
        created_at=now,
    )
    audit.record(actor=actor, action="bookings.create_offer", subject=made, at=now)
    return made
