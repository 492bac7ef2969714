"""Why an agency has more or fewer: the difference, shared out over what makes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
import streamlit as st

from components.cards import card as cards
from components.cards.card import Card
from components.cards.charts.theme import Spec
from components.cards.charts.waterfall import waterfall
from components.language import i18n, percents
from components.reads import figures, reference
from components.results import file_parts, layout
from components.results.common import Asked, agency, span
from db.inputs.decomposition import FAIR_OVER_TIME, Against, DecompositionFilter, Step
from db.measures import decomposition as measure
from db.measures.decomposition import Chain, Decomposition, Factor, Reason
from db.measures.shortfall import STEPS
from db.statistics.decomposition import in_tenths

#: Paces are told for so many days of agents.
PER_DAYS = 100


class Asks(NamedTuple):
    """What is asked: which people, and compared with what."""

    step: Step
    against: Against


def first_step(behind: Sequence[str]) -> Step | None:
    """The people to look at first, by the codes of the indicators that are behind."""
    return next((STEPS[each] for each in behind if each in STEPS), None)


def draw(asked: Asked, agency_id: int, behind: Sequence[str]) -> None:
    """The choice of people and of the other side, then the card."""
    st.subheader(i18n.t("why.title"), anchor="why")
    if behind:
        st.caption(i18n.t("why.no_target"))
    asks = _choose(asked, agency_id, first_step(behind) or Step.TRAINING)
    if asks is None:
        return
    made = file_parts.signed(asked, card(asked, agency_id, asks))
    cards.grid([made], lambda each: layout.context(asked, each), key="cards_why", across=1)


def _sides(asked: Asked) -> list[Against]:
    """Whoever does not see every agency compares with the time before alone."""
    sides = list(Against)
    if not asked.sees_every_agency:
        sides.remove(Against.MEAN)
    if asked.compared is None:
        sides.remove(Against.BEFORE)
    return sides


def _choose(asked: Asked, agency_id: int, wanted: Step) -> Asks | None:
    """The other side, and which people: at first those of an indicator that is behind."""
    sides = _sides(asked)
    if not sides:
        has_begun = asked.wanted.start <= reference.today()
        st.info(
            i18n.t("why.no_side" if has_begun else "why.nothing"), icon=":material/hourglass_empty:"
        )
        return None
    with st.container(horizontal=True, key="why_asks"):
        against = st.segmented_control(
            i18n.t("why.with"),
            [each.value for each in sides],
            format_func=lambda each: i18n.t(f"why.against.{each}"),
            default=sides[0].value,
            required=True,
            key="why_against",
        )
        side = Against(against or sides[0])
        steps = [each for each in Step if side is Against.MEAN or each in FAIR_OVER_TIME]
        first = wanted if wanted in steps else Step.MET
        step = st.segmented_control(
            i18n.t("why.count"),
            [each.value for each in steps],
            format_func=lambda each: i18n.t(f"why.step.{each}"),
            default=first.value,
            required=True,
            key=f"why_step_{side}_{agency_id}",
        )
    return Asks(Step(step or first), side)


def card(asked: Asked, agency_id: int, asks: Asks) -> Card:
    """From the other side's number to the agency's own, step by step."""
    told = _shared_out(asked, agency_id, asks)
    side, has_sum = _side(told, asks), _has_sum(told)
    readings = [i18n.t("why.sum"), i18n.t("why.period", span=span(told.period))]
    if asks.step in (Step.TRAINING, Step.WAGE):
        readings.append(i18n.t("why.so_far"))
    return Card(
        key=f"why_{asks.step.lower()}_{asks.against}",
        headline=_headline(told, agency_id, asks),
        note=f"{i18n.t('unit.persons')} · n = {i18n.number(told.own.met)} · {side}",
        reading=" · ".join(readings),
        warning=i18n.t("why.limits"),
        table=_table(told, agency_id, side),
        spec=_chart(told, agency_id, side) if has_sum else None,
        empty="" if has_sum else reason(told) if told.parts else i18n.t("why.nothing"),
        uncut=True,
    )


def _shared_out(asked: Asked, agency_id: int, asks: Asks) -> Decomposition:
    """Worked out once, whoever tells it."""
    period = asked.wanted.start, asked.wanted.end
    wanted = DecompositionFilter(agency_id, *period, asks.step, asks.against)
    return figures.measured(measure.decomposed, asked.viewer, wanted, asked.version)


def _has_sum(told: Decomposition) -> bool:
    return bool(told.parts) and bool(told.own.went or told.other.went)


def _headline(told: Decomposition, agency_id: int, asks: Asks) -> str:
    return i18n.t(
        "why.headline",
        step=i18n.t(f"why.step.{asks.step}"),
        agency=agency(agency_id),
        own=i18n.number(told.own.went),
        other=_decimal(float(told.expected)),
        side=_side(told, asks),
        reason=reason(told),
    )


def _side(told: Decomposition, asks: Asks) -> str:
    if asks.against is Against.BEFORE:
        return i18n.t("why.side.before")
    return i18n.tn("why.side.mean", told.agencies)


def reason(told: Decomposition) -> str:
    """The heaviest factor with its numbers on both sides, or why none is named."""
    if told.reason in (Reason.DAYS, Reason.PACE, Reason.SHARE):
        way = "more" if told.difference > 0 else "fewer"
        factor = Factor(told.reason.value)
        own = _factor(told.own, factor, 1)
        other = _factor(told.other, factor, told.agencies)
        return i18n.t(f"why.reason.{factor}.{way}", own=own, other=other)
    return i18n.t(f"why.reason.{told.reason}")


def _factor(chain: Chain, factor: Factor, agencies: int) -> str:
    """A factor of one side: days of agents, people met per 100 of them, the share who went on."""
    if factor is Factor.DAYS:
        return _decimal(chain.days / 100 / (agencies or 1))
    if factor is Factor.PACE:
        return _decimal(PER_DAYS * 100 * chain.met / chain.days) if chain.days else "—"
    return percents.written(chain.went, chain.met)


def _decimal(value: float) -> str:
    return i18n.number(value, 1)


def _tenths(told: Decomposition) -> tuple[int, dict[Factor, int]]:
    total, parts = in_tenths(told.difference, list(told.parts.values()))
    return total, dict(zip(told.parts, parts, strict=True))


def _table(told: Decomposition, agency_id: int, side: str) -> pd.DataFrame:
    """A row a factor on both sides with what it adds; the last is the difference itself."""
    total, parts = _tenths(told)
    rows = [
        (
            i18n.t(f"why.factor.{each}"),
            _factor(told.own, each, 1),
            _factor(told.other, each, told.agencies),
            part / 10,
        )
        for each, part in parts.items()
    ]
    rows.append(
        (i18n.t("why.difference"), i18n.number(told.own.went), _decimal(float(told.expected)),
         total / 10)
    )  # fmt: skip
    names = [i18n.t("agency.column.figure"), agency(agency_id), side, i18n.t("why.adds")]
    return pd.DataFrame(rows, columns=names)


def _chart(told: Decomposition, agency_id: int, side: str) -> Spec:
    at = float(told.expected)
    rows: list[tuple[str, float, float, str, bool]] = [(side, 0.0, at, _decimal(at), True)]
    _, tenths = _tenths(told)
    for factor, part in told.parts.items():
        after = at + float(part)
        text = i18n.signed(tenths[factor] / 10)
        rows.append((i18n.t(f"why.factor.{factor}"), at, after, text, False))
        at = after
    own = told.own.went
    rows.append((agency(agency_id), 0.0, float(own), i18n.number(own), True))
    drawn = pd.DataFrame(rows, columns=["label", "start", "end", "text", "is_sum"])
    return waterfall(drawn, unit=i18n.t("unit.persons"), place=i18n.t("agency.column.figure"))
