"""Persons, sign-in, consent and the right to leave."""
