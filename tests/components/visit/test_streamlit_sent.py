"""What was sent once is sent again, as long as nobody has touched it."""

from __future__ import annotations

import pytest
from streamlit.runtime.app_session import AppSession
from streamlit.testing.v1 import AppTest

from components.visit import streamlit_sent


def _parts() -> None:
    """A page whose parts are sent again; what is made is noted by name."""
    import streamlit as st

    from tests.components.visit import test_streamlit_sent as here

    def choice() -> None:
        here.MADE.append("choice")
        with st.container(key="box"):
            word = st.segmented_control("Word", ["one", "two"], default="one", key="word")
            st.markdown(f"said {word}")
        if st.button("Press", key="press"):
            st.markdown("pressed")

    def files() -> None:
        here.MADE.append("files")
        st.download_button("File", "x", file_name="x.txt")

    st.markdown("first")
    here.SENT.draw("choice", choice)
    st.markdown("between")
    here.SENT.draw("files", files)
    st.markdown("last")


MADE: list[str] = []
SENT = streamlit_sent.Sent()
SAID = ["first", "said one", "between", "last"]


def _told(page: AppTest) -> list[str]:
    assert not page.exception
    return [each.value for each in page.markdown]


@pytest.fixture
def parts() -> AppTest:
    MADE.clear()
    SENT._parts.clear()
    return AppTest.from_function(_parts).run()


def test_a_part_that_nobody_touched_is_not_made_again(parts: AppTest) -> None:
    assert _told(parts) == _told(parts.run()) == SAID
    assert MADE.count("choice") == 1


def test_another_session_gets_what_one_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streamlit_sent, "_shared_by", lambda context: context.page_script_hash)
    MADE.clear()
    SENT._parts.clear()
    AppTest.from_function(_parts).run()
    other = AppTest.from_function(_parts).run()
    assert _told(other) == SAID
    assert other.session_state["word"] == "one"
    assert MADE.count("choice") == 1


def test_what_holds_a_file_of_its_session_is_made_each_time(parts: AppTest) -> None:
    parts.run()
    assert MADE.count("files") == 2


def test_a_touched_part_is_made_anew_until_it_is_as_it_began(parts: AppTest) -> None:
    parts.run()
    assert _told(parts.button(key="press").click().run()) == [*SAID[:2], "pressed", *SAID[2:]]
    assert _told(parts.run()) == SAID
    two = [SAID[0], "said two", *SAID[2:]]
    assert _told(parts.segmented_control(key="word").set_value("two").run()) == two
    assert _told(parts.run()) == two
    assert _told(parts.segmented_control(key="word").set_value("one").run()) == SAID
    assert MADE.count("choice") == 4


def test_what_the_script_says_of_a_widget_is_drawn(parts: AppTest) -> None:
    parts.session_state["word"] = "two"
    assert _told(parts.run()) == [SAID[0], "said two", *SAID[2:]]


def test_a_part_first_drawn_when_it_was_touched_is_not_kept() -> None:
    MADE.clear()
    SENT._parts.clear()
    page = AppTest.from_function(_parts)
    page.session_state["word"] = "two"
    assert _told(page.run()) == [SAID[0], "said two", *SAID[2:]]
    assert _told(AppTest.from_function(_parts).run()) == SAID


def test_a_session_takes_messages_on_the_thread_of_the_server() -> None:
    """By these names; ``_hand_on`` falls back on one message at a time without them."""
    assert callable(AppSession._call_soon_on_event_loop)
    assert callable(AppSession._enqueue_forward_msg)


def _menu() -> None:
    import streamlit as st

    from tests.components.visit import test_streamlit_sent as here

    def home() -> None:
        st.markdown("at home")

    def tell() -> st.navigation:  # type: ignore[valid-type]
        here.MADE.append("menu")
        return st.navigation([st.Page(home, default=True), st.Page(lambda: None, url_path="there")])

    here.MENU.tell(tell).run()


MENU = streamlit_sent.Menu()


def test_a_menu_is_told_again() -> None:
    MADE.clear()
    page = AppTest.from_function(_menu).run()
    assert _told(page) == _told(page.run()) == ["at home"]
    assert MADE == ["menu"]
