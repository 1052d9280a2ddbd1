"""Reading keys, handles and scanners."""

from nuanfeng.modules.passes.queries.holders import OwnCard, card_with_number, cards_of, screen_handle_of
from nuanfeng.modules.passes.queries.keys import (
    KeyFileMissing,
    PublicKey,
    SigningKey,
    public_keys,
    signing_key,
)
from nuanfeng.modules.passes.queries.scanned import Scanned, verify_scanned
from nuanfeng.modules.passes.queries.scanned_before import verify_scanned_before
from nuanfeng.modules.passes.queries.scanners import scanner_from_bearer, scanners_of
from nuanfeng.modules.passes.queries.slices import Slice, card_text, slices_of
from nuanfeng.modules.passes.queries.sync import (
    epoch_number,
    is_batch_signed,
    issuer_keys,
    marks_of,
    people_with_new_handles,
    revoked_prefixes,
    scanner_that_sends,
    sealed,
    unsealed,
)

__all__ = [
    "KeyFileMissing",
    "OwnCard",
    "PublicKey",
    "Scanned",
    "SigningKey",
    "Slice",
    "card_text",
    "card_with_number",
    "cards_of",
    "epoch_number",
    "is_batch_signed",
    "issuer_keys",
    "marks_of",
    "people_with_new_handles",
    "public_keys",
    "revoked_prefixes",
    "scanner_from_bearer",
    "scanner_that_sends",
    "scanners_of",
    "screen_handle_of",
    "sealed",
    "signing_key",
    "slices_of",
    "unsealed",
    "verify_scanned",
    "verify_scanned_before",
]
