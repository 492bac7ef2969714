"""The slip that hands a one-time code over: one sheet in three languages, cut and taken along."""

from __future__ import annotations

from datetime import datetime
from html import escape

import streamlit as st

from components.language import i18n
from components.language.catalogue import LANGUAGES, Language, translate
from components.reads import reference
from components.visit.address import is_of_this_machine, public, warn_of_this_machine
from db.secrets.passwords import SHORTEST

STEPS = ("open", "type", "choose")
BETWEEN = " · "


def draw(username: str, name: str, code: str, until: datetime) -> None:
    """The slip on screen, as it is printed."""
    address = public("")
    if is_of_this_machine():
        warn_of_this_machine(address)
    rows = [("slip.address", address), ("sign_in.username", username), ("sign_in.code", code)]
    facts = "".join(_row(key, value) for key, value in rows if value)
    readers = "".join(_reader(language, address, until) for language in LANGUAGES)
    title = escape(f"{reference.programme().name}{BETWEEN}{name}")
    st.html(f'<div class="slip"><h2><bdi>{title}</bdi></h2>{facts}{readers}</div>')


def _row(key: str, value: str) -> str:
    """A value under its name in all languages."""
    names = BETWEEN.join(f"<bdi>{translate(each, key)}</bdi>" for each in LANGUAGES)
    said = f'<p class="slip-name" dir="ltr">{names}</p>'
    return f'{said}<p class="slip-value" dir="ltr">{escape(value)}</p>'


def _reader(language: Language, address: str, until: datetime) -> str:
    """What to do, for the readers of one language."""
    values = {
        "address": escape(address),
        "link": translate(language, "sign_in.have_code"),
        "least": str(SHORTEST),
    }
    steps = "".join(
        f"<li>{translate(language, f'slip.step.{step}', **values)}</li>" for step in STEPS
    )
    moment = i18n.moment_in(language, reference.local(until))
    good = translate(language, "slip.until", moment=moment)
    direction = "rtl" if language == "ar" else "ltr"
    return f'<section lang="{language}" dir="{direction}"><ol>{steps}</ol><p>{good}</p></section>'
