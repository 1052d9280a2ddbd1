"""What happens when: one small file per fact, `wiring` is the table."""
