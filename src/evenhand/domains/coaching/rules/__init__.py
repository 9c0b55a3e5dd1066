"""What coaching decides and says without asking anyone."""
