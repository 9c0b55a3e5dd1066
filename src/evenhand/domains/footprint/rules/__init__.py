"""Which accounts there are, when to look again, and what may be suggested."""
