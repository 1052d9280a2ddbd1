"""Nuanfeng: the product, its shell and its kernel."""
