"""Figures of the county, over projections of its own."""
