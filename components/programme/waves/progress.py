"""How far a wave is: answers against what is wanted, who declined, what can be told from it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.cards import card as cards
from components.cards.card import Card
from components.cards.charts import shapes
from components.cards.charts.then import Then
from components.language import i18n
from components.programme.waves import words
from components.programme.waves.fields import can_show
from components.reads import labels, reference
from components.reads.read import read
from db.access.survey_batches import BLOCK
from db.access.viewer import Viewer
from db.codes import WaveState
from db.queries import trust_waves
from db.queries.trust_waves import AgencyProgress, Progress, Wave


def draw(wave: Wave, viewer: Viewer) -> None:
    """The figures in short, then the answers by agency, then people who never came."""
    found = read(trust_waves.progress, wave.row.id, viewer=viewer)
    _figures(wave, found)
    made = [_answers(wave, found), *_non_users(wave, found)]
    when = i18n.t("card.as_of", day=reference.now())
    cards.grid(made, lambda _: [when], key=f"waves_cards_{wave.row.id}")


def _figures(wave: Wave, found: Progress) -> None:
    wanted = sum(each.target or 0 for each in found.agencies)
    answers = words.received(found.answers, is_about=found.in_steps)
    if wanted:
        answers = i18n.t("waves.of_target", answers=answers, target=wanted)
    shown = {
        # A figure is drawn from left to right: Arabic words among its numbers are set apart.
        "answers": f"\u2067{answers}\u2069" if i18n.is_rtl() else answers,
        "response": i18n.percent(found.agreed / found.asked) if found.asked else "—",
        "flagged": _flagged(found),
    }
    if wave.state is not WaveState.CLOSED:
        shown["days_left"] = i18n.number(found.days_left)
    with st.container(horizontal=True, key=f"waves_figures_{wave.row.id}"):
        for name, value in shown.items():
            what = i18n.t(f"waves.figure.{name}.what", least=BLOCK)
            st.metric(i18n.t(f"waves.figure.{name}"), value, help=what)
    if found.in_steps:
        st.caption(i18n.t("waves.next"))


def _flagged(found: Progress) -> str:
    n = found.answers_of_users
    return i18n.percent(found.flagged / n) if n else "—"


def _answers(wave: Wave, found: Progress) -> Card:
    by_id = {each.agency_id: each for each in found.agencies}
    agencies = [by_id[each] for each in words.in_order(by_id)]
    names = [labels.agency(each.agency_id, short=True) for each in agencies]
    answers = words.received(found.answers, is_about=found.in_steps)
    rows = pd.DataFrame(
        {
            "label": names,
            "value": [each.answers for each in agencies],
            "text": [_of_target(each, found) for each in agencies],
        }
    )
    place, unit = i18n.t("column.agency"), i18n.t("unit.questionnaires")
    # "At least 50" is no n.
    counted = answers if found.in_steps else f"n = {answers}"
    return Card(
        key=f"wave_progress_{wave.row.number}",
        headline=_headline(found, answers),
        note=f"{unit} · {counted} · {words.title(wave.row)}",
        table=_table(agencies, names, found),
        spec=shapes.bars(rows, unit=unit, place=place, beside=_wanted(agencies, names))
        if found.answers
        else None,
        reading=_can_show(agencies, found.answers),
        nothing=i18n.t("waves.no_chart_yet" if found.in_steps else "waves.no_chart", least=BLOCK),
    )


def _wanted(agencies: list[AgencyProgress], names: list[str]) -> Then | None:
    """A mark at the number wanted of each agency: ten of thirty fill a third of the way."""
    rows = [(name, each.target) for name, each in zip(names, agencies, strict=True) if each.target]
    if not rows:
        return None
    return Then(i18n.t("waves.column.target"), pd.DataFrame(rows, columns=["label", "value"]))


def _headline(found: Progress, answers: str) -> str:
    """What came in all, and how many agencies have what is wanted of them. In steps of ten, that
    number is the least it can be: an agency is counted once its tens pass its number, and that
    none is known to be there is not said."""
    wanted = [each for each in found.agencies if each.target is not None]
    reached = sum(each.answers >= (each.target or 0) for each in wanted)
    if found.in_steps:
        if not reached:
            return i18n.t("waves.headline_so_far", answers=answers)
        return i18n.tn("waves.headline_reached_so_far", reached, of=len(wanted), answers=answers)
    if not found.answers:
        return i18n.t("waves.headline_none")
    if not wanted:
        return i18n.t("waves.headline", answers=answers)
    return i18n.tn("waves.headline_reached", reached, of=len(wanted), answers=answers)


def _of_target(each: AgencyProgress, found: Progress) -> str:
    answers = words.received(each.answers, is_about=found.in_steps)
    if each.target is None:
        return answers
    return i18n.t("waves.of_target", answers=answers, target=each.target)


def _can_show(agencies: list[AgencyProgress], answers: int) -> str:
    """For the smallest number wanted of an agency, and for the answers that are there."""
    said = []
    wanted = [each.target for each in agencies if each.target]
    if wanted:
        shown = can_show(min(wanted), sum(wanted), len(agencies))
        said += [i18n.t("waves.mark"), i18n.t("waves.with_target", shown=shown)]
    fewest = min((each.answers for each in agencies), default=0)
    if fewest:
        shown = can_show(fewest, answers, len(agencies))
        said.append(i18n.t("waves.so_far", shown=shown))
    return " ".join(said)


def _table(agencies: list[AgencyProgress], names: list[str], found: Progress) -> pd.DataFrame:
    answers = [words.received(each.answers, is_about=found.in_steps) for each in agencies]
    columns: dict[str, list[str] | list[int]] = {
        "column.agency": names,
        "unit.questionnaires": answers if found.in_steps else [each.answers for each in agencies],
        "waves.column.target": [
            "—" if each.target is None else str(each.target) for each in agencies
        ],
        "fieldwork.refused": [each.refused for each in agencies],
    }
    if not found.in_steps:
        asked = [each.approached or 0 for each in agencies]
        columns["unit.approached"] = asked
        columns["waves.figure.response"] = [
            i18n.percent((n - each.refused) / n) if n else "—"
            for n, each in zip(asked, agencies, strict=True)
        ]
    return pd.DataFrame({i18n.t(key): values for key, values in columns.items()})


def _non_users(wave: Wave, found: Progress) -> list[Card]:
    """What people who never came have said, once there are enough of them."""
    if not found.non_users:
        return []
    codes = [each for each in reference.codes("NON_USER") if each in found.non_users]
    names = [labels.label("NON_USER", each) for each in codes]
    people = [found.non_users[each] for each in codes]
    n, unit = sum(people), i18n.t("unit.persons")
    shares = [i18n.percent(each / n) for each in people]
    texts = [f"{i18n.number(each)} · {share}" for each, share in zip(people, shares, strict=True)]
    place = i18n.t("non_users.column")
    rows = pd.DataFrame({"label": names, "value": people, "text": texts})
    table = pd.DataFrame({place: names, unit: people, i18n.t("column.of_n"): shares})
    return [
        Card(
            key=f"wave_non_users_{wave.row.number}",
            headline=i18n.t("non_users.headline"),
            note=f"{unit} · n = {i18n.number(n)} · {i18n.t('non_users.as_told')}",
            table=table,
            spec=shapes.bars(rows, unit=unit, place=place),
            warning=i18n.t("non_users.batches", least=BLOCK),
        )
    ]
