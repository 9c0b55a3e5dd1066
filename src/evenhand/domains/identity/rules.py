"""A browser and its system in plain words, from what the browser says of itself."""

import re

from evenhand.kit.words import Sentence, say

# The first that is found counts: nearly every browser also claims to be the ones below it.
_BROWSERS = (
    ("YaBrowser/", "Yandex Browser"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("OPR/", "Opera"),
    ("Opera", "Opera"),
    ("Edg", "Edge"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPad", "iPad"),
    ("iPhone", "iPhone"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
    ("X11", "Linux"),
)
_LONGEST = 1000


def browser_of(agent: str) -> str:
    """The name of the browser, or nothing where it is none we know."""
    return _first(_BROWSERS, agent)


def system_of(agent: str) -> str:
    """The name of the system the browser runs on, or nothing."""
    return _first(_SYSTEMS, agent)


def _first(known: tuple[tuple[str, str], ...], agent: str) -> str:
    said = agent[:_LONGEST]
    return next((name for mark, name in known if re.search(rf"(?<![A-Za-z]){re.escape(mark)}", said)), "")


def device(browser: str, system: str) -> Sentence:
    """Browser and system as a person would say it."""
    if browser and system:
        return say("%(browser)s on %(system)s", browser=browser, system=system)
    if browser:
        return say("%(browser)s on a system we do not know", browser=browser)
    if system:
        return say("A browser on %(system)s", system=system)
    return say("A browser we do not know")
