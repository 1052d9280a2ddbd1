"""Service days, choices, outcomes, stock: plain values in, an answer out. No Django, clock, database."""
