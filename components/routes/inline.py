"""Scripts that must have run before Streamlit's begins, so that they stand in the page itself.

``screen.js`` tells how wide the screen is: the connection that asks for the first page carries it
as a cookie, which ``components.visit.browser`` reads. ``history.js`` keeps the browser's way back.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from components.visit.browser import SCREEN_COOKIE

SCRIPTS = ("screen.js", "history.js")


@lru_cache(maxsize=1)
def tags() -> str:
    """Their elements."""
    here = Path(__file__).parent
    texts = [(here / name).read_text(encoding="utf-8") for name in SCRIPTS]
    return "".join(
        f"<script>{text.replace('__COOKIE__', SCREEN_COOKIE)}</script>" for text in texts
    )
