"""Trust by agency, wave and item; nothing about fewer than ten answers leaves this module.

Nor can it be worked out by comparing filters. In an agency and wave, the sexes with fewer than ten
answers form one block, with the next smallest sex until the block has ten. A filter is answered
only where it takes whole blocks, so any two results differ by ten answers at least. "All" is the
sum of the agencies that are shown.

Flagged answers (conflict of interest) are left out, and counted over a whole wave only: beside each
cell, those of a hidden agency could be worked out by subtraction. Don't know, refused and not
applicable are outside the denominator. T1 and T2: 6 to 10 trusting, 5 neutral, 0 to 4 not; items
of four points: 2 and 3 agree; B_REC: yes. Intervals are Wilson's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.viewer import Viewer
from db.codes import DONT_KNOW, NOT_APPLICABLE, REFUSED, TRUST_ITEMS, TRUST_SCALE
from db.inputs.results import ResultFilter
from db.measures.base import agencies_of
from db.models import Programme, TrustFieldwork, TrustResponse, TrustWave
from db.statistics import wilson

ALL_AGENCIES = 0
ITEM_COLUMNS = [
    "wave",
    "agency_id",
    "item",
    "quality",
    "n",
    "trusting",
    "neutral",
    "not_trusting",
    "share_trusting",
    "mean",
    "lower",
    "upper",
    "dont_know",
    "refused",
    "not_applicable",
]


def by_item(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """One row a wave (that touches the period), agency (0: all that are shown together) and item.

    ``quality`` is ``hidden`` (then no number is there) under 10 valid answers, or where a filter by
    sex would reveal fewer than 10 other answers; ``indicative`` under 30, else ``shown``.
    """
    agencies = sorted(agencies_of(session, wanted, viewer))
    limits = session.exec(select(Programme)).one()
    waves = _waves(session, wanted)
    cells = _cells(session, agencies, waves)
    rows = []
    for wave in waves:
        for item in TRUST_ITEMS:
            whole = _Cell()
            for agency in agencies:
                by_sex = cells.get((wave, agency, item), {})
                cell = _shown(by_sex, wanted.sexes, limits.trust_hidden_below)
                whole += cell or _Cell()
                rows.append(_row(wave, agency, item, cell, limits))
            rows.append(_row(wave, ALL_AGENCIES, item, whole if whole.n else None, limits))
    return pd.DataFrame(rows, columns=ITEM_COLUMNS)


def _shown(by_sex: dict[str, _Cell], sexes: frozenset[str], least: int) -> _Cell | None:
    """The cell that answers a filter by sex (empty: everybody), or none where it must be hidden."""
    closed = _closed({sex: cell.n for sex, cell in by_sex.items()}, least)
    asked = (sexes or by_sex.keys()) & by_sex.keys()
    if asked & closed and not closed <= asked:
        return None
    whole = sum((by_sex[sex] for sex in asked), _Cell())
    return whole if whole.n >= least else None


def _closed(answers: dict[str, int], least: int) -> set[str]:
    """Sexes that are only shown together: those under ``least``, then the next smallest until
    they make ``least`` (a sex of whom nobody was asked is not among ``answers``)."""
    closed: set[str] = set()
    together = 0
    for sex in sorted(answers, key=lambda each: (answers[each], each)):
        if answers[sex] < least or (closed and together < least):
            closed.add(sex)
            together += answers[sex]
    return closed


class _Cell:
    """Sums of one wave, agency and item."""

    def __init__(self, values: tuple[int, ...] = (0,) * 7) -> None:
        self.yes, self.neutral, self.n, self.sum, self.dk, self.ra, self.na = values

    def __add__(self, other: _Cell) -> _Cell:
        return _Cell(tuple(a + b for a, b in zip(self.values, other.values, strict=True)))

    @property
    def values(self) -> tuple[int, ...]:
        return (
            self.yes,
            self.neutral,
            self.n,
            self.sum,
            self.dk,
            self.ra,
            self.na,
        )


def _row(
    wave: int, agency: int, item: str, cell: _Cell | None, limits: Programme
) -> tuple[Any, ...]:
    if cell is None:
        return (wave, agency, item, "hidden", *[None] * 11)
    quality = "indicative" if cell.n < limits.trust_indicative_below else "shown"
    bounds = wilson(cell.yes, cell.n) or (None, None)
    return (
        wave,
        agency,
        item,
        quality,
        cell.n,
        cell.yes,
        cell.neutral,
        cell.n - cell.yes - cell.neutral,
        cell.yes / cell.n,
        cell.sum / cell.n,
        *bounds,
        cell.dk,
        cell.ra,
        cell.na,
    )


def _waves(session: Session, wanted: ResultFilter) -> list[int]:
    query = (
        select(TrustWave.number)
        .where(TrustWave.starts_on <= wanted.end, TrustWave.ends_on >= wanted.start)
        .order_by(col(TrustWave.number))
    )
    return list(session.exec(query))


def _cells(
    session: Session, agencies: list[int], waves: list[int]
) -> dict[tuple[int, int, str], dict[str, _Cell]]:
    """By wave, agency and item: the sums of each sex that was asked there at all."""
    row: Any = TrustResponse
    keys = [col(TrustWave.number), row.agency_id, row.sex]
    columns = [each for item in TRUST_ITEMS for each in _sums(getattr(row, item.lower()), item)]
    query = (
        sa.select(*keys, *columns)
        .select_from(TrustResponse)
        .join(TrustWave, col(TrustWave.id) == row.wave_id)
        .where(
            row.agency_id.in_(agencies), row.voided_at.is_(None), col(TrustWave.number).in_(waves)
        )
        .group_by(*keys)
    )
    found: dict[tuple[int, int, str], dict[str, _Cell]] = {}
    for wave, agency, sex, *values in session.execute(query):
        for position, item in enumerate(TRUST_ITEMS):
            sums = tuple(int(value or 0) for value in values[position * 7 : position * 7 + 7])
            found.setdefault((wave, agency, item), {})[str(sex)] = _Cell(sums)
    return found


def _sums(answer: Any, item: str) -> list[Any]:
    row: Any = TrustResponse
    top = TRUST_SCALE[item]
    least = {10: 6, 3: 2, 1: 1}[top]
    clean = row.conflict_of_interest.is_(False)
    valid = sa.and_(clean, answer <= top)

    def number(condition: Any) -> Any:
        return sa.func.sum(sa.case((condition, 1), else_=0))

    return [
        number(sa.and_(valid, answer >= least)),
        number(sa.and_(valid, answer == 5)) if top == 10 else sa.literal(0),
        number(valid),
        sa.func.sum(sa.case((valid, answer), else_=0)),
        number(sa.and_(clean, answer == DONT_KNOW)),
        number(sa.and_(clean, answer == REFUSED)),
        number(sa.and_(clean, answer == NOT_APPLICABLE)),
    ]


def left_out(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``wave``, ``flagged``: answers left out of a whole wave, whatever the filter, so that no two
    filters reveal those of one agency. Missing where only one agency has answers and too few of
    them are valid to be shown.
    """
    agencies = agencies_of(session, replace(wanted, agencies=frozenset()), viewer)
    least = session.exec(select(Programme)).one().trust_hidden_below
    row: Any = TrustResponse
    flagged = sa.func.sum(sa.case((row.conflict_of_interest.is_(True), 1), else_=0))
    query = (
        sa.select(
            col(TrustWave.number),
            flagged,
            sa.func.count(),
            sa.func.count(sa.distinct(row.agency_id)),
        )
        .join(TrustWave, col(TrustWave.id) == row.wave_id)
        .where(
            row.agency_id.in_(agencies),
            row.voided_at.is_(None),
            col(TrustWave.number).in_(_waves(session, wanted)),
        )
        .group_by(col(TrustWave.number))
        .order_by(col(TrustWave.number))
    )
    rows = [
        (wave, int(number) if places > 1 or answers - number >= least else None)
        for wave, number, answers, places in session.execute(query)
    ]
    return pd.DataFrame(rows, columns=["wave", "flagged"])


def fieldwork(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``wave``, ``agency_id``, ``approached``, ``refused`` (at the door)."""
    agencies = agencies_of(session, wanted, viewer)
    query = (
        sa.select(
            col(TrustWave.number),
            col(TrustFieldwork.agency_id),
            col(TrustFieldwork.approached),
            col(TrustFieldwork.refused),
        )
        .join(TrustWave, col(TrustWave.id) == col(TrustFieldwork.wave_id))
        .where(
            col(TrustFieldwork.agency_id).in_(agencies),
            col(TrustWave.number).in_(_waves(session, wanted)),
        )
        .order_by(col(TrustWave.number), col(TrustFieldwork.agency_id))
    )
    return pd.DataFrame(
        session.execute(query).all(), columns=["wave", "agency_id", "approached", "refused"]
    )
