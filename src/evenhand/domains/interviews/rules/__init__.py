"""What can be decided about questions and interviews without asking anyone."""
