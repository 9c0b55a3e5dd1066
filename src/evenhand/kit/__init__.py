"""Knows nothing of hiring: what any product of this shape would need."""
