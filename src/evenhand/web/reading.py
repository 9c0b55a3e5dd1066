"""In which language a request is answered, before and after its caller is known."""

from http.cookies import CookieError, SimpleCookie

from evenhand.kit.languages import Languages, Tongue
from evenhand.kit.words import reader, reading
from evenhand.web.middleware import App, Message, Receive, Scope, Send

LANGUAGE_COOKIE = "evenhand_language"
"""What a visitor chose in the bar. Whoever has an account keeps the choice there."""

COOKIE_DAYS = 365
TOLD = (b"text/html", b"application/json", b"application/problem+json")
"""Kinds of answers that hold sentences."""


class Reading:
    """ASGI layer inside the application: the request is read in a visitor's language, and the answer says in which.

    The guard of a route changes it to the language of the account once it knows the caller.
    """

    def __init__(self, app: App, *, languages: Languages) -> None:
        self._app = app
        self._languages = languages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_language(message: Message) -> None:
            if message["type"] == "http.response.start" and _told(message):
                language = (b"content-language", reader().tag.encode())
                message["headers"] = [*message["headers"], language, (b"vary", b"Accept-Language")]
            await send(message)

        with reading(visitors_language(dict(scope["headers"]), self._languages)):
            await self._app(scope, receive, send_with_language)


def visitors_language(headers: dict[bytes, bytes], languages: Languages) -> Tongue:
    """The language somebody chose in this browser, else the first one that they wish and there is, else the usual."""
    chosen = None
    if cookies := headers.get(b"cookie"):
        try:
            morsel = SimpleCookie(cookies.decode("latin-1")).get(LANGUAGE_COOKIE)
        except CookieError:
            morsel = None
        chosen = languages.known(morsel.value) if morsel else None
    return chosen or languages.wished(headers.get(b"accept-language", b"").decode("latin-1")) or languages.fallback


def _told(message: Message) -> bool:
    kind = next((value for name, value in message["headers"] if name == b"content-type"), b"")
    return kind.split(b";")[0] in TOLD
