"""Trust by agency, wave and item; nothing about fewer than ten answers leaves this module.

Nor can it be worked out by comparing filters. In an agency and wave, the sexes with fewer than ten
answers form one block, with the next smallest sex until the block has ten. A filter is answered
only where it takes whole blocks, so any two results differ by ten answers at least. "All" is the
sum of the agencies that are shown.

Only people who have used the service are counted (``trust_answers.OF_USERS``). While a wave is
open, its figures move at night and in batches only, and are not told by sex
(``db.access.survey_batches``); no count that moves with each person stands beside them.

Flagged answers (conflict of interest) are left out, and counted over a whole wave only: beside each
cell, those of a hidden agency could be worked out by subtraction. Don't know, refused and not
applicable are outside the denominator. T1 and T2: 6 to 10 trusting, 5 neutral, 0 to 4 not; items
of four points: 2 and 3 agree; B_REC: yes. Intervals are Wilson's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.survey_batches import Stay, as_of_yesterday, in_steps, last_batch, rounds_of, stays
from db.access.viewer import Viewer
from db.codes import TRUST_ITEMS, TrustMode
from db.inputs.results import ResultFilter
from db.measures.base import agencies_of, frame
from db.measures.trust_answers import BY_OPEN_LINK, OF_USERS, Place, Told, answers
from db.measures.trust_history import Answers
from db.measures.trust_sexes import together
from db.models import Programme, TrustFieldwork, TrustResponse, TrustWave, TrustWaveAgency
from db.models.base import Query
from db.statistics import share_of

#: The id that stands for all agencies together.
ALL_AGENCIES = 0
#: What may be told of a cell: nothing, its numbers with a warning, or its numbers.
HIDDEN, INDICATIVE, SHOWN = "hidden", "indicative", "shown"


class Cell(NamedTuple):
    """One row of ``by_item``."""

    wave: int
    agency_id: int
    item: str
    quality: str
    n: int | None = None
    trusting: int | None = None
    neutral: int | None = None
    not_trusting: int | None = None
    share_trusting: float | None = None
    mean: float | None = None
    lower: float | None = None
    upper: float | None = None
    dont_know: int | None = None
    refused: int | None = None
    not_applicable: int | None = None


def by_item(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """One row a wave (that touches the period), agency (0: all that are shown together) and item;
    only agencies where the wave was asked.

    ``quality`` is ``hidden`` (then no number is there) under 10 valid answers, or where a filter by
    sex would reveal fewer than 10 other answers; ``indicative`` under 30, else ``shown``.
    """
    return in_table(cells(session, wanted, viewer=viewer))


def in_table(rows: Sequence[Cell]) -> pd.DataFrame:
    """Cells as ``by_item`` gives them."""
    return pd.DataFrame(rows, columns=list(Cell._fields))


def cells(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> list[Cell]:
    """The rows of ``by_item``."""
    agencies = sorted(agencies_of(session, wanted, viewer))
    limits = session.exec(select(Programme)).one()
    waves = _waves(session, wanted)
    found = answers(session, agencies=agencies, waves=waves)
    asked_in = _asked_in(session, waves) | {(place.wave, place.agency_id) for place in found}
    rows = []
    for wave in waves:
        for item in TRUST_ITEMS:
            together = Answers()
            for agency in [each for each in agencies if (wave, each) in asked_in]:
                told = found.get(Place(wave, agency, item))
                cell = told and _shown(told, wanted.sexes, limits.trust_hidden_below)
                together += cell or Answers()
                rows.append(_row(Place(wave, agency, item), cell, limits))
            everybody = together if together.n else None
            rows.append(_row(Place(wave, ALL_AGENCIES, item), everybody, limits))
    return rows


def _shown(told: Told, sexes: frozenset[str], least: int) -> Answers | None:
    """The answers that a filter by sex (empty: everybody) takes, or none where they are hidden."""
    if not sexes:
        return told.everybody if told.everybody.n >= least else None
    asked = sexes & frozenset().union(*told.by_sex)

    def of(part: frozenset[str]) -> Answers:
        return sum((cell for each, cell in told.by_sex.items() if each <= part), Answers())

    taken: list[Answers] = []
    every = together(told.by_sex, lambda each: of(each).asked, lambda each: of(each).asked >= least)
    for part in every:
        cell = of(part)
        if cell.n < least or (asked & part and not part <= asked):
            return None
        if part <= asked:
            taken.append(cell)
    return sum(taken, Answers()) if taken else None


def _row(place: Place, cell: Answers | None, limits: Programme) -> Cell:
    if cell is None:
        return Cell(*place, HIDDEN)
    share = share_of(cell.trusting, cell.n)
    row = Cell(
        *place,
        INDICATIVE if cell.n < limits.trust_indicative_below else SHOWN,
        n=cell.n,
        trusting=cell.trusting,
        share_trusting=share.share,
        lower=share.lower,
        upper=share.upper,
    )
    if cell.only_classes:
        return row
    return row._replace(
        neutral=cell.neutral,
        not_trusting=cell.n - cell.trusting - cell.neutral,
        mean=cell.total / cell.n,
        dont_know=cell.dont_know,
        refused=cell.refused,
        not_applicable=cell.not_applicable,
    )


def _asked_in(session: Session, waves: list[int]) -> set[tuple[int, int]]:
    """The waves, by number, and the agencies of each."""
    query: Query = (
        sa.select(col(TrustWave.number), col(TrustWaveAgency.agency_id))
        .join(TrustWaveAgency, col(TrustWaveAgency.wave_id) == col(TrustWave.id))
        .where(col(TrustWave.number).in_(waves))
    )
    return {(wave, agency) for wave, agency in session.execute(query)}


def _waves(session: Session, wanted: ResultFilter) -> list[int]:
    query = (
        select(TrustWave.number)
        .where(TrustWave.starts_on <= wanted.end, TrustWave.ends_on >= wanted.start)
        .order_by(col(TrustWave.number))
    )
    return list(session.exec(query))


def waves(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``wave``, ``starts_on``, ``ends_on``, ``is_over``, ``answered`` (at the agencies of the
    filter; of a wave that is not over up to yesterday, in steps of ten), ``reopened_on`` and
    ``reopen_reason`` for each wave that touches the period and has begun."""
    agencies, day = agencies_of(session, wanted, viewer), today(session)
    query: Query = (
        sa.select(
            col(TrustWave.number),
            col(TrustWave.starts_on),
            col(TrustWave.ends_on),
            sa.func.count(col(TrustResponse.id)),
            col(TrustWave.reopened_on),
            col(TrustWave.reopen_reason),
        )
        .outerjoin(
            TrustResponse,
            sa.and_(
                col(TrustResponse.wave_id) == col(TrustWave.id),
                col(TrustResponse.agency_id).in_(agencies),
                col(TrustResponse.mode) != TrustMode.OPEN_LINK,
                *as_of_yesterday(session),
            ),
        )
        .where(col(TrustWave.number).in_(_waves(session, wanted)), col(TrustWave.starts_on) <= day)
        .group_by(col(TrustWave.id))
        .order_by(col(TrustWave.number))
    )
    rows = []
    for wave, starts_on, ends_on, answered, *reopened in session.execute(query):
        is_over = ends_on < day
        told = answered if is_over else in_steps(answered)
        rows.append((wave, starts_on, ends_on, is_over, told, *reopened))
    names = ["wave", "starts_on", "ends_on", "is_over", "answered", "reopened_on", "reopen_reason"]
    return pd.DataFrame(rows, columns=names).astype({"is_over": bool})


