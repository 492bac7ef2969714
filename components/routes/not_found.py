"""An unknown address leads home: Streamlit's own answer to it is always in English."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from components.visit.address import at, own
from components.visit.navigation import BY_NAME
from components.visit.streamlit_private import FOLDER, SERVED

#: First parts of a path that our own routes answer for.
OURS = frozenset({"session", "health", "alive", "connection.js", "t", "r"})
#: Streamlit's own files beside its page: its icon, its manifest.
OWN_FILES = frozenset(path.name for path in FOLDER.iterdir() if path.is_file())


class NotFoundPages:
    """Redirects a browser's navigation to an unknown path; every other request passes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _is_navigation(scope) and not _is_known(scope["path"]):
            await RedirectResponse(at("/"), status_code=303)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _is_navigation(scope: Scope) -> bool:
    return scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")


def _is_known(path: str) -> bool:
    path_of_ours = own(path)
    if path_of_ours is None:
        return False
    parts = path_of_ours.strip("/").split("/")
    if parts[0] in SERVED | OURS or (len(parts) == 1 and parts[0] in OWN_FILES):
        return True
    return len(parts) == 1 and parts[0] in BY_NAME
