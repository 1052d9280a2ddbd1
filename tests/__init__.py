"""Tests that look at the whole: its architecture, journeys through it, races on it."""
