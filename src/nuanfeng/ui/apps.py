"""The look as a Django application."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Base templates, components, tokens."""

    name = "nuanfeng.ui"
    label = "ui"

    def ready(self) -> None:
        """Forms speak the county's words and not the framework's."""
        from nuanfeng.ui.sentences import speak_plainly

        speak_plainly()
