"""Expected refusals: each a class with a status, a code and a sentence, declared beside the code that raises it.

AppError
├── NotFound          404  absent, or someone else's: the answer is the same
├── NotSignedIn       401
├── NotAllowed        403
├── SetUpFirst        403
├── Conflict          409  true a moment ago, not any more
├── Invalid           422  malformed input only
├── TooLarge          413
└── TooManyAttempts   429
"""

from typing import Any, ClassVar

from evenhand.kit.words import Sentence, say


class AppError(Exception):
    """An expected refusal; one handler turns it into RFC 9457 problem JSON or a page, in the reader's language.

    Subclasses state all three class attributes; leaving one out fails at import, so that no refusal is
    ever answered with an accidental 500.
    """

    status: ClassVar[int]
    code: ClassVar[str]
    message: ClassVar[Sentence]

    def __init_subclass__(cls) -> None:
        missing = [name for name in ("status", "code", "message") if not hasattr(cls, name)]
        if missing:
            raise TypeError(f"{cls.__name__} must state {', '.join(missing)}")

    def __init__(
        self, message: Sentence | None = None, *, headers: dict[str, str] | None = None, **details: Any
    ) -> None:
        self.text = message or self.message
        self.details = details
        self.headers = headers or {}
        super().__init__(self.text)


class NotFound(AppError):
    """Absent, or not the caller's to know about."""

    status, code, message = (
        404,
        "not_found",
        say("There is nothing here. The address may be mistyped, or the page was removed."),
    )


class NotSignedIn(AppError):
    """No caller where one is needed."""

    status, code, message = 401, "not_signed_in", say("Sign in to go on.")


class NotAllowed(AppError):
    """A known caller without the permission that the route names."""

    status, code, message = (
        403,
        "not_allowed",
        say("Your role does not allow this. Ask an administrator of your organisation."),
    )


class SetUpFirst(AppError):
    """A known caller whose organisation asks for a second step at sign-in, which they have not."""

    status, code, message = (
        403,
        "second_step_required",
        say("Your organisation asks for a second step at sign-in. Set it up in your account, then go on."),
    )


class InsufficientScope(AppError):
    """The caller's role allows it, and the token they sent does not; `missing` lists what it lacks."""

    status, code, message = (
        403,
        "insufficient_scope",
        say("The token does not allow this. Ask for one with the permission that is missing."),
    )


class Conflict(AppError):
    """What the caller saw has changed since."""

    status, code, message = (
        409,
        "conflict",
        say("Someone else changed this a moment ago. Load the page again and repeat."),
    )


class Invalid(AppError):
    """Malformed input; `errors` in the details is a list of {"field", "message"}."""

    status, code, message = 422, "invalid", say("Some fields need another look.")


class TooLarge(AppError):
    """A body or a field above its limit."""

    status, code, message = 413, "too_large", say("That is larger than this page accepts.")


class TooManyAttempts(AppError):
    """A rate limit was reached; `Retry-After` says how long to wait."""

    status, code, message = 429, "too_many_attempts", say("Too many attempts. Try again in a few minutes.")
