"""What is held about a person: the map of it, what they take away, and the page that shows it to them."""
