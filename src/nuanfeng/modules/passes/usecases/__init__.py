"""What happens to keys, handles, cards and scanners."""

from nuanfeng.modules.passes.usecases.accept_invitation import KnownAs, accept_invitation
from nuanfeng.modules.passes.usecases.distrust_issuer_key import distrust_issuer_key
from nuanfeng.modules.passes.usecases.enrol_scanner import enrol_scanner
from nuanfeng.modules.passes.usecases.forget_card_sheets import forget_card_sheets
from nuanfeng.modules.passes.usecases.forget_handles import forget_handles
from nuanfeng.modules.passes.usecases.forget_person import forget_person
from nuanfeng.modules.passes.usecases.invite_scanner import invite_scanner
from nuanfeng.modules.passes.usecases.issue_card import issue_card
from nuanfeng.modules.passes.usecases.issue_screen_handle import issue_screen_handle
from nuanfeng.modules.passes.usecases.note_cards_drawn import note_cards_drawn
from nuanfeng.modules.passes.usecases.note_contact import note_contact
from nuanfeng.modules.passes.usecases.print_cards import print_cards, print_replacement
from nuanfeng.modules.passes.usecases.raise_epoch import raise_epoch
from nuanfeng.modules.passes.usecases.replace_card import replace_card
from nuanfeng.modules.passes.usecases.replace_own_card import replace_own_card
from nuanfeng.modules.passes.usecases.revoke_handle import revoke_handle
from nuanfeng.modules.passes.usecases.revoke_scanner import revoke_scanner
from nuanfeng.modules.passes.usecases.roll_issuer_key import ensure_issuer_key, roll_issuer_key
from nuanfeng.modules.passes.usecases.rotate_handle import rotate_handle
from nuanfeng.modules.passes.usecases.show_pass import ScreenPass, show_pass
from nuanfeng.modules.passes.usecases.take_card import take_card

__all__ = [
    "KnownAs",
    "ScreenPass",
    "accept_invitation",
    "distrust_issuer_key",
    "enrol_scanner",
    "ensure_issuer_key",
    "forget_card_sheets",
    "forget_handles",
    "forget_person",
    "invite_scanner",
    "issue_card",
    "issue_screen_handle",
    "note_cards_drawn",
    "note_contact",
    "print_cards",
    "print_replacement",
    "raise_epoch",
    "replace_card",
    "replace_own_card",
    "revoke_handle",
    "revoke_scanner",
    "roll_issuer_key",
    "rotate_handle",
    "show_pass",
    "take_card",
]
