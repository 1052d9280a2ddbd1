"""Made-up mornings in which everything goes wrong that may go wrong, from one number each.

The real server code on a database in memory, and a model of scanners that follows
docs/reference/scanner-sync.md. `nuanfeng simulate` runs it; docs/explanation/simulation.md tells about it.
"""
