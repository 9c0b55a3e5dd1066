"""Question sets with gold answers, the live interview, its scorecard."""
