"""The door: what other modules may use."""

from nuanfeng.modules.benefits.models import Item, PickupPoint, Programme

__all__ = ["Item", "PickupPoint", "Programme"]
