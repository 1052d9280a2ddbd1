"""Hold every promise against the rows that are there, every night."""

import logging
from datetime import datetime

from nuanfeng.kernel.promises import keep_check
from nuanfeng.portal.queries import all_invariants

logger = logging.getLogger(__name__)


def check_promises(*, now: datetime) -> list[str]:
    """The sentences that do not hold; kept, so that the county sees since when.

    The same sentences as `nuanfeng verify`. Looks only; mends nothing.
    """
    checked, broken = 0, []
    for module, name, sentence, invariant in all_invariants():
        checked += 1
        if next(iter(invariant()), None) is not None:
            logger.error("promise broken: %s.%s", module, name)
            broken.append(sentence)
    keep_check(at=now, checked=checked, broken=broken)
    return broken
