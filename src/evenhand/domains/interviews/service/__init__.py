"""Preparing questions, inviting, taking an interview, grading it, and reading its scorecard: one module for each."""
