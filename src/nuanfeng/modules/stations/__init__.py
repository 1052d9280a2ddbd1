"""Places, spaces, facilities and hours."""
