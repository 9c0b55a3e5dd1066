"""Who did or read what, when and from where: written with the act itself, sealed into a chain afterwards."""
