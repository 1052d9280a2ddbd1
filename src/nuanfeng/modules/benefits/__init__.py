"""Programmes, stock and hand-outs."""
