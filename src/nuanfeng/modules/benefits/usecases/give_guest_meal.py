"""Hand a meal to somebody without asking who it is."""

from datetime import datetime

from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.benefits import policies, queries
from nuanfeng.modules.benefits.policies import Actor
from nuanfeng.modules.benefits.queries import Answer
from nuanfeng.modules.benefits.rules.choices import HandOut
from nuanfeng.modules.benefits.rules.days import PROGRAMME_NOT_HERE
from nuanfeng.modules.benefits.usecases.record_hand_out import record_hand_out
from nuanfeng.modules.benefits.usecases.redeem_pass import earlier_or_refused, refusal_to_take


def give_guest_meal(*, hand_out: HandOut, actor: Actor, now: datetime) -> Answer:
    """One tap, no identity: counted in stock and figures; the same message again changes nothing."""
    refuse_if(policies.refusal_to_hand_out(actor, hand_out.station_id))
    offer = queries.offer_at(hand_out.station_id, hand_out.programme)
    refusal = refusal_to_take(hand_out, offer, now)
    if offer is None or refusal:
        return earlier_or_refused(hand_out, refusal or PROGRAMME_NOT_HERE)
    return record_hand_out(
        hand_out=hand_out,
        offer=offer,
        person_id=None,
        actor=actor,
        action="benefits.give_guest_meal",
        now=now,
    )
