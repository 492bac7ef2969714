"""Referrals: how many, where to, who answers, and how soon."""

from __future__ import annotations

import pandas as pd

from components.cards.card import Card
from components.cards.charts import shapes
from components.language import i18n
from components.reads import labels
from components.results import attention, months, shares
from components.results.common import Asked, of_n, share_text
from components.results.layout import Page
from components.results.months import Counted
from db.measures import referrals
from db.measures.base import Figure
from db.statistics import FEW

SENT = Counted("referrals", "subject.referrals", "unit.referrals", referrals.sent_by_month)
#: The chart shows the places to which most were sent; the table, all.
MOST_PLACES = 12


def build(asked: Asked) -> Page:
    """What was sent by agency and month; then who answers, and how soon."""
    return Page(
        answer=_answer(asked),
        notices=attention.found(asked, "referrals"),
        named=[months.card(asked, SENT), _feedback(asked)],
        more=[],
    )


def _answer(asked: Asked) -> str:
    rows, whole = asked.measure(referrals.by_place), asked.measure(referrals.feedback)
    if not len(rows):
        return i18n.t("headline.no_referral")
    sent = i18n.tn("answer.referred", int(rows["sent"].sum()), served=int(rows["served"].sum()))
    return f"{sent} {_told(whole)}" if whole.denominator else sent


def _told(whole: Figure) -> str:
    return i18n.t(
        "headline.feedback",
        share=share_text(whole.value),
        part=whole.numerator,
        whole=whole.denominator,
    )


def _feedback(asked: Asked) -> Card:
    rows, whole = asked.measure(referrals.by_place), asked.measure(referrals.feedback)
    days = _median_days(asked.measure(referrals.days_to_answer))
    names = [_place(*each) for each in _places(rows)]
    table = pd.DataFrame(
        {
            i18n.t("column.place"): names,
            i18n.t("column.sent"): rows["sent"],
            i18n.t("column.answered"): rows["answered"],
            i18n.t("column.served"): rows["served"],
            i18n.t("column.days_to_answer"): [days.get(each, "—") for each in _places(rows)],
            i18n.t("column.in_time"): rows["in_time"],
            i18n.t("column.denominator"): rows["ripe"],
            **shares.columns(rows),
        }
    )
    ripe = rows.assign(name=names, denominator=rows["ripe"])
    ripe = ripe[ripe["ripe"] > 0].head(MOST_PLACES)
    spec = None
    if len(ripe):
        spec = shapes.intervals(
            shares.chart_rows(ripe, ripe["name"].tolist()),
            unit=i18n.t("unit.percent_answered"),
            place=i18n.t("column.place"),
        )
    return Card(
        key="feedback",
        headline=_told(whole) if whole.denominator else i18n.t("headline.no_feedback"),
        note=of_n("unit.ripe_referrals", whole.denominator or 0),
        table=table,
        spec=spec,
        warning=i18n.t("note.feedback", few=FEW),
    )


def _places(rows: pd.DataFrame) -> list[tuple[int, int]]:
    return list(zip(rows["organisation_id"], rows["to_agency_id"], strict=True))


def _place(organisation_id: int, to_agency_id: int) -> str:
    if organisation_id:
        return labels.organisation(organisation_id)
    return labels.agency(to_agency_id)


def _median_days(rows: pd.DataFrame) -> dict[tuple[int, int], int]:
    """The median of the days to the first answer, by place; of two in the middle, the later."""
    times: dict[tuple[int, int], list[int]] = {}
    for place, days, events in zip(_places(rows), rows["days"], rows["events"], strict=True):
        times.setdefault(place, []).extend([int(days)] * int(events))
    return {place: sorted(each)[len(each) // 2] for place, each in times.items()}
