"""What a request tells of its browser and its transport."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from db.store.settings import settings

FAMILIES = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung"),
    ("Firefox", "Firefox"),
)
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux")


def browser_family(agent: str) -> str:
    """ "Chrome, Android": enough for a person to know their own device, and no more."""
    family = next((name for mark, name in FAMILIES if mark in agent), "")
    family = family or ("Chrome" if "Chrome" in agent else "Safari" if "Safari" in agent else "")
    system = next((name for name in SYSTEMS if name in agent), "")
    return ", ".join(part for part in (family, system) if part)


def is_secure(request: HTTPConnection) -> bool:
    """Whether the browser speaks https, to us or to a proxy that we trust."""
    if request.url.scheme in ("https", "wss"):
        return True
    peer = request.client.host if request.client else ""
    forwarded = request.headers.get("x-forwarded-proto", "")
    return settings().trusts(peer) and forwarded == "https"
