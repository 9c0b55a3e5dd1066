"""The table of bad input: what is sent, where, what comes back, and that nothing half-saved is left behind."""
