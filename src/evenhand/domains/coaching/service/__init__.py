"""Making, keeping and showing what coaching makes."""

from evenhand.domains.coaching.service.held import held

__all__ = ["held"]
