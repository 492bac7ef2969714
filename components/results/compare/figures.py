"""The other value of a figure that stands alone: of the overview, or a share in a headline."""

from __future__ import annotations

from collections.abc import Mapping

from components.language import i18n, percents
from components.reads.figures import Measure
from components.results.common import Asked, span
from components.results.compare import targets, words
from db.inputs.results import Against, months_back
from db.measures import agencies
from db.measures import overview as headlines
from db.measures.base import Figure
from db.statistics.rounding import half_up

#: Of the overview; who was met last in another period had another time to register in.
UNFAIR = "registered_so_far"


def values(asked: Asked) -> Mapping[str, float | None]:
    """The other value of each headline of the overview; none of those that have none."""
    if asked.against is Against.NOTHING or words.prevented(asked):
        return {}
    if asked.against is Against.TARGET:
        return {each: targets.expected(asked, "overview", each) for each in targets.ON["overview"]}
    if asked.against is Against.MEAN:
        there = words.with_agent(asked)
        people = asked.measured(agencies.people, words.other(asked))
        return {
            name: half_up(sum(each.get(one, 0) for one in there) / len(there), 1)
            for name, each in people.items()
        }
    if not words.is_whole(asked):
        return {}
    found = asked.measured(headlines.figures, words.other(asked))
    is_time = bool(months_back(asked.wanted, asked.against))
    return {
        name: _told(each.now) for name, each in found.items() if not (is_time and name == UNFAIR)
    }


def _told(figure: Figure) -> float | None:
    """Its value; none of a share of few."""
    is_share = figure.numerator is not None
    return None if is_share and percents.is_few(figure.denominator) else figure.value


def beside(asked: Asked, value: float, *, is_share: bool) -> str:
    """ "période précédente : 48"."""
    written = i18n.percent(value) if is_share else i18n.number(value, 1)
    return i18n.t("compare.value", other=words.name(asked.against), value=written)


def meaning(asked: Asked, value: float | None, *, is_share: bool) -> str:
    """The same in a sentence, with the days that are compared, or why nothing is."""
    if why := words.prevented(asked):
        return why
    if value is None:
        is_early = not words.is_whole(asked)
        return i18n.t("compare.partly_sum") if is_early else i18n.t("compare.without")
    said = [f"{beside(asked, value, is_share=is_share)}."]
    if months_back(asked.wanted, asked.against):
        spans = {"span": span(words.own(asked)), "earlier": span(words.other(asked))}
        said.append(i18n.t("figure.compared", **spans))
    if asked.against is Against.TARGET:
        said.append(i18n.t("compare.target_is"))
    return " ".join(said)


def share(asked: Asked, page: str, name: str, measure: Measure[Figure]) -> str:
    """The other value of a share that a headline tells, in a sentence."""
    if asked.against is Against.NOTHING:
        return ""
    if asked.against is Against.MEAN:
        return i18n.t("compare.no_mean_of_shares")
    if asked.against is Against.TARGET:
        value = targets.expected(asked, page, name)
        if value is None:
            return i18n.t("compare.without")
        return f"{beside(asked, value, is_share=True)} · {i18n.t('compare.target_is')}"
    if why := words.prevented(asked):
        return why
    if not words.is_whole(asked):
        return i18n.t("compare.partly_sum")
    figure = asked.measured(measure, words.other(asked))
    if not figure.denominator:
        return i18n.t("compare.without")
    other = words.name(asked.against)
    return percents.sentence("compare.share", figure.numerator, figure.denominator, other=other)
