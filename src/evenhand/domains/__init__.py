"""What the product does. A higher domain may import a lower one, never the reverse (see docs/architecture.md)."""
