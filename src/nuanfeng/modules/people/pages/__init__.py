"""Citizens' pages of their own account."""
