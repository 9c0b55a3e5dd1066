"""What routes about accounts may ask for beside the needs of every route."""

from typing import Annotated

from fastapi import Depends, Request

from evenhand.kit.passwords import Passwords


async def _passwords(request: Request) -> Passwords:
    passwords: Passwords = request.app.state.passwords
    return passwords


PasswordCheck = Annotated[Passwords, Depends(_passwords)]
