"""The door: what other modules may use."""

from nuanfeng.modules.passes.models import Handle, Scanner

__all__ = ["Handle", "Scanner"]
