"""What we reach for inside of Streamlit is still there."""

from __future__ import annotations

import importlib
import inspect
import re

import pytest
import streamlit as st
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.testing.v1 import AppTest
from streamlit.web.server.starlette import starlette_app
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from streamlit.web.server.starlette.starlette_routes import BASE_ROUTE_APP_STATIC

from components.visit import streamlit_private
from components.visit.streamlit_private import FOLDER, FONT, HASHED, PRELOAD, SERVED, xsrf_token
from tests.source import ROOT

PAGE = (FOLDER / "index.html").read_text(encoding="utf-8")
STYLE = (ROOT / "components" / "look.css").read_text(encoding="utf-8")
SCRIPT = (ROOT / "components" / "frame.py").read_text(encoding="utf-8")


def test_a_browser_keeps_its_mark_though_each_request_masks_it_anew() -> None:
    one = generate_xsrf_token_string(b"0123456789abcdef", 1)
    two = generate_xsrf_token_string(b"0123456789abcdef", 2)
    assert one != two
    assert xsrf_token(one) == xsrf_token(two) != ""
    assert xsrf_token(generate_xsrf_token_string(b"another-browser-", 1)) != xsrf_token(one)
    assert xsrf_token("") == xsrf_token("2|noise") == ""


@pytest.mark.parametrize("section", ["theme", "theme.dark", "theme.light.sidebar"])
def test_the_theme_is_told_as_streamlit_tells_it(section: str) -> None:
    own = CustomThemeConfig()
    streamlit_private._POPULATE(own, section)
    for _ in range(2):
        remembered = CustomThemeConfig()
        streamlit_private._populate(remembered, section)
        assert remembered == own


def test_every_run_tells_the_theme_by_the_name_that_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(app_session, "_populate_theme_msg", app_session._populate_theme_msg)
    streamlit_private.remember_theme()
    told = inspect.getsource(app_session.AppSession._create_new_session_message)
    assert told.count("_populate_theme_msg(") == 6
    assert app_session._populate_theme_msg is streamlit_private._populate


def test_a_page_is_what_the_type_says() -> None:
    page = st.Page(lambda: None, title="x", url_path="x")
    assert isinstance(page, streamlit_private.StreamlitPage)


def test_a_page_made_once_serves_every_run() -> None:
    """A copy is enough: no field is a thing that two runs could change under each other."""

    def script() -> None:
        import streamlit as st

        st.session_state["made"] = st.Page(lambda: None, title="x", url_path="x")

    made = AppTest.from_function(script).run().session_state["made"]
    known = {name for name, value in vars(made).items() if isinstance(value, list | dict | set)}
    assert known == set()
    one, other = streamlit_private.fresh(made), streamlit_private.fresh(made)
    one._can_be_called = True
    assert (made._can_be_called, other._can_be_called) == (False, False)


@pytest.mark.parametrize("kind", ["js", "css"])
def test_the_files_of_a_page_carry_a_hash_in_their_names(kind: str) -> None:
    asked_for = re.findall(rf'"\.(/static/{kind}/[^"]+)"', PAGE)
    assert asked_for
    assert [path for path in asked_for if not HASHED.fullmatch(path)] == []
    assert [path for path in asked_for if not re.search(r"\.[\w-]{8}\.\w+$", path)] == []
    assert [path for path in asked_for if not (FOLDER / path[1:]).is_file()] == []


def test_the_page_asks_for_its_font_in_advance() -> None:
    (asked_for,) = PRELOAD.findall(PAGE.encode())
    assert FONT.encode() in asked_for


def test_the_paths_that_streamlit_answers_for_are_known() -> None:
    reserved = (*starlette_app._RESERVED_ROUTE_PREFIXES, BASE_ROUTE_APP_STATIC)
    assert {each.strip("/").split("/")[0] for each in reserved} < SERVED


@pytest.mark.parametrize("name", [*streamlit_private.REPORTERS, streamlit_private.NOISY])
def test_a_logger_bears_the_name_of_its_module(name: str) -> None:
    assert importlib.import_module(name)._LOGGER.name == name


def test_what_our_style_and_scripts_look_for_is_drawn_by_streamlit() -> None:
    names = re.findall(r'\[data-testid="?(\w+)"?\]|\.(st[A-Z]\w+)', STYLE + SCRIPT)
    wanted = {one or other for one, other in names}
    drawn = "\n".join(
        path.read_text(encoding="utf-8") for path in (FOLDER / "static" / "js").glob("*.js")
    )
    assert len(wanted) > 10
    assert {name for name in wanted if name not in drawn} == set()
