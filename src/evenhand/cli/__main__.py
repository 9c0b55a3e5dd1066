"""`python -m evenhand.cli`: the same command where no script is on the path."""

from evenhand.cli.app import app

app()
