"""The manager's preview of a release: what a partner will see, beside the truth."""

from __future__ import annotations

import uuid

import pandas as pd
import streamlit as st

from components import data_release, i18n, release_view
from db.actions.releases import Draft, Frozen
from db.errors import AppError
from db.inputs.releases import LAG_DAYS, FreezeInput, HalfYear
from db.permissions import Viewer
from db.privacy import hidden_share

_OUTCOME = "releases_outcome"
_SUBMISSION = "releases_submission"
_SHOWN = "releases_shown"
_CHECKED = "releases_checked"
_CLICKED = "releases_clicked"


def choose_period(periods: list[HalfYear]) -> HalfYear | None:
    """The half-year to look at, the newest first; ``None`` when none is ripe."""
    if not periods:
        st.info(i18n.t("releases.no_period", days=LAG_DAYS), icon=":material/hourglass_empty:")
        return None
    return st.selectbox(
        i18n.t("releases.period"), periods, format_func=_half_year, key="releases_period"
    )


def _half_year(period: HalfYear) -> str:
    return i18n.t("releases.half_year", half=period.half, year=str(period.year))


def drafted(viewer: Viewer, period: HalfYear, version: int) -> Draft | None:
    """The draft, shown; ``None`` with the reason where freezing it would say nothing new."""
    try:
        draft = data_release.preview(viewer, period, version)
    except AppError as refused:
        st.info(i18n.explain(refused), icon=":material/inventory_2:")
        return None
    show(draft)
    return draft


def show(draft: Draft) -> None:
    """How much is hidden, then every table: published, true, and why hidden."""
    if draft.edition > 1:
        st.info(i18n.t("releases.is_edition", edition=draft.edition), icon=":material/update:")
    st.subheader(i18n.t("releases.preview"))
    _say_how_much_is_hidden(draft)
    for code, rows in _beside_truth(draft).groupby("table", sort=False):
        with st.expander(release_view.title(str(code)), key=f"releases_table_{code}"):
            st.table(_in_words(rows, draft.rules.threshold))


def _say_how_much_is_hidden(draft: Draft) -> None:
    shares = [hidden_share(table.protected) for table in draft.persons]
    if not shares:
        return
    cells = sum(share.cells for share in shares) / len(shares)
    persons = sum(share.persons for share in shares) / len(shares)
    st.write(
        i18n.t("releases.hidden_share", cells=i18n.percent(cells), persons=i18n.percent(persons))
    )
    if cells > 0.5:
        st.warning(i18n.t("releases.too_much_hidden"), icon=":material/visibility_off:")


def _beside_truth(draft: Draft) -> pd.DataFrame:
    cells = pd.DataFrame(
        [(c.table_code, c.row_code, c.column_code, c.mark.value, c.value) for c in draft.cells()],
        columns=["table", "row", "column", "mark", "value"],
    ).astype({"value": "Int64"})
    truths = pd.DataFrame(
        [
            (t.table_code, t.row_code, t.column_code, t.value, t.reason)
            for t in draft.truths()
            if t.column_code != "N"
        ],
        columns=["table", "row", "column", "true", "reason"],
    ).replace({"column": {"TRUSTING": release_view.NO_COLUMN}})
    return cells.merge(truths, on=["table", "row", "column"], how="left", sort=False)


def _in_words(rows: pd.DataFrame, threshold: int) -> pd.DataFrame:
    code = str(rows["table"].iloc[0])
    named = release_view.with_labels(code, rows)
    shown = {
        i18n.t("release.column.row"): named["label"],
        i18n.t("release.column.column"): named["column_label"],
        i18n.t("release.column.value"): named["text"],
        i18n.t("release.column.true"): [i18n.number(int(value)) for value in named["true"]],
        i18n.t("release.column.reason"): [_reason(why, threshold) for why in named["reason"]],
    }
    made = pd.DataFrame(shown).set_index(i18n.t("release.column.row"))
    empty = (named["column_label"] == "").all()
    return made.drop(columns=i18n.t("release.column.column")) if empty else made


def _reason(why: object, threshold: int) -> str:
    return i18n.t(f"release.reason.{why}", threshold=threshold) if why else ""


def ask_to_freeze(draft: Draft) -> FreezeInput | None:
    """The button, once the preview has been checked; its submission id makes two clicks one act.

    A click stands for the preview it was made under, not for the one of the run that answers it;
    a preview that has moved is to be checked anew.
    """
    st.session_state.setdefault(_SUBMISSION, str(uuid.uuid4()))
    digest = draft.digest()
    if st.session_state.get(_SHOWN) != digest:
        st.session_state[_CHECKED] = False
    st.session_state[_SHOWN] = digest
    st.button(
        i18n.t("releases.freeze"),
        key="releases_freeze",
        type="primary",
        disabled=not st.checkbox(i18n.t("releases.confirm"), key=_CHECKED),
        icon=":material/lock:",
        on_click=_click,
        args=(digest,),
    )
    clicked_under = st.session_state.pop(_CLICKED, None)
    if clicked_under is None:
        return None
    return FreezeInput(draft.period, st.session_state[_SUBMISSION], clicked_under)


def _click(digest: str) -> None:
    st.session_state[_CLICKED] = digest


def remember(outcome: Frozen) -> None:
    """Keep the outcome for the next run, and make a new submission id."""
    st.session_state.pop(_SUBMISSION, None)
    st.session_state[_OUTCOME] = outcome


def tell_last_outcome() -> None:
    """Say once what freezing did."""
    outcome: Frozen | None = st.session_state.pop(_OUTCOME, None)
    if outcome is not None:
        key = "releases.already" if outcome.already else "releases.frozen"
        st.success(i18n.t(key, number=outcome.number), icon=":material/check_circle:")
