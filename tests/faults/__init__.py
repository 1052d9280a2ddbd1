"""Databases that are full, held or gone while people are being served."""
