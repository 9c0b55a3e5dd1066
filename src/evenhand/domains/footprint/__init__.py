"""What a person's accounts on public sites show of their work: for their own eyes, and in no score (decision 0029)."""
