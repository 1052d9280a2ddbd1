"""What a station still has to do for a table today."""

from datetime import datetime

from nuanfeng.modules.benefits.rules.days import Serving

CLOSED_BY_HOUR = 18
OPEN_STOCK, CLOSE_STOCK, NOTHING = "open_stock", "close_stock", ""


def duty_now(*, is_counted: bool, is_open: bool, serving: Serving | None, here: datetime) -> str:
    """The one thing that is due: counting before it is handed out, or counting what is left after it.

    Where the hours are not known, the stock is opened in the morning and closed by 18:00.
    """
    is_over = here.hour >= CLOSED_BY_HOUR if serving is None else serving.ends is None
    if not is_counted:
        return NOTHING if is_over else OPEN_STOCK
    return CLOSE_STOCK if is_open and is_over else NOTHING
