"""What the cells of the trust measure say together: drivers, and changes between two waves."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd
from sqlmodel import Session

from db.access.viewer import Viewer
from db.codes import DRIVER_ITEMS
from db.inputs.results import ResultFilter
from db.measures.trust import ALL_AGENCIES, by_item
from db.statistics import LEVEL, change, detectable


class Survey(NamedTuple):
    """All that the waves of a period say, read once."""

    items: pd.DataFrame
    drivers: pd.DataFrame
    changes: pd.DataFrame


def survey(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Survey:
    """The cells of ``by_item``, and what follows from them."""
    rows = by_item(session, wanted, viewer=viewer)
    return Survey(rows, _drivers(rows), _changes(rows))


def _drivers(rows: pd.DataFrame) -> pd.DataFrame:
    """Shares agreeing with each driver and their plain average (item ``SDG``, SDG 16.6.2).

    Columns: ``wave``, ``agency_id``, ``item``, ``share``, ``n``; only cells that are not hidden.
    """
    kept = rows[rows["item"].isin(DRIVER_ITEMS) & (rows["quality"] != "hidden")]
    parts = kept[["wave", "agency_id", "item", "share_trusting", "n"]].rename(
        columns={"share_trusting": "share"}
    )
    whole = [
        (wave, agency, "SDG", float(cells["share"].mean()), int(cells["n"].min()))
        for (wave, agency), cells in parts.groupby(["wave", "agency_id"])
        if len(cells) == len(DRIVER_ITEMS)
    ]
    averages = pd.DataFrame(whole, columns=["wave", "agency_id", "item", "share", "n"])
    return averages if parts.empty else pd.concat([parts, averages], ignore_index=True)


def _changes(rows: pd.DataFrame) -> pd.DataFrame:
    """The last two waves shown of an item compared: ``agency_id``, ``item``, ``from_wave``,
    ``to_wave``, ``difference`` (of shares), ``lower``, ``upper``, ``p_value``, ``is_change`` (at
    5 % over the agencies told side by side, Bonferroni), ``detectable`` (80 % power). Only agencies
    shown in both waves are compared, and all together are the sum of these.
    """
    found = []
    for item, shown in rows[rows["quality"] != "hidden"].groupby("item", sort=False):
        waves = sorted(shown["wave"].unique())[-2:]
        if len(waves) == 2:
            found += _compared(str(item), shown, *waves)
    tests = max(1, len({row[0] for row in found if row[0] != ALL_AGENCIES}))
    rows_out = [(*row[:8], row[7] < LEVEL / tests, row[8]) for row in found]
    return pd.DataFrame(
        rows_out,
        columns=[
            "agency_id",
            "item",
            "from_wave",
            "to_wave",
            "difference",
            "lower",
            "upper",
            "p_value",
            "is_change",
            "detectable",
        ],
    )


def _compared(item: str, shown: pd.DataFrame, first: int, second: int) -> list[tuple[Any, ...]]:
    agencies = shown[shown["agency_id"] != ALL_AGENCIES].set_index("agency_id")
    before, after = (
        agencies.loc[agencies["wave"] == wave, ["trusting", "n"]].astype(int)
        for wave in (first, second)
    )
    both = before.join(after, how="inner", lsuffix="_before")
    if len(both):
        both.loc[ALL_AGENCIES] = both.sum()
    return [
        (int(agency), item, first, second, *_change(*map(int, counts)))
        for agency, *counts in both.itertuples()
    ]


def _change(k1: int, n1: int, k2: int, n2: int) -> tuple[Any, ...]:
    return (*(change(k1, n1, k2, n2) or (None,) * 4), detectable(n1, n2))