def left_out(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``wave``, ``flagged``: answers left out of a whole wave, whatever the filter, so that no two
    filters reveal those of one agency; in blocks of whole days while the wave is open. Missing
    where only one agency has answers and too few of them are valid to be shown.
    """
    agencies = agencies_of(session, replace(wanted, agencies=frozenset()), viewer)
    least = session.exec(select(Programme)).one().trust_hidden_below
    until = today(session) - timedelta(days=1)
    query = select(TrustWave).where(col(TrustWave.number).in_(_waves(session, wanted)))
    rows = []
    for wave in session.exec(query.order_by(col(TrustWave.number))):
        found = _flags(session, wave, agencies)
        told = last_batch([each.stay for each in found], rounds_of(wave), until)
        standing = [each for each in found if told and each.stay.stands(told)]
        flagged = sum(each.stay.number for each in standing if each.is_flagged)
        others = sum(each.stay.number for each in standing if not each.is_flagged)
        if standing:
            is_told = len({each.agency_id for each in standing}) > 1 or others >= least
            rows.append((wave.number, flagged if is_told else None))
    return pd.DataFrame(rows, columns=["wave", "flagged"])


class _Flags(NamedTuple):
    stay: Stay
    agency_id: int
    is_flagged: bool


def _flags(session: Session, wave: TrustWave, agencies: frozenset[int]) -> list[_Flags]:
    keys = [
        col(TrustResponse.entered_at),
        col(TrustResponse.voided_at),
        col(TrustResponse.agency_id),
        col(TrustResponse.conflict_of_interest),
    ]
    query = (
        sa.select(sa.func.count(), *keys)
        .where(
            col(TrustResponse.wave_id) == wave.id,
            col(TrustResponse.agency_id).in_(agencies),
            *OF_USERS,
        )
        .group_by(*keys)
    )
    stay = stays(session)
    return [
        _Flags(stay(entered, struck, number), agency, is_flagged)
        for number, entered, struck, agency, is_flagged in session.execute(query)
    ]


def by_open_link(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``wave``, ``answers``: those by open links, of a whole wave and up to yesterday, in steps of
    ten while the wave is open; in no figure and no cell (``docs/trust.md#open-links``)."""
    agencies = agencies_of(session, replace(wanted, agencies=frozenset()), viewer)
    wave, day = col(TrustWave.number), today(session)
    query: Query = (
        sa.select(wave, col(TrustWave.ends_on), sa.func.count())
        .join(TrustResponse, col(TrustWave.id) == col(TrustResponse.wave_id))
        .where(
            col(TrustResponse.agency_id).in_(agencies),
            *BY_OPEN_LINK,
            *as_of_yesterday(session),
            wave.in_(_waves(session, wanted)),
        )
        .group_by(wave, col(TrustWave.ends_on))
        .order_by(wave)
    )
    rows = [
        (number, count if ends_on < day else in_steps(count))
        for number, ends_on, count in session.execute(query)
    ]
    return pd.DataFrame([each for each in rows if each[1]], columns=["wave", "answers"])


def fieldwork(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``wave``, ``agency_id``, ``approached``, ``refused`` (at the door), of waves that are over:
    of one that is open these numbers move with each person."""
    wave, agency = col(TrustWave.number), col(TrustFieldwork.agency_id)
    query: Query = (
        sa.select(
            wave.label("wave"), agency, col(TrustFieldwork.approached), col(TrustFieldwork.refused)
        )
        .join(TrustWave, col(TrustWave.id) == col(TrustFieldwork.wave_id))
        .where(
            agency.in_(agencies_of(session, wanted, viewer)),
            wave.in_(_waves(session, wanted)),
            col(TrustWave.ends_on) < today(session),
        )
        .order_by(wave, agency)
    )
    return frame(session, query)
