"""Page furniture: base layout, components, error pages, static files."""
