"""Read what somebody sent, in a child process where the format is not plain text."""

from typing import cast

from nuanfeng.kernel.child import ChildFailed, run_bounded
from nuanfeng.kernel.errors import Refusal
from nuanfeng.modules.stations.rules.sheets import UNREADABLE, Table, is_workbook, read_tables


def read_sent_tables(content: bytes) -> list[Table] | Refusal:
    """As `read_tables`; a file that would take the server with it is damaged, and said to be so."""
    if not is_workbook(content):
        return read_tables(content)
    try:
        answer = run_bounded(f"{read_tables.__module__}:{read_tables.__name__}", content)
    except ChildFailed:
        return UNREADABLE
    return cast("list[Table] | Refusal", answer)
