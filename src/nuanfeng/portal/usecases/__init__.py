"""What spans modules and must happen whole."""

from nuanfeng.portal.usecases.bind_card import bind_card
from nuanfeng.portal.usecases.check_promises import check_promises
from nuanfeng.portal.usecases.erase_me import erase_me
from nuanfeng.portal.usecases.erase_unused import erase_unused

__all__ = ["bind_card", "check_promises", "erase_me", "erase_unused"]
