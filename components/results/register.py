"""What the agencies' own registers say, the only series that is older than the agents."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pandas as pd

from components.cards.card import Card
from components.language import i18n
from components.results.common import Asked, agencies_of, agency, listed, of_n, uncut
from components.results.compare import months as compared
from components.results.compare.months import Shown
from components.results.months import by_month, chart, labelled, not_whole, reading
from db.measures import counts


def card(asked: Asked) -> Card:
    """Persons registered a month; a register that was not received is a gap, never nought."""
    rows = asked.measure(counts.registered_by_month)
    received = rows[rows["value"].notna()]
    total = int(received["value"].sum())
    named = labelled(rows, agencies_of(rows), "value")
    order = [each for each in map(agency, asked.agencies) if each in set(named["series"])]
    headline = i18n.t("headline.no_register")
    if len(received):
        with_agent = int(received[received["agent_since"].notna()]["value"].sum())
        key = "headline.register.all" if 0 < with_agent == total else "headline.register"
        headline = i18n.tn(key, total, with_agent=with_agent)
    of_rows = partial(asked.measured, counts.registered_by_month)
    other = compared.beside(asked, Shown(of_rows, agencies_of, order, "value", is_register=True))
    running = [each for each in asked.running if each in set(named["month"])]
    held = i18n.t("note.registers_held", held=len(received), expected=len(rows))
    note = f"{of_n('unit.persons', total)} · {held} · {i18n.t('note.register')}"
    return Card(
        key="register",
        headline=headline,
        note=uncut(asked, note + _missing(rows)),
        reading=reading(asked, other.reading, not_whole(asked, running)),
        table=by_month(asked, named, order, gaps=True, beside=other.then),
        spec=chart(asked, named, order, "unit.persons", unfinished=asked.running, beside=other.then)
        if total
        else None,
        uncut=True,
    )


def _missing(rows: pd.DataFrame) -> str:
    """How many months each agency has not sent, in the agencies' order."""
    sent = Counter(agency(each) for each in rows.loc[rows["value"].isna(), "agency_id"])
    if not sent:
        return ""
    counted = [
        i18n.t("headline.agency_count", agency=name, count=each) for name, each in sent.items()
    ]
    return " · " + i18n.t("note.registers_missing", agencies=listed(counted))
