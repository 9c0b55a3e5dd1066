"""Where the browser tests find their Chromium."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PLACES = ("/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/google/chrome")


def chromium() -> str | None:
    """The program of the first Chromium there is: EVENHAND_TEST_CHROMIUM, the system's, Playwright's own."""
    if given := os.environ.get("EVENHAND_TEST_CHROMIUM"):
        return given
    search = os.pathsep.join([os.environ.get("PATH", ""), *PLACES])
    found = next((path for name in NAMES if (path := shutil.which(name, path=search))), None)
    if found:
        return found
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
    return next((str(path) for path in sorted(cache.glob("chromium-*/chrome-linux*/chrome"))), None)


def playwright_chromium() -> None:
    """Ask Playwright to fetch its own; fails quietly where it cannot."""
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, capture_output=True)
