"""Log lines with the ids of request and person in each; readable text for people, JSON for machines.

Never bodies, never secrets, and of errors not what they quote: libraries put into their messages what people wrote.
"""

import logging
import re
import sys
import traceback
from types import TracebackType
from typing import Any

import structlog

QUIET = ("alembic", "granian", "pgqueuer", "httpx", "asyncio", "socketio", "engineio")


_QUOTED = re.compile(r"""'[^'\n]*'?|"[^"\n]*"?|“[^”\n]*”?|`[^`\n]*`?""")
_ExcInfo = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]


def said(error: BaseException) -> str:
    """An error's kind and the first line of its message, without what that quotes."""
    lines = str(error).splitlines() or [""]
    return f"{type(error).__name__}: {_QUOTED.sub('…', lines[0])}"


def trace(exc_info: _ExcInfo) -> str:
    """Where it happened, and what led to it: our own lines of code, never values of variables."""
    parts: list[str] = []
    error, seen = exc_info[1], set[int]()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        parts.append("".join(traceback.format_tb(error.__traceback__)) + said(error))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n\nled to\n\n".join(reversed(parts))


def configure(style: str) -> None:
    """Send structlog and the standard library's loggers through one renderer to standard error."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            *shared,
            structlog.processors.ExceptionRenderer(trace),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.ExceptionRenderer(trace),  # traces of the libraries' own log lines
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
