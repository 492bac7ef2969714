"""Referrals: how many, where to, who answers, and how soon."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import partial

import pandas as pd

from components.cards.card import Card
from components.cards.charts import shapes
from components.cards.charts.theme import Spec
from components.cards.charts.then import Then
from components.cards.opening import Opens, Said
from components.language import i18n, percents
from components.results import attention, coordination, months, opens, shares
from components.results.card_cache import card
from components.results.common import Asked, of_n
from components.results.compare import figures as beside
from components.results.compare import parts
from components.results.compare.parts import Parts
from components.results.layout import Page
from components.results.months import Counted
from components.results.places import name, place_code
from db.measures import referrals
from db.measures.base import Figure
from db.statistics.medians import median
from db.statistics.rounding import FEWEST

SENT = Counted(
    "referrals",
    "subject.referrals",
    "unit.referrals",
    referrals.sent_by_month,
    rows="referrals",
)
#: The chart shows the places to which most were sent; the table, all.
MOST_PLACES = 12


def build(asked: Asked) -> Page:
    """What was sent by agency and month; then who answers, and how soon, agency by agency."""
    return Page(
        answer=_answer(asked, has_more=not asked.is_widest),
        written=partial(_answer, asked, has_more=False),
        notices=attention.found(asked, "referrals"),
        named=[card(months.card, asked, SENT), card(feedback, asked)],
        more=[card(coordination.card, asked)],
    )


def _answer(asked: Asked, *, has_more: bool) -> str:
    """Who answers and who does not, then how many are answered, and how many were sent."""
    rows, whole = asked.measure(referrals.by_place), asked.measure(referrals.feedback)
    if not len(rows):
        return i18n.t("headline.no_referral")
    sent = i18n.tn("answer.referred", int(rows["sent"].sum()), served=int(rows["served"].sum()))
    if not whole.denominator:
        return sent
    ways = coordination.ways_of(asked)
    who = coordination.who_answers(ways, has_more=has_more)
    return " ".join(filter(None, (who, _told(whole), sent)))


def _told(whole: Figure) -> str:
    return percents.sentence("headline.feedback", whole.numerator, whole.denominator)


def feedback(asked: Asked) -> Card:
    """Who answered, by place, and how soon."""
    rows, whole = _by_place(asked), asked.measure(referrals.feedback)
    days = _median_days(asked.measure(referrals.days_to_answer))
    names = [name(*each) for each in _places(rows)]
    table = pd.DataFrame(
        {
            i18n.t("column.place"): names,
            i18n.t("column.sent"): rows["sent"],
            i18n.t("column.answered"): rows["answered"],
            i18n.t("column.served"): rows["served"],
            # Missing where too few have answered: a dash among numbers would sort as text.
            i18n.t("column.days_to_answer"): pd.array(
                [days.get(each) for each in _places(rows)], dtype="Int64"
            ),
            i18n.t("column.in_time"): rows["numerator"],
            i18n.t("column.denominator"): rows["denominator"],
            **shares.columns(rows),
        }
    )
    of_all = beside.share(asked, "referrals", "feedback", referrals.feedback)
    other = parts.beside(asked, Parts(_shares, is_share=True, is_split=False))
    return Card(
        key="feedback",
        headline=_told(whole) if whole.denominator else i18n.t("headline.no_feedback"),
        note=of_n("unit.ripe_referrals", whole.denominator or 0),
        table=parts.with_column(table, other.then, i18n.t("column.share"), ["label"]),
        spec=_feedback_chart(rows.assign(name=names), other.then),
        reading=parts.told(of_all, other),
        legend=shares.legend(_drawn(rows)["denominator"], "note.feedback"),
        warning=i18n.t("note.median_of_few", few=FEWEST),
        opens=Opens(figure="feedback", marks={"label": _opens(asked, rows)}),
    )


def _feedback_chart(rows: pd.DataFrame, other: Then | None) -> Spec | None:
    ripe = _drawn(rows)
    if ripe.empty:
        return None
    return shapes.intervals(
        shares.chart_rows(ripe, ripe["name"].tolist()),
        unit=i18n.t("unit.percent_answered"),
        place=i18n.t("column.place"),
        beside=other,
    )


def _by_place(asked: Asked) -> pd.DataFrame:
    """With ``numerator`` and ``denominator``, as shares have them."""
    rows = asked.measure(referrals.by_place)
    return rows.rename(columns={"in_time": "numerator", "ripe": "denominator"})


def _drawn(rows: pd.DataFrame) -> pd.DataFrame:
    """The places to which most were sent, of those that had the time to answer."""
    return rows[rows["denominator"] > 0].head(MOST_PLACES)


def _shares(asked: Asked) -> pd.DataFrame:
    rows = _by_place(asked)
    return parts.of_shares([name(*each) for each in _places(rows)], rows)


def _opens(asked: Asked, rows: pd.DataFrame) -> dict[str, Said]:
    return opens.by(asked, "place", {place_code(*each): name(*each) for each in _places(rows)})


def _places(rows: pd.DataFrame) -> list[tuple[int, int]]:
    return list(zip(rows["organisation_id"], rows["to_agency_id"], strict=True))


def _median_days(rows: pd.DataFrame) -> dict[tuple[int, int], int]:
    """The median of the days to the first answer, by place with at least ten; of two in the middle,
    the later."""
    times: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    for place, days, events in zip(_places(rows), rows["days"], rows["events"], strict=True):
        times[place][int(days)] += int(events)
    return {place: median(each) for place, each in times.items() if each.total() >= FEWEST}
