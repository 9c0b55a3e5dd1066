"""The skills taxonomy, for whoever picks skills on a page or through the API."""
