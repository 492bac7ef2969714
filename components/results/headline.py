"""A figure of the overview: its value, its change or what it is compared with, and its meaning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from components.language import i18n, percents
from components.reads import reference
from components.results.common import Asked, in_points, span
from components.results.compare import figures as beside
from db.inputs.results import Against, Comparison, month_ends, whole_months
from db.measures.base import Figure
from db.measures.overview import HISTORY, Headline
from db.measures.together import HEADLINES
from db.statistics import Trend, change, trend

Headlines = Mapping[str, Headline]
#: A figure as ``st.metric`` wants it.
Told = Mapping[str, Any]
#: Of first rank; trust, which is asked in waves, stands beside them.
FIRST = ("people_seen", "enrolled", "wage")
#: The persons of the period before had more time: no change is shown.
UNFAIR = beside.UNFAIR
#: Counts agents: filters by sex or age do not apply.
UNCUT = "agents_in_post"


def _spans(asked: Asked, name: str) -> Comparison | None:
    return None if name == UNFAIR else asked.compared


def compared(found: Headlines) -> set[str]:
    """The figures whose change is tested, side by side on one page; agents are no sample."""
    return {name for name, each in found.items() if name != UNFAIR and each.now.counts != "agents"}


def told(asked: Asked, name: str, headline: Headline, tests: set[str]) -> Told:
    """One figure, made with the page; small ones have neither box nor line."""
    spans = _spans(asked, name)
    is_changed = asked.against is Against.NOTHING
    is_judged = is_changed and spans is not None and spans.is_over and name in tests
    moved = moved_by(headline, len(tests), spans.time) if is_judged and spans else "steady"
    now, is_first = headline.now, name in FIRST
    return {
        "label": i18n.t(f"figure.{name}"),
        "value": _written(now),
        "delta": changed(asked, name, headline) or None,
        "delta_color": "normal" if moved != "steady" else "off",
        "delta_arrow": "auto" if moved != "steady" else "off",
        "help": meaning(asked, name, headline),
        "border": is_first,
        "height": "stretch",
        "chart_data": _sparkline(asked, headline) if is_first else None,
    }


def _sparkline(asked: Asked, headline: Headline) -> list[float] | None:
    """The whole months of the programme that have a value; no line for fewer than three."""
    began = reference.programme().starts_on
    months = month_ends(whole_months(asked.wanted, reference.today(), HISTORY))
    told = zip(months, headline.series, strict=True)
    known = [each for (_, last), each in told if each is not None and last >= began]
    return known if len(known) > 2 else None


def _written(figure: Figure) -> str:
    if figure.numerator is not None:
        return percents.written(figure.numerator, figure.denominator)
    return "—" if figure.value is None else i18n.number(int(figure.value))


def _is_of_few(*figures: Figure) -> bool:
    """Whether one is a share of few, which is neither said in percent nor compared."""
    return any(each.numerator is not None and percents.is_few(each.denominator) for each in figures)


def moved_by(headline: Headline, tests: int, time: float = 0.5) -> Trend:
    """Whether a figure rose or fell, at 5 % shared out over so many tests; ``time``: see
    ``statistics.trend``."""
    now, before = headline.so_far or headline.now, headline.before
    if before is None or _is_of_few(now, before):
        return "steady"
    if now.numerator is None:
        told, earlier = int(now.value or 0), int(before.value or 0)
        spread = told + earlier + headline.together
        return trend(told, earlier, tests=tests, time=time, spread=spread)
    of_before, of_now = before.denominator or 0, now.denominator or 0
    found = change(before.numerator or 0, of_before, now.numerator, of_now, tests=tests)
    if found is None or not found.is_change:
        return "steady"
    return "rise" if found.difference > 0 else "fall"


def _change(headline: Headline, is_share: bool) -> str | None:
    now, before = headline.so_far, headline.before
    if now is None or before is None or now.value is None or before.value is None:
        return None
    if _is_of_few(now, before):
        return None
    difference = now.value - before.value
    if is_share:
        return in_points(difference)
    return i18n.signed(int(difference))


def changed(asked: Asked, name: str, headline: Headline) -> str:
    """What stands below the value: its change against the period before, or the other value that
    was asked for, or why there is none; empty where there is no time before."""
    is_share = headline.now.numerator is not None
    if asked.against is not Against.NOTHING:
        value = beside.values(asked).get(name)
        return "" if value is None else beside.beside(asked, value, is_share=is_share)
    if name == UNFAIR and asked.compared is not None:
        return i18n.t("figure.too_early")
    return (_change(headline, is_share) or "") if _spans(asked, name) else ""


def changes_are(asked: Asked) -> str:
    """What all changes are against, in a few words; empty where none is said, or where each names
    the other value itself."""
    if asked.against is not Against.NOTHING or asked.compared is None:
        return ""
    return i18n.t("figure.changes", earlier=span(asked.compared.before))


def meaning(asked: Asked, name: str, headline: Headline) -> str:
    """What a figure counts, of whom, and what stands below it."""
    now = headline.now
    parts = [i18n.t(f"figure.{name}.what"), i18n.t(f"counts.{now.counts}")]
    if now.numerator is not None:
        parts.append(i18n.t("figure.of", part=now.numerator, whole=now.denominator))
    if asked.wanted.cuts_people and name == UNCUT:
        parts.append(i18n.t("figure.uncut"))
    parts += _compared(asked, name, now.numerator is not None)
    if name in FIRST:
        parts.append(i18n.t("figure.months"))
    return " ".join(parts)


def _compared(asked: Asked, name: str, is_share: bool) -> list[str]:
    if asked.against is not Against.NOTHING:
        return [beside.meaning(asked, beside.values(asked).get(name), is_share=is_share)]
    spans = _spans(asked, name)
    if spans is None:
        return [i18n.t("figure.more_time")] if name == UNFAIR else []
    named = {"span": span(spans.now), "earlier": span(spans.before)}
    chance = "figure.chance_weighed" if name in HEADLINES else "figure.chance"
    judged = i18n.t(chance if spans.is_over else "figure.unfinished")
    return [i18n.t("figure.compared", **named), judged]
