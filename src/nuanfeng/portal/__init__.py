"""Pages and commands that compose modules."""
