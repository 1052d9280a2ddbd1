"""Threads that want the same thing in the same second, on both databases."""
