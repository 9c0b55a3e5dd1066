"""Builds the web app: pages, API, sockets and static files around one House."""

import re
from pathlib import Path
from typing import Any

import socketio
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from sqlalchemy import text

from evenhand import __version__, wiring
from evenhand.kit import live
from evenhand.kit.needs import Transaction
from evenhand.kit.permissions import Permission
from evenhand.kit.rates import RatesOfProcess
from evenhand.kit.routes import Router, Routes
from evenhand.web import contract, problems, reference
from evenhand.web.middleware import OtherOrigins, Surroundings
from evenhand.web.pages import page
from evenhand.web.reading import Reading
from evenhand.web.render import templates

STATIC = Path(__file__).parent / "web" / "static"
IMMUTABLE = "public, max-age=31536000, immutable"
ONE_DAY = "public, max-age=86400"
HASHED = re.compile(r"-[0-9a-f]{10}\.\w+$")

open_routes = Routes(kind="open")


class BuiltFiles(StaticFiles):
    """Static files. Browsers may keep those whose names carry a hash of their content for ever, the others a day."""

    def file_response(self, full_path: Any, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(full_path, *args, **kwargs)
        response.headers["Cache-Control"] = IMMUTABLE if HASHED.search(str(full_path)) else ONE_DAY
        return response


@open_routes.get("/healthz", permission=Permission.ANYONE)
async def healthz() -> JSONResponse:
    """The process answers."""
    return JSONResponse({"status": "ok", "version": __version__})


@open_routes.get("/readyz", permission=Permission.ANYONE)
async def readyz(session: Transaction) -> JSONResponse:
    """The process can reach its database."""
    await session.execute(text("SELECT 1"))
    return JSONResponse({"status": "ready"})


@open_routes.get("/docs", permission=Permission.ANYONE)
async def docs(request: Request) -> HTMLResponse:
    """The API's reference, from the same document as openapi.json."""
    described = reference.groups(request.app.openapi())
    return page(request, "pages/docs.html", {"openapi_url": request.app.openapi_url, "groups": described})


def create_app(house: wiring.House) -> socketio.ASGIApp:
    """The ASGI application: Socket.IO outermost, then FastAPI inside its surroundings."""
    api = create_api(house)
    callers = api.state.callers
    # `cors_allowed_origins` stays unset, which means the same origin only; an empty list would switch the check off.
    server = socketio.AsyncServer(
        async_mode="asgi",
        max_http_buffer_size=live.MAX_PAYLOAD_BYTES,
        namespaces=[events.namespace for events in wiring.LIVE_EVENTS],  # left out, anyone may join an empty one
    )
    needs = {"vault": house.vault}
    for events in wiring.LIVE_EVENTS:
        live.attach(
            server,
            events,
            database=house.database,
            greeter=callers,
            rates=RatesOfProcess(),  # of one connection, which is this process's
            languages=house.languages,
            needs=needs,
        )
    return socketio.ASGIApp(server, other_asgi_app=Surroundings(api, secure=house.settings.secure_cookies))


def create_api(house: wiring.House) -> FastAPI:
    """The FastAPI application alone, without sockets."""
    api = FastAPI(
        title="Evenhand",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=f"{wiring.API_PREFIX}/openapi.json",
    )
    share(api, house)
    api.state.templates = {
        tongue.tag: templates(folders=wiring.TEMPLATE_FOLDERS, static_prefix="/static", tongue=tongue)
        for tongue in house.languages
    }
    versioned = Router(prefix=wiring.API_PREFIX)
    for routes in wiring.API_ROUTES:
        versioned.include_router(routes.router)
    api.include_router(versioned)
    for routes in (open_routes, *wiring.PAGE_ROUTES):
        api.include_router(routes.router)
    api.mount("/static", BuiltFiles(directory=STATIC), name="static")
    problems.install(api)
    document = api.openapi
    api.openapi = lambda: contract.completed(document())  # type: ignore[method-assign]
    api.add_middleware(Reading, languages=house.languages)
    if house.settings.cors_origins:
        api.add_middleware(OtherOrigins, origins=house.settings.cors_origins)
    return api


def share(api: FastAPI, house: wiring.House) -> None:
    """Put what routes may need where `kit.needs` and `web.needs` find it."""
    state = api.state
    state.settings = house.settings
    state.database = house.database
    state.vault = house.vault
    state.signer = house.signer
    state.passwords = house.passwords
    state.files = house.files
    state.rates = house.rates
    state.providers = house.providers
    state.callers = wiring.Callers(house.settings)
    state.languages = house.languages
    state.asking = house.asking
    state.public_work = house.public_work
    state.public_sites = house.public_sites
    state.names, state.companies = house.names, house.companies
