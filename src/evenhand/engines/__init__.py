"""Pure computing: no database, no network. Each package here is usable as a library of its own."""
