"""A one-time code that was just made: shown once, with the slip that hands it over."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from components.accounts import printing, slip
from components.language import i18n
from components.reads.read import read
from components.saving import dismissible
from db.access.viewer import Viewer
from db.codes import Role
from db.queries import accounts

_CODE = "accounts_code"


class IssuedCode(NamedTuple):
    """For whom the code is; in the memory of this browser session alone, until it is noted."""

    username: str
    name: str
    role: Role
    code: str


def remember(made: IssuedCode) -> None:
    """Show the code from the next run on."""
    dismissible.show(_CODE, made)


def draw(viewer: Viewer) -> bool:
    """The code, until it is noted; whether there is one, and nothing else."""
    made: IssuedCode | None = dismissible.current(_CODE)
    if made is None:
        return False
    with st.container(key="slip_screen"):
        st.success(i18n.t("accounts.code", username=made.username), icon=":material/key:")
        st.code(made.code, language=None)
        if made.role is Role.AGENT:
            st.info(i18n.t("accounts.posting_next"), icon=":material/location_on:")
        with st.container(horizontal=True):
            printing.offer("slip_print")
            dismissible.dismiss(_CODE)
    until = read(accounts.code_until, made.username, viewer=viewer)
    if until:
        slip.draw(made.username, made.name, made.code, until)
    return True
