"""What a candidate gets to go on with: reviews, reports, plans; for their own eyes."""
