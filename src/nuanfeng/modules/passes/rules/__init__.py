"""Tokens, numbers and key periods: plain values in, an answer out. No Django, no clock, no database."""
