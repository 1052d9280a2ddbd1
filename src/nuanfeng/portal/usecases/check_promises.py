"""Hold every promise against the rows that are there, every night."""

import logging
from datetime import datetime

from nuanfeng.kernel.promises import keep_check
from nuanfeng.portal.queries import Invariant, all_invariants

logger = logging.getLogger(__name__)


def check_promises(*, now: datetime) -> list[str]:
    """The sentences that do not hold; kept, so that the county sees since when.

    The same sentences as `nuanfeng verify`. Looks only; mends nothing.
    """
    checked, broken = 0, []
    for module, name, sentence, invariant in all_invariants():
        checked += 1
        if not _holds(invariant):
            logger.error("promise broken: %s.%s", module, name)
            broken.append(sentence)
    keep_check(at=now, checked=checked, broken=broken)
    return broken


def _holds(invariant: Invariant) -> bool:
    """What cannot be checked is not known to hold, and must not keep the others from being checked."""
    try:
        return next(iter(invariant()), None) is None
    except Exception as problem:
        logger.error("a promise could not be checked: %s", type(problem).__name__)
        return False
