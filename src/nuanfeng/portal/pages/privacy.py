"""What is kept, how long and who sees it: the page made from privacy/inventory.yml."""

from functools import lru_cache
from typing import Any

import yaml
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from nuanfeng.kernel.web import render_page
from nuanfeng.modules.organisations.api import the_county

WORDS = ("what", "why", "kept", "seen_by")


@lru_cache(maxsize=1)
def inventory() -> dict[str, Any]:
    """The inventory as it lies in the repository; read once."""
    path = settings.ROOT / "privacy" / "inventory.yml"
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Open to everyone, without signing in."""
    language = "en" if get_language() == "en" else "zh"
    rows = [{name: row[name][language] for name in WORDS} for row in inventory()["personal"]]
    context = {
        "rows": rows,
        "never": inventory()["never"][language],
        "county": the_county(),
        "hotline": settings.NUANFENG_HOTLINE,
    }
    return render_page(request, "portal/privacy.html", context)
