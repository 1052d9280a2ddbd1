"""Tags and filters of the base templates."""
