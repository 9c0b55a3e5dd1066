"""What coaching makes, as the API shows it."""
