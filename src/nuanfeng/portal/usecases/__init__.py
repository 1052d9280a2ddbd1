"""What spans modules and must happen whole."""

from nuanfeng.portal.usecases.erase_me import erase_me

__all__ = ["erase_me"]
