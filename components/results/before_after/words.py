"""What is said of one agency's register: never more than its interval carries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil, floor
from typing import Literal

from components.language import i18n
from components.results.common import agency, listed
from db.measures.before_after import Series
from db.statistics.interrupted_time_series import LEAST_MONTHS, Bend, Effect
from db.statistics.rounding import percent as rounded

#: Without a model: ``early`` until the agent has been there long enough, or ``gone`` if there is
#: none any more; and then too ``few`` people, a register that was received for too ``short`` a
#: time, or ``none``.
UNTOLD = ("early", "gone", "few", "short", "none")
#: Where the trend of the months before is not that of the months since, and a step says nothing.
BENT = ("upwards", "downwards")
#: So many agencies are told with their numbers in a sentence.
FEW = 6
#: In the order in which a headline tells them.
VERDICTS = ("more", "fewer", *BENT, "unclear", *UNTOLD)
Form = Literal["between", "from_to"]
#: Left to right, whatever stands around it.
_ISOLATED = "\u2066{}\u2069"


def verdict(series: Series) -> str:
    """Which of ``VERDICTS`` is told of it."""
    if series.change is not None:
        return series.change.verdict
    before, after = series.before, series.after
    if not series.months:
        return "none"
    if after.months + after.missing < LEAST_MONTHS:
        return "gone" if series.left_on else "early"
    return "short" if min(before.months, after.months) < LEAST_MONTHS else "few"


def by_verdict(series: Iterable[Series]) -> dict[str, list[Series]]:
    """The agencies with an agent by what is told of them, in the order of ``VERDICTS``."""
    ours = [each for each in series if each.has_agent]
    found = {each: [one for one in ours if verdict(one) == each] for each in VERDICTS}
    return {each: agencies for each, agencies in found.items() if agencies}


def named(series: Sequence[Series]) -> str:
    """Agencies by name and, as long as they are few, each with its change and interval; where none
    is shown, the interval alone."""
    if len(series) > FEW or any(each.change is None for each in series):
        return listed(agency(each.agency_id) for each in series)
    told = [
        i18n.t("before_after.changed", agency=agency(each.agency_id), what=changed(each))
        for each in series
    ]
    return i18n.t("before_after.and").join(told)


def changed(series: Series) -> str:
    """The change of one that has a model, between the ends of its interval."""
    change = series.change
    if change is None or not (change.bend or change).at_least:
        return what(series)
    if change.bend is None:
        return _between("change", change)
    return _bent(change.bend, _between("trend_change", change.bend))


def _between(key: str, effect: Effect) -> str:
    lower, upper = map(percent, effect.percent)
    middle = percent(rounded(effect.ratio - 1))
    return i18n.t(f"before_after.what.{key}", change=middle, lower=lower, upper=upper)


def what(series: Series, form: Form = "between") -> str:
    """What is told of it, to stand within a sentence or, ``from_to``, in little room."""
    if series.change is None:
        return _untold(series)
    if series.change.bend is not None:
        return _trend(series.change.bend)
    if series.change.at_least:
        return i18n.t("before_after.what.least", least=percent(series.change.at_least))
    lower, upper = map(percent, series.change.percent)
    return i18n.t(f"before_after.what.{form}", lower=lower, upper=upper)


def _trend(bend: Bend) -> str:
    """How much the trend bent at least; or what alone is clear, if anything."""
    if bend.at_least:
        return _bent(bend, i18n.t("before_after.what.trend", least=percent(bend.at_least)))
    if bend.level.at_least:
        return _bent(bend, i18n.t("before_after.what.trend_unclear"))
    return i18n.t("before_after.what.mixed")


def _bent(bend: Bend, trend: str) -> str:
    """A trend, after the change at the arrival itself where there was one: what came with the agent
    and then wore off must not be told as a fall alone."""
    if not bend.level.at_least:
        return trend
    level = i18n.t("before_after.what.least", least=percent(bend.level.at_least))
    return i18n.t("before_after.what.then", level=level, trend=trend)


def _untold(series: Series) -> str:
    """How many months there are, on the side that has fewer or where the agent left; or that they
    count too few people."""
    if not series.months:
        return i18n.t("before_after.what.none")
    before, after = series.before, series.after
    side, half = min((("before", before), ("after", after)), key=lambda each: each[1].months)
    if verdict(series) == "gone":
        return i18n.tn("before_after.what.gone", after.months)
    if half.months < LEAST_MONTHS:
        return i18n.tn(f"before_after.what.{side}", half.months)
    return i18n.t("before_after.what.few")


def percent(points: float) -> str:
    """A change in whole percent, with its sign on its left in Arabic too."""
    text = f"{i18n.sign(points) if points else ''}{i18n.percent(abs(points) / 100)}"
    return _ISOLATED.format(text) if i18n.is_rtl() else text


def a_month(series: Series) -> str:
    """How many more or fewer a month, from the one end of the interval to the other."""
    change, after = series.change, series.after
    if change is None:
        return ""
    mean = after.events / after.months
    ends = (
        floor(mean * (1 - 1 / change.lower)),
        ceil(mean * (1 - 1 / change.upper)),
    )
    lower, upper = (i18n.signed(end) if end else i18n.number(0) for end in ends)
    return i18n.t("before_after.what.between", lower=lower, upper=upper)


def told(series: Iterable[Series]) -> str:
    """Each agency with what is told of it, one after the other."""
    return listed(one(each, what(each)) for each in series)


def one(series: Series, words: str) -> str:
    """An agency, and some words on it."""
    return i18n.t("before_after.one", agency=agency(series.agency_id), what=words)


def asks(series: Series) -> Iterator[str]:
    """What to ask the agency for, where nothing can be said."""
    if series.day is None or not series.has_agent or series.change is not None:
        return
    named = {"agency": agency(series.agency_id), "day": i18n.day(series.day, "medium")}
    if not series.months:
        yield i18n.t("before_after.ask.all", **named)
        return
    missing = series.before.missing + series.after.missing
    if missing:
        yield i18n.tn("before_after.ask.missing", missing, **named)
    if series.left_on is not None and verdict(series) == "gone":
        since = i18n.day(series.left_on, "medium")
        yield i18n.t("before_after.ask.gone", **(named | {"day": since}))
        return
    for key, half in (("before", series.before), ("wait", series.after)):
        if (more := half.wanted - half.missing) > 0:
            yield i18n.tn(f"before_after.ask.{key}", more, **named)
