"""A candidate's way through the stages: applying, moves, notes, decisions."""
