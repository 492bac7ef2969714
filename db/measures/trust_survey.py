"""What the cells of the trust measure say together: drivers, and changes between two waves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import fmean
from typing import NamedTuple

import pandas as pd
from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import DRIVER_ITEMS, TRUST_ITEMS
from db.inputs.results import ResultFilter
from db.measures.trust import ALL_AGENCIES, HIDDEN, Cell, cells, in_table
from db.models import TrustWave
from db.statistics.stratified import (
    Stratum,
    change_together,
    comparisons,
    detectable_together,
)

#: The item that stands for the plain average of the drivers.
AVERAGE = "SDG"
#: How many trust, and of how many.
_Part = tuple[int, int]


class Survey(NamedTuple):
    """All that the waves of a period say, read once."""

    items: pd.DataFrame
    drivers: pd.DataFrame
    changes: pd.DataFrame


def survey(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Survey:
    """The cells of ``by_item``, and what follows from them: no change is told of a wave that is
    still running. One wave alone is compared with the one before it, which the period need not
    touch."""
    rows = cells(session, wanted, viewer=viewer)
    shown = [each for each in rows if each.quality != HIDDEN]
    ended = col(TrustWave.ends_on) < today(session)
    over = {each.number: each for each in session.exec(select(TrustWave).where(ended))}
    found = [each for each in rows if each.wave in over]
    before = _before({each.wave for each in found}, over)
    if before is not None:
        touched = replace(wanted, start=before.starts_on, end=before.ends_on)
        earlier = cells(session, touched, viewer=viewer)
        found = [*(each for each in earlier if each.wave == before.number), *found]
    changes = _changes([each for each in found if each.quality != HIDDEN])
    return Survey(
        in_table(rows),
        pd.DataFrame(_drivers(shown), columns=list(_Agreed._fields)),
        pd.DataFrame(changes, columns=list(_Compared._fields)),
    )


def _before(waves: set[int], over: Mapping[int, TrustWave]) -> TrustWave | None:
    """The wave before the only one that a period has of those that are over."""
    earlier = [each for each in over if each < min(waves)] if len(waves) == 1 else []
    return over[max(earlier)] if earlier else None


class _Agreed(NamedTuple):
    """One row of ``_drivers``."""

    wave: int
    agency_id: int
    item: str
    share: float
    n: int


def _drivers(shown: Sequence[Cell]) -> list[_Agreed]:
    """Shares agreeing with each driver and their plain average (item ``SDG``, SDG 16.6.2), of cells
    that are not hidden."""
    parts = [
        _Agreed(each.wave, each.agency_id, each.item, each.share_trusting, each.n)
        for each in shown
        if each.item in DRIVER_ITEMS and each.n is not None and each.share_trusting is not None
    ]
    places: dict[tuple[int, int], list[_Agreed]] = defaultdict(list)
    for part in parts:
        places[part.wave, part.agency_id].append(part)
    averages = [
        _Agreed(*place, AVERAGE, fmean(each.share for each in some), min(each.n for each in some))
        for place, some in sorted(places.items())
        if len(some) == len(DRIVER_ITEMS)
    ]
    return parts + averages


class _Compared(NamedTuple):
    """One row of ``_changes``."""

    agency_id: int
    item: str
    from_wave: int
    to_wave: int
    difference: float
    lower: float
    upper: float
    p_value: float
    is_change: bool
    detectable: float | None


def _changes(shown: Sequence[Cell]) -> list[_Compared]:
    """The last two waves shown of an item compared: ``agency_id``, ``item``, ``from_wave``,
    ``to_wave``, ``difference`` (of shares), ``lower``, ``upper``, ``p_value``, ``is_change``,
    ``detectable`` (80 % power): all at 5 % over the rows told side by side (Bonferroni), all
    together among them, so that interval and word agree. Only agencies shown in both waves are
    compared; all together are these, each with one weight in both waves
    (``statistics.stratified``), so that it says nothing of agencies that are hidden.
    """
    found: dict[str, dict[int, dict[int, _Part]]] = defaultdict(lambda: defaultdict(dict))
    for each in shown:
        if each.n is not None and each.trusting is not None and each.agency_id != ALL_AGENCIES:
            found[each.item][each.wave][each.agency_id] = each.trusting, each.n
    newest = {}
    for item in TRUST_ITEMS:
        waves = sorted(found[item])[-2:]
        if len(waves) == 2:
            newest[item] = waves, _both(*(found[item][each] for each in waves))
    agencies = {each for _, both in newest.values() for each in both}
    tests = comparisons(len(agencies))
    return [
        row
        for item, ((first, second), both) in newest.items()
        for row in _compared(item, both, (first, second), tests)
    ]


def _both(first: dict[int, _Part], second: dict[int, _Part]) -> dict[int, Stratum]:
    """The counts of the agencies shown in both waves."""
    return {each: (*first[each], *second[each]) for each in first if each in second}


def _compared(
    item: str, both: dict[int, Stratum], waves: tuple[int, int], tests: int
) -> Iterator[_Compared]:
    everybody = tuple(both.values())
    told = {**{each: (own,) for each, own in both.items()}, ALL_AGENCIES: everybody}
    for agency, strata in told.items():
        found = change_together(strata, tests=tests)
        if found:
            power = detectable_together(strata, tests=tests)
            yield _Compared(agency, item, *waves, *found[:4], found.is_change, power)
