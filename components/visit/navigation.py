"""The table of pages: where each lives, its address, its sign and who may open it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from db.access.permissions import Permission, may
from db.codes import Role


@dataclass(frozen=True)
class Screen:
    """One page: ``name`` is its address and the stem of its text keys (``page.<name>``)."""

    name: str
    path: str
    icon: str
    permission: Permission
    is_form: bool = False
    is_live: bool = False

    @property
    def text(self) -> str:
        return f"page.{self.name.replace('-', '_')}"


SCREENS: tuple[Screen, ...] = (
    Screen("my-day", "work/my_day.py", "today", Permission.DAY_READ),
    Screen(
        "record-intervention",
        "work/record_intervention.py",
        "add_circle",
        Permission.INTERVENTION_WRITE,
        is_form=True,
    ),
    Screen(
        "record-training",
        "work/record_training.py",
        "school",
        Permission.TRAINING_WRITE,
        is_form=True,
    ),
    Screen(
        "record-placement",
        "work/record_placement.py",
        "work",
        Permission.PLACEMENT_WRITE,
        is_form=True,
    ),
    Screen(
        "record-trust", "work/record_trust.py", "handshake", Permission.TRUST_WRITE, is_form=True
    ),
    Screen("entries", "work/entries.py", "list_alt", Permission.ENTRIES_READ),
    Screen("overview", "results/overview.py", "monitoring", Permission.RESULTS_READ, is_live=True),
    Screen("placements", "results/placements.py", "badge", Permission.RESULTS_READ, is_live=True),
    Screen("training", "results/training.py", "menu_book", Permission.RESULTS_READ, is_live=True),
    Screen(
        "trust", "results/trust.py", "volunteer_activism", Permission.RESULTS_READ, is_live=True
    ),
    Screen("releases", "manage/releases.py", "inventory_2", Permission.RELEASE_FREEZE),
    Screen("released", "partner/released.py", "verified", Permission.RELEASE_READ),
    Screen("accounts", "manage/accounts.py", "group", Permission.ACCOUNT_MANAGE),
    Screen("account", "account/account.py", "account_circle", Permission.OWN_ACCOUNT),
)
BY_NAME = {screen.name: screen for screen in SCREENS}
HOME = {
    Role.AGENT: "my-day",
    Role.MANAGER: "overview",
    Role.PARTNER: "released",
    Role.ADMINISTRATOR: "accounts",
}
#: The most digits of a row's id (an integer), and of a person's (a big integer).
ROW_DIGITS, PERSON_DIGITS = 9, 18
#: The main places of a role, for the bar at the foot of a phone's screen.
BAR = {
    Role.AGENT: ("my-day", "record-intervention", "entries", "overview"),
    Role.MANAGER: ("overview", "placements", "training", "trust"),
    Role.PARTNER: ("released", "account"),
    Role.ADMINISTRATOR: ("accounts", "account"),
}


def open_to(role: Role) -> tuple[Screen, ...]:
    """The screens a role may open, in the order of the menu."""
    return tuple(screen for screen in SCREENS if may(role, screen.permission))


def page(name: str) -> StreamlitPage:
    """The page registered on this run under ``name``, for links and switches."""
    return st.session_state["pages"][name]  # type: ignore[no-any-return]


def home() -> None:
    """The default page: it has no content of its own and leads to the role's home."""
    go(st.session_state["home"])


def go(name: str, **query: str) -> None:
    """Leave for another page; a page with a form flushes its draft before it calls this."""
    st.switch_page(page(name), query_params=query or None)


def link_id(text: str, digits: int = ROW_DIGITS) -> int | None:
    """The id that a link's parameter holds, if it is one that a row could have."""
    is_one = text.isascii() and text.isdecimal() and len(text) <= digits
    return int(text) if is_one else None
