"""A scanner has a network again and sends what it recorded without one."""

from datetime import datetime

from nuanfeng.kernel.errors import Refusal, Refused, refuse_if
from nuanfeng.modules.benefits.rules import sync
from nuanfeng.modules.benefits.usecases.judge_records import judge_records
from nuanfeng.modules.benefits.usecases.store_batch import Outcome, known_records, store_batch
from nuanfeng.modules.benefits.usecases.try_again import try_again
from nuanfeng.modules.passes.api import Scanner, is_batch_signed, read_signature


def sync_batch(
    *, scanner: Scanner, body: bytes, signature: str, now: datetime
) -> list[tuple[sync.Sent, Outcome]]:
    """Every record with what became of it, in the order of the chain; the same again changes nothing.

    Raises `Refused` where the batch as a whole is not this scanner's, or cannot be read.
    """
    refuse_if(refusal_to_take_batch(scanner, body, signature))
    sent = sync.read_batch(body, scanner.pk)
    if isinstance(sent, Refusal):
        raise Refused(sent)
    told, _chain = known_records(scanner.pk, sent)
    new = [one for one in sent if one.hash not in told]
    if new:
        judged = judge_records(scanner=scanner, sent=new, now=now)
        # Somebody in the batch may be served elsewhere in the same moment; the next look sees it.
        told |= try_again(act=lambda: store_batch(scanner=scanner, judged=judged, now=now))
    return [(one, told[one.hash]) for one in sent]


def refusal_to_take_batch(scanner: Scanner, body: bytes, signature: str) -> Refusal | None:
    """Why nothing of a batch is looked at."""
    if len(body) > sync.BATCH_BYTES_MAX:
        return sync.BATCH_TOO_LARGE
    if scanner.public_key is None:
        return sync.NO_PUBLIC_KEY
    signed = read_signature(signature)
    is_signed = signed is not None and is_batch_signed(scanner, body, signed)
    return None if is_signed else sync.SIGNATURE_WRONG
