"""One folder per outside capability: a small Protocol in our words, one file per vendor, one null."""
