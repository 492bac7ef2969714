"""The demo's own keys: made once beside its database, so that a demo needs no set-up."""

from __future__ import annotations

import json
import os
import secrets
import tempfile
from pathlib import Path

from cryptography.fernet import Fernet

DATA = Path(__file__).resolve().parents[2] / "data"


def new_keys() -> dict[str, str]:
    """A fresh set of the three keys, by the name of their setting."""
    return {
        "secret_key": secrets.token_urlsafe(48),
        "contact_key": Fernet.generate_key().decode(),
        "match_key": secrets.token_urlsafe(48),
    }


def beside(database_url: str | None) -> dict[str, str]:
    """The keys of the demo in this database, made at the first call; readable by its owner only."""
    path = _path(database_url)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_once(path, json.dumps(new_keys()))
    kept: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return kept


def _path(database_url: str | None) -> Path:
    if database_url and database_url.startswith("sqlite:///"):
        return Path(database_url.removeprefix("sqlite:///") + ".keys")
    return DATA / "demo.keys"


def _write_once(path: Path, text: str) -> None:
    """Write the file only if there is none: two processes that start at once use the same keys."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.link(name, path)
    except FileExistsError:
        return
    finally:
        Path(name).unlink()
