"""What the cells of the trust measure say together: drivers, and changes between two waves."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd
from sqlmodel import Session

from db.access.viewer import Viewer
from db.codes import DRIVER_ITEMS
from db.inputs.results import ResultFilter
from db.measures.trust import ALL_AGENCIES, HIDDEN, by_item, waves
from db.statistics import LEVEL, change, detectable

#: The item that stands for the plain average of the drivers.
AVERAGE = "SDG"


class Survey(NamedTuple):
    """All that the waves of a period say, read once."""

    items: pd.DataFrame
    drivers: pd.DataFrame
    changes: pd.DataFrame


def survey(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Survey:
    """The cells of ``by_item``, and what follows from them: no change is told of a wave that is
    still running."""
    rows = by_item(session, wanted, viewer=viewer)
    told = waves(session, wanted, viewer=viewer)
    over = rows["wave"].isin(told.loc[told["is_over"], "wave"])
    return Survey(rows, _drivers(rows), _changes(rows[over]))


def _drivers(rows: pd.DataFrame) -> pd.DataFrame:
    """Shares agreeing with each driver and their plain average (item ``SDG``, SDG 16.6.2).

    Columns: ``wave``, ``agency_id``, ``item``, ``share``, ``n``; only cells that are not hidden.
    """
    kept = rows[rows["item"].isin(DRIVER_ITEMS) & (rows["quality"] != HIDDEN)]
    parts = kept[["wave", "agency_id", "item", "share_trusting", "n"]].rename(
        columns={"share_trusting": "share"}
    )
    whole = [
        (wave, agency, AVERAGE, float(cells["share"].mean()), int(cells["n"].min()))
        for (wave, agency), cells in parts.groupby(["wave", "agency_id"])
        if len(cells) == len(DRIVER_ITEMS)
    ]
    averages = pd.DataFrame(whole, columns=["wave", "agency_id", "item", "share", "n"])
    return averages if parts.empty else pd.concat([parts, averages], ignore_index=True)


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


def _changes(rows: pd.DataFrame) -> pd.DataFrame:
    """The last two waves shown of an item compared: ``agency_id``, ``item``, ``from_wave``,
    ``to_wave``, ``difference`` (of shares), ``lower``, ``upper``, ``p_value``, ``is_change``,
    ``detectable`` (80 % power): all at 5 % over the agencies told side by side (Bonferroni), so
    that interval and word agree. Only agencies
    shown in both waves are compared, and all together are the sum of these.
    """
    newest = {}
    for item, shown in rows[rows["quality"] != HIDDEN].groupby("item", sort=False):
        waves = sorted(shown["wave"].unique())[-2:]
        if len(waves) == 2:
            newest[str(item)] = _both(shown, *waves)
    agencies = {each for both, _ in newest.values() for each in both.index} - {ALL_AGENCIES}
    tests = max(1, len(agencies))
    found = [
        row for item, (both, waves) in newest.items() for row in _compared(item, both, waves, tests)
    ]
    return pd.DataFrame(found, columns=list(_Compared._fields))


def _both(shown: pd.DataFrame, first: int, second: int) -> tuple[pd.DataFrame, tuple[int, int]]:
    """The counts of the agencies shown in both waves, and of all these together."""
    agencies = shown[shown["agency_id"] != ALL_AGENCIES].set_index("agency_id")
    before, after = (
        agencies.loc[agencies["wave"] == wave, ["trusting", "n"]].astype(int)
        for wave in (first, second)
    )
    both = before.join(after, how="inner", lsuffix="_before")
    if len(both):
        both.loc[ALL_AGENCIES] = both.sum()
    return both, (first, second)


def _compared(item: str, both: pd.DataFrame, waves: tuple[int, int], tests: int) -> list[_Compared]:
    made = []
    for agency, counts in zip(both.index, both.to_dict("records"), strict=True):
        n_before, n = counts["n_before"], counts["n"]
        found = change(counts["trusting_before"], n_before, counts["trusting"], n, tests=tests)
        if found:
            is_change = found.p_value < LEVEL / tests
            power = detectable(n_before, n, tests=tests)
            made.append(_Compared(int(agency), item, *waves, *found, is_change, power))
    return made
