"""A resume against a job, both ways, with reasons."""
