"""Under which contract people work, and on what evidence an outcome rests."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from components.cards.card import Card
from components.cards.charts.matrix import matrix
from components.cards.charts.theme import Spec
from components.cards.charts.then import Then
from components.cards.opening import Opens
from components.language import i18n, percents
from components.reads import labels
from components.reads.figures import Measure
from components.results import opens
from components.results.common import Asked, of_n
from components.results.compare import figures as beside
from components.results.compare import parts
from components.results.compare.parts import Parts
from components.results.placements.outcomes import group_name, opens_groups
from db.codes import OUTCOME_GROUPS, OutcomeType
from db.measures import placements


class Split(NamedTuple):
    """What is split, and by what: the key of its card, its measure, the column with the list of
    its codes, and the one kind of work that is counted, if not all."""

    key: str
    measure: Measure[pd.DataFrame]
    column: str
    list_name: str
    only: OutcomeType | None = None


def contracts(asked: Asked) -> Card:
    """Which contracts, by kind of work; of wage work alone where each column is an agency."""
    only = OutcomeType.WAGE if asked.is_side_by_side else None
    split = Split("contracts", placements.contracts, "contract", "CONTRACT_TYPE", only)
    share = beside.share(asked, "placements", "contracts", placements.written_and_declared)
    wage = asked.measure(placements.written_and_declared).denominator or 0
    return _card(asked, split, _written_and_declared(asked), share, of=wage)


def evidence(asked: Asked) -> Card:
    """What an outcome rests on, by kind of work."""
    split = Split("evidence", placements.evidence, "evidence", "EVIDENCE")
    return _card(asked, split, _on_their_word(asked))


def _written_and_declared(asked: Asked) -> str:
    figure = asked.measure(placements.written_and_declared)
    if not figure.denominator:
        return i18n.t("headline.no_wage")
    return percents.counted("headline.contracts", figure.numerator, figure.denominator)


def _on_their_word(asked: Asked) -> str:
    rows = asked.measure(placements.evidence)
    total = int(rows["events"].sum())
    if not total:
        return i18n.t("headline.no_outcome")
    alone = int(rows.loc[rows["evidence"] == "SELF", "events"].sum())
    return i18n.t("headline.evidence", part=alone, whole=total)


def _card(
    asked: Asked, split: Split, headline: str, share: str = "", of: int | None = None
) -> Card:
    """``of``: how many starts the headline rests on, where those are not all."""
    rows, unit = _rows(asked, split), i18n.t("unit.events")
    total = int(rows["value"].sum())
    other = parts.beside(asked, Parts(lambda there: _rows(there, split), ("kind", "code")))
    cells = parts.beside(
        asked, Parts(lambda there: _cells(there, split), ("label", "series"), is_cells=True)
    )
    table = rows[["kind", "code", "value"]]
    table.columns = [i18n.t("column.kind"), i18n.t(f"column.{split.column}"), unit]
    return Card(
        key=split.key,
        headline=headline,
        note=_counted(of, total),
        reading=parts.told(share, cells),
        table=parts.with_column(table, other.then, unit, ["kind", "code"]),
        spec=_chart(asked, split, cells.then) if total else None,
        opens=Opens(
            figure="outcomes",
            said=opens.said(type=split.only) if split.only else {},
            marks={
                "label": opens.by(asked, split.column, labels.choices(split.list_name)),
                "series": opens.of_agency(asked) | opens_groups(asked),
            },
        ),
    )


def _counted(of: int | None, total: int) -> str:
    if not of or of == total:
        return of_n("unit.events", total)
    return i18n.t("note.starts_of", n=of, every=total)


def _kept(rows: pd.DataFrame, split: Split) -> pd.DataFrame:
    kept: pd.DataFrame = rows if split.only is None else rows[rows["type"] == split.only]
    return kept


def _rows(asked: Asked, split: Split) -> pd.DataFrame:
    """A row for each kind of work and code."""
    rows = _kept(asked.measure(split.measure), split)
    return pd.DataFrame(
        {
            "kind": [labels.label("OUTCOME_TYPE", code) for code in rows["type"]],
            "code": [labels.label(split.list_name, code) for code in rows[split.column]],
            "value": rows["events"].array,
        }
    )


def _cells(asked: Asked, split: Split) -> pd.DataFrame:
    """A row for each code, a column for each kind of work (or agency)."""
    rows = _kept(asked.beside(split.measure), split)
    kinds = [group_name(code) for code in rows["type"]]
    found = pd.DataFrame(
        {
            "label": [labels.label(split.list_name, code) for code in rows[split.column]],
            "series": rows["place"].array if asked.is_side_by_side else kinds,
            "value": rows["events"].array,
        }
    )
    return parts.added_up(found, ["label", "series"])


def _chart(asked: Asked, split: Split, other: Then | None) -> Spec:
    drawn = _cells(asked, split)
    across = [i18n.t(f"step.{group}") for group in OUTCOME_GROUPS]
    if asked.is_side_by_side:
        across = [place for place, _ in asked.places]
    known = {*parts.labels(drawn["label"].tolist(), other)}
    order = [each for each in labels.choices(split.list_name).values() if each in known]
    return matrix(
        parts.every_cell(drawn, order, across),
        unit=i18n.t("unit.events"),
        order=order,
        columns=across,
        places=(
            i18n.t(f"column.{split.column}"),
            i18n.t("column.agency" if asked.is_side_by_side else "column.kind"),
        ),
        beside=other,
    )
