"""What workers and station staff see of passes and scanners."""

from nuanfeng.modules.passes.pages.cards import card_sheet, card_sheet_file, card_sheet_print, print_cards
from nuanfeng.modules.passes.pages.phones import revoke_scanner, scanners
from nuanfeng.modules.passes.pages.screen import rotate_handle, show_pass, slices

__all__ = [
    "card_sheet",
    "card_sheet_file",
    "card_sheet_print",
    "print_cards",
    "revoke_scanner",
    "rotate_handle",
    "scanners",
    "show_pass",
    "slices",
]
