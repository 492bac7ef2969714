"""A demo database in a folder of its own, and a cookie for one of its accounts."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent


def environment(folder: Path) -> dict[str, str]:
    """Settings of a demo under ``folder``; also set in this process."""
    made = {
        "AMUDU_DATABASE_URL": f"sqlite:///{folder / 'bench.db'}",
        "AMUDU_DEMO": "1",
    }
    os.environ.update(made)
    return made


def fill(*arguments: str) -> None:
    """``python -m seed_data --demo ...``."""
    command = [sys.executable, "-m", "seed_data", "--demo", *arguments]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def cookie(port: int, account_id: int) -> str:
    """What a browser on a desk would send after signing in, made through the real route."""
    from components.visit import streamlit_private
    from db.actions import sign_ins
    from db.store.engine import writing

    with urllib.request.urlopen(f"http://localhost:{port}/_stcore/health") as answer:
        mark_cookie = answer.headers["Set-Cookie"].split(";")[0]
    mark = streamlit_private.xsrf_token(mark_cookie.split("=", 1)[1].strip('"'))
    with writing() as session:
        attempt = sign_ins.begin_attempt(session, "bench", secrets.token_hex(8))
        ticket = sign_ins.succeed(session, attempt.id, account_id, mark)
    query = urlencode({"ticket": ticket, "next": "/"})
    request = urllib.request.Request(
        f"http://localhost:{port}/session/open?{query}", headers={"Cookie": mark_cookie}
    )
    try:
        urllib.request.build_opener(_NoRedirect).open(request)
    except urllib.error.HTTPError as redirect:
        own = str(redirect.headers["Set-Cookie"]).split(";")[0]
        return f"{own}; {mark_cookie}; amudu_screen=wide"
    raise RuntimeError("the ticket was not redeemed")
