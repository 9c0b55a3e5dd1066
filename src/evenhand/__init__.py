"""Evenhand: a self-hosted hiring platform that shows its evidence and lets people decide."""

__version__ = "0.1.0"
