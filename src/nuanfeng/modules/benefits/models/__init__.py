"""Programmes, what lies on the table, and what was handed to whom: exactly once."""

from nuanfeng.modules.benefits.models.hand_out import (
    REDEMPTION_STATUSES,
    SCREENING_OUTCOMES,
    PeriodClaim,
    Redemption,
    RedemptionLine,
    RedemptionVoid,
    Screening,
)
from nuanfeng.modules.benefits.models.programme import (
    Item,
    MealWatch,
    PickupPoint,
    Programme,
    ProgrammeRule,
)
from nuanfeng.modules.benefits.models.stock import (
    StockDay,
    StockLease,
    StockMove,
)
from nuanfeng.modules.benefits.models.sync import (
    SYNC_DECISIONS,
    SYNC_OUTCOMES,
    SyncRecord,
)

__all__ = [
    "REDEMPTION_STATUSES",
    "SCREENING_OUTCOMES",
    "SYNC_DECISIONS",
    "SYNC_OUTCOMES",
    "Item",
    "MealWatch",
    "PeriodClaim",
    "PickupPoint",
    "Programme",
    "ProgrammeRule",
    "Redemption",
    "RedemptionLine",
    "RedemptionVoid",
    "Screening",
    "StockDay",
    "StockLease",
    "StockMove",
    "SyncRecord",
]
