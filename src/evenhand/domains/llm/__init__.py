"""Asking language models: whether it may be done, what may be sent, what it took, and what of the answer holds."""
