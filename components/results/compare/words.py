"""What is compared with, in words, and why it cannot be."""

from __future__ import annotations

from components.language import i18n
from components.reads import reference
from components.results.common import Asked, agency
from db.inputs.results import Against, Other, ResultFilter, earlier, months_back
from db.measures import presence


def name(against: Other) -> str:
    """A few words, to stand beside a figure."""
    if isinstance(against, Against):
        return i18n.t(f"compare.name.{against}")
    return agency(against)


def in_words(filters: str, against: Other) -> str:
    """The filters of a page in one line, and what its figures are compared with."""
    if against is Against.NOTHING:
        return filters
    return f"{filters} · {i18n.t('compare.chosen', other=name(against))}"


def other(asked: Asked) -> ResultFilter:
    """The time or place of the other figures: of a time as many days as have come, of a place the
    same days; of the mean all places."""
    if back := months_back(asked.wanted, asked.against):
        return earlier(asked.running_part, back)
    is_mean = isinstance(asked.against, Against)
    return asked.at(frozenset() if is_mean else frozenset({int(asked.against)}))


def own(asked: Asked) -> ResultFilter:
    """The days of the page's own figures that are put beside it."""
    return asked.running_part if months_back(asked.wanted, asked.against) else asked.wanted


def with_agent(asked: Asked) -> dict[int, int]:
    """The agencies that had an agent in the period."""
    return asked.measured(presence.agent_days, asked.at(frozenset()))


def prevented(asked: Asked) -> str:
    """Why there is nothing to compare with, in a sentence; empty where there is."""
    began = reference.programme().starts_on
    if asked.against is Against.MEAN:
        return i18n.t("compare.no_mean") if len(with_agent(asked)) < 2 else ""
    if not isinstance(asked.against, Against):
        is_there = asked.against in with_agent(asked)
        return "" if is_there else i18n.t("compare.no_agent", agency=agency(asked.against))
    if months_back(asked.wanted, asked.against):
        if asked.wanted.start > reference.today():
            return i18n.t("compare.to_come")
        return i18n.t("compare.too_early", day=began) if other(asked).end < began else ""
    return ""


def never(asked: Asked, key: str, **said: str) -> str:
    """The sentence on why a chart is never compared, where something was asked for."""
    return "" if asked.against is Against.NOTHING else i18n.t(key, **said)


def is_whole(asked: Asked) -> bool:
    """Whether the programme ran in all of the other time, so that sums can be compared."""
    back = months_back(asked.wanted, asked.against)
    return not back or other(asked).start >= reference.programme().starts_on
