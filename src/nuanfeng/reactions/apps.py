"""The reactions layer as a Django application."""

from django.apps import AppConfig


class ReactionsConfig(AppConfig):
    """Loaded by Django; wires facts to what follows from them."""

    name = "nuanfeng.reactions"
    label = "reactions"

    def ready(self) -> None:
        """Fill the two tables: what happens when, and what comes round."""
        from nuanfeng.reactions.wiring import wire

        wire()
