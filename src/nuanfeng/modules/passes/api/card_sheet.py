"""Draw a sheet of cards as a PDF, away from the request that asked for it."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

import segno
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django_tasks import task

from nuanfeng.modules.organisations.api import the_county
from nuanfeng.modules.passes import usecases
from nuanfeng.modules.passes.api.pass_page import pass_svg
from nuanfeng.modules.passes.models import CardSheet, Handle
from nuanfeng.modules.passes.queries import card_text
from nuanfeng.modules.passes.rules.cards import CARDS_ON_A_SHEET
from nuanfeng.modules.passes.rules.numbers import group_number

IN_A_ROW = 2


@task()
def draw_card_sheet(sheet_id: str) -> str:
    """Draw eight cards after another, keep how far it is, and put the file in its place at the end."""
    sheet = CardSheet.objects.select_related("station").filter(pk=sheet_id).first()
    if sheet is None or sheet.state == "ready":
        return "gone" if sheet is None else sheet.state
    if missing := missing_for_pdf():
        usecases.note_cards_drawn(sheet=sheet, drawn=0, state=missing)
        return missing
    try:
        content = _drawn(sheet)
    except Exception:
        usecases.note_cards_drawn(sheet=sheet, drawn=0, state="failed")
        raise
    sheet.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(sheet.file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    usecases.note_cards_drawn(sheet=sheet, drawn=len(sheet.cards), state="ready")
    return "ready"


def missing_for_pdf() -> str:
    """What this machine lacks for drawing Chinese pages: `no_pango`, `no_font` or nothing."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        return "no_pango"
    listing = shutil.which("fc-list")
    if listing is None:
        return ""
    fonts = subprocess.run([listing, ":lang=zh-cn", "family"], capture_output=True, check=False).stdout
    return "" if fonts.strip() else "no_font"


def sheet_context(sheet: CardSheet, part: Sequence[int] | None = None) -> dict[str, Any]:
    """What the template of a sheet shows; `part` are some of its cards."""
    handles = Handle.objects.in_bulk(list(sheet.cards if part is None else part))
    cards = [_card(handles[pk]) for pk in (sheet.cards if part is None else part) if pk in handles]
    return {
        "pages": [_rows(page) for page in _split(cards, CARDS_ON_A_SHEET)],
        "is_single": len(sheet.cards) == 1,
        "county": the_county(),
        "station": sheet.station,
        "address": sheet.address,
        "short_address": sheet.address.partition("://")[2].rstrip("/"),
        "address_square": _address_svg(sheet.address),
    }


def _drawn(sheet: CardSheet) -> bytes:
    from weasyprint import CSS, HTML

    def fetch_nothing(url: str, *more: object, **options: object) -> NoReturn:
        raise ValueError("a card holds everything it shows")

    # A machine may hold fonts for it, yet nothing is fetched from anywhere.
    style = CSS(filename=str(finders.find("passes/card_sheet.css")), url_fetcher=fetch_nothing)
    documents = []
    with translation.override(sheet.language):
        for part in _split(list(sheet.cards), CARDS_ON_A_SHEET):
            html = render_to_string("passes/card_sheet.html", sheet_context(sheet, part))
            documents.append(HTML(string=html, url_fetcher=fetch_nothing).render(stylesheets=[style]))
            done = sum(CARDS_ON_A_SHEET for _each in documents)
            usecases.note_cards_drawn(sheet=sheet, drawn=min(done, len(sheet.cards)))
    pages = [page for document in documents for page in document.pages]
    content: bytes = documents[0].copy(pages).write_pdf()
    return content


def _card(handle: Handle) -> dict[str, Any]:
    return {
        "square": pass_svg(card_text(handle, now=handle.created_at), correction="m"),
        "groups": group_number(handle.number).split(),
        "until": handle.expires_at,
    }


def _address_svg(address: str) -> SafeString:
    square = segno.make(address, error="m", micro=False)
    drawn: str = square.svg_inline(
        border=4, omitsize=True, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    return mark_safe(drawn)


def _rows(cards: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    return list(_split(cards, IN_A_ROW))


def _split(whole: list[Any], size: int) -> Iterator[list[Any]]:
    return (whole[begin : begin + size] for begin in range(0, len(whole), size))
