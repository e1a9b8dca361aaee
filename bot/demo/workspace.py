"""The demo workspace: a local Slack for the bot to live in. Start it, act in it, look at it."""

from __future__ import annotations

import asyncio
from types import TracebackType

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp

from bot.demo import seed
from bot.demo.acting import Acting
from bot.demo.answers import Answers
from bot.demo.backend import Backend, Download, Tokens
from bot.demo.deliveries import Acknowledgment, Ledger, Switch
from bot.demo.events import Publisher
from bot.demo.faults import Faults
from bot.demo.file_routes import FileRoutes
from bot.demo.http_events import HttpEvents, VerificationError
from bot.demo.looking import Looking
from bot.demo.manifest import ALL_SCOPES, TRIAL, Manifest, read_manifest
from bot.demo.modals import Modals
from bot.demo.model import NewFile
from bot.demo.page_acts import PageActs
from bot.demo.page_api import PageApi
from bot.demo.page_controls import PageControls
from bot.demo.page_files import PageFiles
from bot.demo.page_guard import PageGuard
from bot.demo.people import Shared
from bot.demo.seed import DIRECT, GENERAL, OTHER_PERSON_ID, PERSON_ID, PHOTOS, PRIVATE
from bot.demo.server import HOST, Server
from bot.demo.socket_mode import HowToDrop, SocketMode
from bot.demo.state import State
from bot.demo.web_api import WebApi

__all__ = [
    "ALL_SCOPES",
    "DIRECT",
    "GENERAL",
    "OTHER_PERSON_ID",
    "PERSON_ID",
    "PHOTOS",
    "PRIVATE",
    "Acknowledgment",
    "Download",
    "Faults",
    "Manifest",
    "NewFile",
    "Shared",
    "Workspace",
    "read_manifest",
]


class Workspace(Acting, Looking):
    """A team with two people, the bot and four conversations, on a port of 127.0.0.1.

    Args:
        manifest: what the installed app asked for; `read_manifest()` gives the shipped one.
        faults: what goes wrong; may be changed while running.
        scopes: granted bot scopes, those of the manifest when left out; `workspace.scopes` may be
            changed while running.
        port: 0 takes a free one; `url` tells which.
        subscriptions: bot events such as "message.channels", in place of the manifest's.

    Raises:
        OSError: the port is taken.
    """

    def __init__(
        self,
        *,
        manifest: Manifest = TRIAL,
        faults: Faults | None = None,
        scopes: frozenset[str] | None = None,
        port: int = 0,
        subscriptions: frozenset[str] | None = None,
    ) -> None:
        faults = faults or Faults()
        granted = set(manifest.scopes if scopes is None else scopes)
        heard = set(manifest.events if subscriptions is None else subscriptions)
        self._state = State()
        seed.fill(self._state)
        self._ledger = Ledger(self._state)
        self._sockets = SocketMode(self._state, faults, self._ledger)
        self._switch = Switch(self._sockets)
        self._http: HttpEvents | None = None
        self._server = Server(port)
        self._closing: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._backend = Backend(
            state=self._state,
            faults=faults,
            manifest=manifest,
            scopes=granted,
            tokens=Tokens(),
            ledger=self._ledger,
            sockets=self._sockets,
            publisher=Publisher(
                self._state,
                faults,
                self._ledger,
                self._switch,
                subscriptions=heard,
                scopes=granted,
            ),
            modals=Modals(self._state),
            base_url=f"http://{HOST}:{self._server.port}",
        )
        Acting.__init__(self, self._backend)

    # Its life

    def start(self) -> None:
        self._loop = self._server.start(self._make_app)
        self._sockets.start(self._loop)

    def stop(self) -> None:
        """Ends all connections and the thread. Events not yet delivered are forgotten."""
        if self._http is not None:
            self._http.stop()
        if self._loop is not None and self._loop.is_running():
            asyncio.run_coroutine_threadsafe(self._wind_down(), self._loop).result(timeout=10)
        self._server.stop()

    def send_events_to(self, url: str) -> None:
        """HTTP mode: verifies the address, then sends everything there.

        Raises:
            VerificationError: it did not answer the challenge.
        """
        http = HttpEvents(
            url, signing_secret=self.signing_secret, faults=self.faults, ledger=self._ledger
        )
        try:
            http.verify()
        except VerificationError:
            http.stop()
            raise
        if self._loop is not None:
            http.start(self._loop)
        self._http = self._switch.courier = http

    async def _wind_down(self) -> None:
        self._sockets.stop()
        if self._closing is not None:
            self._closing.set()
            self._state.touch()

    def __enter__(self) -> Workspace:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def _make_app(self, _loop: asyncio.AbstractEventLoop) -> ASGIApp:
        self._closing = asyncio.Event()
        page = PageApi(
            self._backend,
            PageActs(self._backend, self._people),
            PageControls(self._interactions, self._ends),
            self._closing,
        )
        return Starlette(
            middleware=[Middleware(PageGuard)],
            exception_handlers={ClientDisconnect: _nobody_listens},
            routes=[
                Route(
                    "/api/{method}",
                    WebApi(self._backend, self._closing).answer,
                    methods=["GET", "POST"],
                ),
                WebSocketRoute("/link/", self._sockets.serve),
                *FileRoutes(self._backend, self._closing).routes(),
                *Answers(self._backend).routes(),
                *page.routes(),
                *PageFiles(self._state).routes(),
            ],
        )

    # Switches

    @property
    def faults(self) -> Faults:
        """What goes wrong; its fields may be set at any time."""
        return self._backend.faults

    @property
    def scopes(self) -> set[str]:
        """Granted bot scopes; may be changed at any time."""
        return self._backend.scopes

    @scopes.setter
    def scopes(self, granted: set[str]) -> None:
        kept = set(granted)
        self._backend.scopes.clear()
        self._backend.scopes.update(kept)

    @property
    def subscriptions(self) -> set[str]:
        """Bot events the app hears; may be changed at any time."""
        return self._backend.publisher.subscriptions

    # Who and where

    @property
    def url(self) -> str:
        return self._backend.base_url

    @property
    def api_url(self) -> str:
        """For SLACK_API_URL."""
        return self.url + "/api/"

    @property
    def bot_token(self) -> str:
        return self._backend.tokens.bot

    @property
    def app_token(self) -> str:
        return self._backend.tokens.app

    @property
    def signing_secret(self) -> str:
        return self._backend.tokens.signing_secret

    bot_user_id = seed.BOT_USER_ID
    bot_id = seed.BOT_ID
    team_id = seed.TEAM_ID
    person_id = seed.PERSON_ID

    # Its sockets

    def drop_sockets(self, how: HowToDrop) -> None:
        """Breaks all open Socket Mode connections in one of the ways they break."""
        self._sockets.drop(how)

    @property
    def open_sockets(self) -> int:
        """Connections the app can hear on."""
        return self._sockets.open_count

    @property
    def sockets_opened(self) -> int:
        """Connections opened since the start."""
        return self._sockets.opened


def _nobody_listens(_request: Request, _error: Exception) -> Response:
    """Who closes the page in an upload, or dies in a call, is no fault to show a traceback of."""
    return Response(status_code=400)
