"""How far something is that was asked for, as the API of reviews and reports has always said it."""


def waited(state: str) -> str:
    """none, waiting, ready or failed."""
    return "waiting" if state == "generating" else state
