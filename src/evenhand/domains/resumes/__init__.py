"""Uploaded resumes: stored, read in the background, shown beside the text they were read from."""
