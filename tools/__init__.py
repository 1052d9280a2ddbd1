"""Tools that look after the project's own rules. Nothing here runs in production."""
