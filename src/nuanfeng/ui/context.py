"""What every template may know about the reader's preferences."""

from typing import Any

from django.http import HttpRequest


def preferences(request: HttpRequest) -> dict[str, Any]:
    """Text size and theme, from the reader's own cookies."""
    return {
        "text_size": "large" if request.COOKIES.get("text_size") == "large" else "normal",
        "theme": request.COOKIES.get("theme", "auto"),
    }
