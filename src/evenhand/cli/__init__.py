"""The `evenhand` command: running the product, looking after it, and batch work that needs no server."""

from evenhand.cli.app import app

__all__ = ["app"]
