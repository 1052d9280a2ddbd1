"""Tokens, handles, cards and scanners."""
