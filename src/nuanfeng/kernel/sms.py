"""Text messages: handed to the gateway that the settings name, never from inside a transaction."""

import json
import logging
import sys
from http.client import HTTPException
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from django.conf import settings

from nuanfeng.kernel.db import in_unit_of_work
from nuanfeng.kernel.errors import N_, Refusal

logger = logging.getLogger(__name__)

# The person waits for the answer, and so does one of the server's few threads.
TIMEOUT_SECONDS = 5

NOT_SET_UP = Refusal("sms_not_set_up", N_("Text messages are not set up here yet, so nothing was sent."))
FAILED = Refusal(
    "sms_failed", N_("The text message could not be sent just now. Please try again in a minute.")
)


def sender() -> str:
    """`http`, `console` or `none`. Codes are printed in the demo only: anywhere else that is a log."""
    if settings.NUANFENG_SMS == "http" and settings.NUANFENG_SMS_URL:
        return "http"
    if settings.NUANFENG_SMS == "console" and settings.NUANFENG_DEMO:
        return "console"
    return "none"


def send_sms(*, phone: str, template: str, values: dict[str, str], text: str) -> Refusal | None:
    """Send one message to a number (E.164); a refusal where it did not leave.

    Gateways in China send approved templates, so `template` and `values` go along with the text.
    """
    if in_unit_of_work():
        raise RuntimeError("a text message is sent after the transaction, not inside it")
    match sender():
        case "http":
            return _post({"phone": phone, "template": template, "values": values, "text": text})
        case "console":
            sys.stdout.write(f"[demo] …{phone[-4:]}: {text}\n")
            sys.stdout.flush()
            return None
        case _:
            return NOT_SET_UP


def _post(message: dict[str, object]) -> Refusal | None:
    address = settings.NUANFENG_SMS_URL
    if urlsplit(address).scheme not in ("https", "http"):
        return NOT_SET_UP
    request = Request(
        address,
        data=json.dumps(message, ensure_ascii=False).encode(),
        headers={
            "Content-Type": "application/json; charset=utf-8",
            "Authorization": f"Bearer {settings.NUANFENG_SMS_TOKEN}",
        },
        method="POST",
    )
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS):
            return None
    except (URLError, HTTPException, OSError, ValueError) as problem:
        # Only the kind of problem: an error may quote the number or the code.
        logger.error("text message not sent: %s", type(problem).__name__)
        return FAILED
