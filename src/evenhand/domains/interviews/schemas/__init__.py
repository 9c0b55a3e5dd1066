"""Question sets, interviews and scorecards as they go in and out."""
