"""The set-up page of an empty database: a code, then the programme and its first administrator."""

from __future__ import annotations

import logging
from typing import Any
from zoneinfo import available_timezones

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from components.accounts.sign_in import choose_language, new_password, repeat_password
from components.fields import text
from components.language import i18n
from components.language.catalogue import LANGUAGES
from components.language.countries import countries, in_all_languages
from components.reads.read import read
from components.saving.problems import Problems
from components.visit import browser, signing_in
from db.actions import first_start as actions
from db.actions import sign_ins
from db.errors import AppError, InvalidInput, traced
from db.inputs.accounts import FirstAdministrator
from db.queries import codes, first_start
from db.store.engine import once

#: The name under which wrong codes are counted; no user name holds a space.
COUNTED_AS = "setup code"
COUNTRY, ZONE = "MA", "Africa/Casablanca"
_CODE = "setup_good_code"
log = logging.getLogger("amudu")


def draw() -> None:
    """In place of every page, until there is a programme."""
    st.set_page_config(page_title=f"{i18n.t('setup.title')} · Amudu")
    _, middle, _ = st.columns([1, 2, 1])
    with middle, st.container(key="setup"):
        choose_language("setup_language")
        st.title(i18n.t("setup.title"))
        code = st.session_state.get(_CODE)
        if code is None:
            _ask_code()
        elif read(first_start.opens, code):
            _ask_all(code)
        else:
            del st.session_state[_CODE]
            _ask_code(refused=AppError("error.setup_code_refused"))


def _ask_code(refused: AppError | None = None) -> None:
    st.write(i18n.t("setup.code_lead"))
    st.write(i18n.t("setup.code_again", command="`.venv/bin/python -m db create-setup-code`"))
    with st.form("setup_code_form", border=False):
        code = text.typed(i18n.t("setup.code"), key="setup_code", autocomplete="off")
        place = st.container(key="setup_refused")
        sent = st.form_submit_button(
            i18n.t("setup.open"), key="setup_open", type="primary", width="stretch"
        )
    if sent:
        refused = _try(code)
    if refused is not None:
        place.error(i18n.explain(refused), icon=":material/error:")


def _try(code: str) -> AppError | None:
    """Count the attempt, then look; a right code opens the next step."""
    try:
        attempt = signing_in.attempt(COUNTED_AS)
    except AppError as wait:
        return wait
    if not read(first_start.opens, code):
        return AppError("error.setup_code_refused")
    signing_in.discount_attempt(attempt)
    st.session_state[_CODE] = code
    st.rerun()


def _ask_all(code: str) -> None:
    st.write(i18n.t("setup.lead"))
    if not read(codes.all_codes):
        missing = i18n.t("setup.lists_missing", command="`.venv/bin/python -m seed_data`")
        st.warning(missing, icon=":material/warning:")
    problems = Problems("setup")
    with st.form("setup_form", border=False):
        st.subheader(i18n.t("setup.programme"))
        raw = _programme(problems)
        st.subheader(i18n.t("setup.person"))
        person = _person(problems)
        problems.summary()
        place = st.container(key="setup_refused")
        sent = st.form_submit_button(
            i18n.t("setup.submit"), key="setup_submit", type="primary", width="stretch"
        )
    if not sent:
        return
    problems.clear()
    if refused := _begin(code, raw, FirstAdministrator(**person), problems):
        place.error(i18n.explain(refused), icon=":material/error:")


def _programme(problems: Problems) -> dict[str, Any]:
    raw: dict[str, Any] = {}
    for field in ("name", "institution"):
        label = i18n.t(f"setup.{field}")
        raw[field] = text.typed(label, key=f"setup_{field}")
        problems.beside(field, label)
    st.caption(i18n.t("programme.institution_hint"))
    codes_of = list(countries(i18n.language()))
    country = st.selectbox(
        i18n.t("setup.country"),
        codes_of,
        index=codes_of.index(COUNTRY),
        # A browser sends the label back: one of a single language would be lost with the next.
        format_func=in_all_languages,
        key="setup_country",
    )
    for language in LANGUAGES:
        raw[f"country_{language}"] = countries(language)[country]
    zones = sorted(zone for zone in available_timezones() if "/" in zone)
    raw["time_zone"] = st.selectbox(
        i18n.t("setup.time_zone"), zones, index=zones.index(_own_zone(zones)), key="setup_time_zone"
    )
    problems.beside("time_zone", i18n.t("setup.time_zone"))
    for field, example in (("starts_on", "1/1/2026"), ("ends_on", "31/12/2028")):
        label = i18n.t(f"setup.{field}")
        raw[field] = text.typed(label, key=f"setup_{field}", placeholder=example)
        problems.beside(field, label)
    raw["languages"] = _languages(problems)
    return raw


def _languages(problems: Problems) -> list[str]:
    """Those offered; the one in which this page is read comes first."""
    label = i18n.t("programme.languages")
    chosen = st.pills(
        label,
        list(LANGUAGES),
        selection_mode="multi",
        default=list(LANGUAGES),
        format_func=lambda each: i18n.t(f"language.{each}"),
        key="setup_languages",
    )
    problems.beside("languages", label)
    return sorted(chosen, key=lambda each: each != i18n.language())


def _own_zone(zones: list[str]) -> str:
    """That of the browser, where it is known."""
    own = st.context.timezone
    return own if own in zones else ZONE


def _person(problems: Problems) -> dict[str, str]:
    name = text.typed(i18n.t("accounts.name"), key="setup_display_name", autocomplete="name")
    problems.beside("display_name", i18n.t("accounts.name"))
    username = text.typed(i18n.t("sign_in.username"), key="setup_username", autocomplete="username")
    problems.beside("username", i18n.t("sign_in.username"))
    return {
        "display_name": name,
        "username": username,
        "language": i18n.language(),
        "new": new_password("setup", problems),
        "again": repeat_password("setup", problems),
    }


def _begin(
    code: str, raw: dict[str, Any], person: FirstAdministrator, problems: Problems
) -> AppError | None:
    """Leaves for the first page, signed in: who knew the code chose this password just now. What
    is wrong with a field is said there."""

    def begun(opened: Any, attempt: int) -> str:
        account_id = actions.begin(opened, code, raw, person)
        return sign_ins.succeed(opened, attempt, account_id, browser.own_xsrf_token())

    try:
        attempt = signing_in.attempt(COUNTED_AS)
        ticket = once(begun, attempt)
    except InvalidInput as refused:  # the code was right
        signing_in.discount_attempt(attempt)
        problems.show(refused)
        return None
    except AppError as refused:
        return refused
    except SQLAlchemyError as failure:
        log.error("set-up failed: %s", traced(failure))
        return AppError("error.not_saved_try_again")
    st.session_state.pop(_CODE)
    signing_in.enter(ticket, "/getting-ready")
