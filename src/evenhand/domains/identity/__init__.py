"""People, organisations, roles, signing in and out."""
