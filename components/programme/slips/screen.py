"""Slips and posters of one wave, on the page of waves: print, switch off, count."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import pandas as pd
import streamlit as st

from components.cards import exports
from components.language import i18n
from components.programme.slips import sheets
from components.programme.slips.sheets import Printed
from components.programme.waves import words
from components.reads import labels, reference
from components.reads.read import read
from components.saving.problems import Problems
from components.saving.save import save
from components.visit.address import is_of_this_machine, public, warn_of_this_machine
from db.access.viewer import Viewer
from db.actions import slips as actions
from db.inputs.self_completion import PlaceInput, SlipsInput
from db.queries import slips as queries
from db.queries.slips import SlipCount, WaveSlips

#: Whole sheets, and no number to type.
NUMBERS = (10, 20, 50, 100, 200, 500)
USUAL = 50
Value = TypeVar("Value")


def draw(viewer: Viewer, wave_id: int) -> None:
    """All that is done with the slips of a wave."""
    found = read(queries.of_wave, wave_id, viewer=viewer)
    if found.takes_more and found.agencies:
        _print(found, viewer)
    _counts(found)


def _print(found: WaveSlips, viewer: Viewer) -> None:
    wave_id = found.wave.id
    st.write(i18n.t("slips.lead"))
    agency_id = st.selectbox(
        i18n.t("slips.agency"),
        [each.id for each in found.agencies],
        format_func=labels.agency,
        key=f"slips_agency_{wave_id}",
    )
    number = st.segmented_control(
        i18n.t("slips.number"),
        NUMBERS,
        format_func=i18n.number,
        default=USUAL,
        required=True,
        key=f"slips_number_{wave_id}",
    )
    place = PlaceInput(wave_id=wave_id, agency_id=agency_id)
    about = _printed(found, agency_id)
    with st.container(horizontal=True):
        _slips(place, number or USUAL, about)
        _poster(place, about)
        if found.counts.get(agency_id, SlipCount()).open_links:
            _switch_off(place, viewer)
    st.caption(i18n.t("slips.once"))
    if is_of_this_machine():
        warn_of_this_machine(about.address)
    else:
        st.caption(i18n.t("slips.address", address=f"`{about.address}`"))


def _printed(found: WaveSlips, agency_id: int) -> Printed:
    agency = next(each for each in found.agencies if each.id == agency_id)
    languages = [each for each in reference.languages() if each in found.wave.languages.split(",")]
    return Printed(
        address=public("/t"),
        name=agency.name,
        name_ar=agency.name_ar,
        wave=found.wave.number,
        until=f"{found.wave.ends_on:%d/%m/%Y}",
        languages=tuple(languages or reference.languages()),
    )


def _slips(place: PlaceInput, number: int, about: Printed) -> None:
    wanted = SlipsInput(**place.model_dump(), number=number)
    _download(
        i18n.tn("slips.print", number),
        f"slips_wave_{about.wave}_agency_{place.agency_id}.pdf",
        partial(actions.make, data=wanted),
        partial(sheets.slips, about),
        key=f"slips_print_{place.wave_id}",
        is_main=True,
    )


def _poster(place: PlaceInput, about: Printed) -> None:
    _download(
        i18n.t("slips.poster"),
        f"poster_wave_{about.wave}_agency_{place.agency_id}.pdf",
        partial(actions.make_link, data=place),
        partial(sheets.poster, about),
        key=f"slips_poster_{place.wave_id}",
    )


def _download(
    label: str,
    name: str,
    act: Callable[..., Value],
    make: Callable[[Value], bytes],
    *,
    key: str,
    is_main: bool = False,
) -> None:
    """Codes are made by the touch, and are in its file alone."""
    st.download_button(
        label,
        exports.reader().made_from(f"amudu_{name}", act, make),
        file_name=f"amudu_{name}",
        mime="application/pdf",
        key=key,
        type="primary" if is_main else "secondary",
        icon=":material/print:",
        on_click="ignore",
    )


def _switch_off(place: PlaceInput, viewer: Viewer) -> None:
    key = f"slips_off_{place.wave_id}"
    problems = Problems(key)
    problems.summary()
    if st.button(i18n.t("slips.switch_off"), key=key, icon=":material/link_off:") and save(
        actions.close_links, place, by=viewer.account_id, problems=problems
    ):
        st.rerun()


def _counts(found: WaveSlips) -> None:
    """By agency in the fixed order; what was used today is told tomorrow."""
    rows = [(each.id, found.counts[each.id]) for each in found.agencies if each.id in found.counts]
    if not rows:
        return
    columns = {
        "column.agency": [labels.agency(agency_id, short=True) for agency_id, _ in rows],
        "slips.column.printed": [count.printed for _, count in rows],
        "slips.column.used": [_used(count.used, found) for _, count in rows],
        "slips.column.open_links": [count.open_links for _, count in rows],
        "slips.column.by_link": [_used(count.by_link, found) for _, count in rows],
    }
    table = pd.DataFrame({i18n.t(key): values for key, values in columns.items()})
    st.dataframe(table, hide_index=True, key=f"slips_counts_{found.wave.id}")
    st.caption(i18n.t("slips.until_yesterday"))


def _used(number: int, found: WaveSlips) -> str:
    return words.received(number, is_about=found.in_steps)
