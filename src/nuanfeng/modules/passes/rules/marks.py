"""Marks by which a scanner without a network knows who was served today, and learns nothing else."""

from datetime import date
from hashlib import sha256

MARK_BYTES = 8
PURPOSE = "nf1/served"


def served_mark(value: str, service_date: date) -> str:
    """The mark (16 hex digits) of a handle (hex) or a ten-digit number on one service day."""
    said = f"{PURPOSE}\n{service_date.isoformat()}\n{value}\n"
    return sha256(said.encode()).hexdigest()[: MARK_BYTES * 2]
