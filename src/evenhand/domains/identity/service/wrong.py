"""Refusals of whoever does not know the password."""

from evenhand.kit.errors import AppError
from evenhand.kit.words import say


class WrongCredentials(AppError):
    """Unknown address or wrong password: the answer does not say which."""

    status, code, message = (
        401,
        "wrong_credentials",
        say("The address or the password is not right. Check both and try again."),
    )


class WrongPassword(AppError):
    """The present password, asked again before a change, is another one."""

    status, code, message = 403, "wrong_password", say("This is not your present password. Check it and try again.")
