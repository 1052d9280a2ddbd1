"""What the people of a station see: the scan page, the stock, the day sheet."""

from nuanfeng.modules.benefits.pages.day_sheet import day_sheet
from nuanfeng.modules.benefits.pages.enrol_phone import enrol_phone
from nuanfeng.modules.benefits.pages.leftovers import leftovers, my_leftovers
from nuanfeng.modules.benefits.pages.scan import scan
from nuanfeng.modules.benefits.pages.scanner import invite_phone, scanner, scanner_manifest, scanner_paper
from nuanfeng.modules.benefits.pages.stock import stock

__all__ = [
    "day_sheet",
    "enrol_phone",
    "invite_phone",
    "leftovers",
    "my_leftovers",
    "scan",
    "scanner",
    "scanner_manifest",
    "scanner_paper",
    "stock",
]
