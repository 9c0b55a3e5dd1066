"""What the product costs, measured: `make bench`. Nothing here decides whether a test passes."""
