"""The server: an ASGI application around the Streamlit script in ``pages/main.py``."""

import gc
import importlib
import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [] if str(ROOT) in sys.path else [str(ROOT)]

import streamlit as st  # noqa: E402

from components.cards import pdf_pages, pictures  # noqa: E402
from components.routes import (  # noqa: E402
    MIDDLEWARE,
    ROUTES,
    quieten,
    remember_theme,
    tell_cut_runs,
)
from db.errors import SettingsError, traced  # noqa: E402
from db.operating.start import hold, make_ready, setup_code  # noqa: E402
from seed_data import code_lists  # noqa: E402

log = logging.getLogger("amudu")
#: What a page would otherwise import while somebody waits.
SLOW_IMPORTS = ("pandas", "altair", "streamlit_authenticator", "scipy.stats", "scipy.optimize")

#: A run makes some 100,000 objects, few of them in rings: no need to look 150 times for those.
RARELY = (50_000, 20, 100)

#: In seconds. The thread that answers browsers asks for the interpreter with each message, and
#: waits so long for it while a page computes; by default ten times as long.
SWITCH_EVERY = 0.0005


def prepare() -> None:
    """Check the settings and bring the database up to date, or end with one plain sentence."""
    try:
        hold()
        make_ready()
        code_lists.bring_up_to_date()
        code = setup_code()
    except SettingsError as problem:
        print(f"Amudu cannot start: {problem}", file=sys.stderr, flush=True)
        # A server that caught the exception would print its traceback.
        os._exit(2)
    if code is not None:
        # For the operator's console alone: no log of ours repeats it.
        print(f"Amudu is empty. Code of its set-up page, good for 24 hours: {code}", flush=True)


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Do what is slow once before the first visit, and keep it out of garbage collection."""
    prepare()
    quieten()
    tell_cut_runs()
    remember_theme()
    for name in SLOW_IMPORTS:
        importlib.import_module(name)
    pictures.warm_up()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)
    sys.setswitchinterval(SWITCH_EVERY)
    pdf_pages.warm_up()
    yield


def tell(problem: Exception) -> bool:
    """A plain sentence instead of a traceback; the log gets the kind and place, never values."""
    from components.language import i18n

    log.error("page failed: %s", traced(problem))
    st.error(i18n.t("session.page_failed"), icon=":material/error:")
    return True


app = st.App(
    ROOT / "pages" / "main.py",
    routes=ROUTES,
    middleware=MIDDLEWARE,
    lifespan=lifespan,
    on_script_error=tell,
)
