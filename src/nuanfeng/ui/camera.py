"""What a page with a camera needs: the reader of square codes, and leave to compile it."""

from csp.constants import SELF
from django.contrib.staticfiles.storage import staticfiles_storage

READER = "vendor/barcode-detector/ponyfill.js"
READER_WASM = "vendor/barcode-detector/zxing_reader.wasm"
# The reader is compiled by the browser, and only pages with a camera may.
CAMERA_POLICY = {"script-src": ["'wasm-unsafe-eval'"], "media-src": [SELF]}


def reader_addresses() -> dict[str, str]:
    """Where the two files of the reader are, under names of this release."""
    return {"script": staticfiles_storage.url(READER), "wasm": staticfiles_storage.url(READER_WASM)}
