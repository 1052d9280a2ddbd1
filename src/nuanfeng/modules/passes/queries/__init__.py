"""Reading keys, handles and scanners."""

from nuanfeng.modules.passes.queries.holders import card_with_number, screen_handle_of
from nuanfeng.modules.passes.queries.keys import (
    KeyFileMissing,
    PublicKey,
    SigningKey,
    public_keys,
    signing_key,
)
from nuanfeng.modules.passes.queries.scanned import Scanned, verify_scanned
from nuanfeng.modules.passes.queries.scanners import scanner_from_bearer, scanners_of
from nuanfeng.modules.passes.queries.slices import Slice, card_text, slices_of

__all__ = [
    "KeyFileMissing",
    "PublicKey",
    "Scanned",
    "SigningKey",
    "Slice",
    "card_text",
    "card_with_number",
    "public_keys",
    "scanner_from_bearer",
    "scanners_of",
    "screen_handle_of",
    "signing_key",
    "slices_of",
    "verify_scanned",
]
