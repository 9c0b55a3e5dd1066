"""Scores: every one a function of spans, sealed with a manifest, and replayable."""
