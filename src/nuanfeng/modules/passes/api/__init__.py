"""The door: what other modules may use."""

from nuanfeng.modules.passes.api.pass_page import pass_page, pass_svg
from nuanfeng.modules.passes.models import Handle, Scanner
from nuanfeng.modules.passes.queries import (
    KeyFileMissing,
    PublicKey,
    Scanned,
    Slice,
    card_text,
    card_with_number,
    public_keys,
    scanner_from_bearer,
    scanners_of,
    screen_handle_of,
    verify_scanned,
)
from nuanfeng.modules.passes.rules.numbers import group_number, read_number
from nuanfeng.modules.passes.rules.outcomes import sentence_for
from nuanfeng.modules.passes.usecases import (
    ScreenPass,
    enrol_scanner,
    ensure_issuer_key,
    forget_handles,
    forget_person,
    issue_card,
    issue_screen_handle,
    replace_card,
    revoke_handle,
    revoke_scanner,
    roll_issuer_key,
    rotate_handle,
    show_pass,
)

__all__ = [
    "Handle",
    "KeyFileMissing",
    "PublicKey",
    "Scanned",
    "Scanner",
    "ScreenPass",
    "Slice",
    "card_text",
    "card_with_number",
    "enrol_scanner",
    "ensure_issuer_key",
    "forget_handles",
    "forget_person",
    "group_number",
    "issue_card",
    "issue_screen_handle",
    "pass_page",
    "pass_svg",
    "public_keys",
    "read_number",
    "replace_card",
    "revoke_handle",
    "revoke_scanner",
    "roll_issuer_key",
    "rotate_handle",
    "scanner_from_bearer",
    "scanners_of",
    "screen_handle_of",
    "sentence_for",
    "show_pass",
    "verify_scanned",
]
