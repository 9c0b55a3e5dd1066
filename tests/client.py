"""A client for the tests: sends what a browser or an API program would, in this process."""

import re
from typing import Any

from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient, Response

from evenhand.domains.identity import service
from evenhand.kit.clock import utc_now
from evenhand.kit.csrf import session_cookie
from evenhand.wiring import House
from tests.people import Member

TOKEN = re.compile(r'name="csrf_token" value="([0-9a-f]{64})"')


class Client(AsyncClient):
    """Pages by cookie (`get`, `submit`), the API by bearer token (any path under /api)."""

    def __init__(self, api: FastAPI) -> None:
        transport = ASGITransport(api, raise_app_exceptions=False)
        super().__init__(transport=transport, base_url="http://localhost:8000", follow_redirects=False)
        self.bearer = ""
        self.csrf = ""

    async def sign_in_as(self, member: Member, house: House) -> None:
        """A session cookie and an access token for this person."""
        now = utc_now()
        async with house.database.transaction() as session:
            token = await service.start_web_session(session, actor=member.actor, settings=house.settings, now=now)
            tokens = await service.issue_tokens(
                session, actor=member.actor, signer=house.signer, settings=house.settings, now=now
            )
        self.cookies.set(session_cookie(house.settings), token)
        self.bearer = tokens.access_token
        self.csrf = house.signer.proof("csrf", token)

    async def request(self, method: Any, url: Any, **options: Any) -> Response:
        """As httpx, with the bearer token on API paths."""
        if str(url).startswith("/api") and self.bearer:
            options["headers"] = {"authorization": f"Bearer {self.bearer}", **(options.get("headers") or {})}
        return await super().request(method, url, **options)

    async def submit(self, url: str, fields: dict[str, Any] | None = None, **options: Any) -> Response:
        """Send a form with the proof a page would have given it. `files=` makes it multipart."""
        proof = self.csrf
        if not proof:
            found = TOKEN.search((await self.get(url)).text)
            proof = found.group(1) if found else ""
        return await self.post(url, data={"csrf_token": proof, **(fields or {})}, **options)
