"""Openings: what a company publishes and people search."""
