"""Trust as an indicator reads it: one share, of the last wave of a period that is over.

It is the sum of the agencies' cells that ``trust.by_item`` shows, so that nothing is told here that
is hidden there; a wave that runs is left to the trust page, where its figures move in batches.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from db.access.viewer import Viewer
from db.inputs.results import ResultFilter
from db.measures.base import Figure
from db.measures.trust import ALL_AGENCIES, HIDDEN, by_item, waves


@dataclass(frozen=True, kw_only=True)
class WaveShare(Figure):
    """``ended_on``: the wave's last day; none where none of the period is over."""

    ended_on: date | None


def trusting(session: Session, wanted: ResultFilter, *, viewer: Viewer, item: str) -> WaveShare:
    """The share that trusts or agrees, of the valid answers to an item in the last wave that ended
    in the period, of those that were asked in these agencies; without a value where no wave did, or
    its answers are too few to be shown."""
    told, rows = (each(session, wanted, viewer=viewer) for each in (waves, by_item))
    asked = told["wave"].isin(rows.loc[rows["agency_id"] != ALL_AGENCIES, "wave"])
    over = told[asked & told["is_over"] & told["ends_on"].between(wanted.start, wanted.end)]
    if over.empty:
        return WaveShare(value=None, n=0, counts="events", ended_on=None)
    last = over.sort_values("ends_on").iloc[-1]
    cell = rows[
        (rows["wave"] == last["wave"])
        & (rows["agency_id"] == ALL_AGENCIES)
        & (rows["item"] == item)
    ].iloc[0]
    if cell["quality"] == HIDDEN:
        return WaveShare(value=None, n=0, counts="events", ended_on=last["ends_on"])
    part, n = int(cell["trusting"]), int(cell["n"])
    return WaveShare(
        value=part / n,
        n=n,
        counts="events",
        numerator=part,
        denominator=n,
        ended_on=last["ends_on"],
    )
