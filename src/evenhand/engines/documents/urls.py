"""Which addresses behind a document's text are worth keeping."""

from evenhand.engines.documents.clean import clean

MOST_URL_CHARS = 2048
_SCHEMES = ("http://", "https://", "mailto:", "tel:")


def kept_url(url: str) -> str | None:
    """`url` cleaned, when it is one a reader may follow (web, mail, telephone); else None."""
    url = "".join(clean(url).split())
    if url.lower().startswith("www."):
        url = f"http://{url}"  # what a viewer does when the writer forgot
    if len(url) > MOST_URL_CHARS or not url.lower().startswith(_SCHEMES):
        return None
    return url
