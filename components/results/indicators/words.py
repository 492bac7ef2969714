"""How an indicator's value, its state and its place are said."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, NamedTuple

from components.language import i18n, percents
from components.reads import indicator_words
from db.measures import shortfall
from db.measures.indicator import Value
from db.measures.paths import EARLY_DAYS, State
from db.measures.targets import Followed
from db.models import AddsUp
from db.queries.indicators import Sheet

Colour = Literal["green", "blue", "orange", "gray"]
#: The place that is the programme as a whole; in an address nothing names it.
PROGRAMME = 0


class Look(NamedTuple):
    """The sign and colour of a state; its name says it too."""

    icon: str
    colour: Colour


#: In this order they are counted.
LOOKS: dict[State, Look] = {
    State.BEHIND: Look(":material/trending_down:", "orange"),
    State.ON_PATH: Look(":material/check_circle:", "green"),
    State.AHEAD: Look(":material/trending_up:", "blue"),
    State.TOO_EARLY: Look(":material/hourglass_empty:", "gray"),
    State.NO_DATA: Look(":material/do_not_disturb_on:", "gray"),
    State.NO_BASELINE: Look(":material/outlined_flag:", "gray"),
    State.NO_TARGET: Look(":material/outlined_flag:", "gray"),
}


def unit(sheet: Sheet) -> str:
    """What is counted; of a share, what it is a part of."""
    if sheet.adds_up.is_share:
        return i18n.t("indicators.unit.share", of=indicator_words.said(sheet, "denominator"))
    return i18n.t(f"indicators.unit.{sheet.counts}")


def axis(sheet: Sheet) -> str:
    """The same in few words."""
    if sheet.adds_up.is_share:
        return i18n.t("indicators.percent")
    return i18n.t(f"indicators.axis.{sheet.counts}")


def named(state: State) -> str:
    """The name of a state."""
    return i18n.t(f"indicators.state.{state}")


def counted(found: Iterable[Followed]) -> str:
    """How many are in which state."""
    counts = Counter(each.standing.state for each in found)
    return i18n.joined(
        *(
            i18n.t("indicators.count", state=named(each), number=counts[each])
            for each in LOOKS
            if counts[each]
        )
    )


def standings(
    rows: Iterable[tuple[Sheet, Followed]],
    why: Mapping[str, str] | None = None,
    *,
    is_dated: bool = False,
) -> str:
    """Which stand where, those behind first and with what is missing; ``why``: by their codes;
    ``is_dated``: beside figures of another period, and so with the day since which they count. Of
    a path that begins later nothing is said."""
    found = defaultdict(list)
    for sheet, each in rows:
        if each.begins_later:
            continue
        is_behind = each.standing.state is State.BEHIND
        name = (
            lacks(sheet, each, (why or {}).get(sheet.code, ""), is_dated=is_dated)
            if is_behind
            else indicator_words.short(sheet)
        )
        found[each.standing.state].append(name)
    return " ".join(
        i18n.t("indicators.standing", state=named(each), names=i18n.joined(*found[each]))
        for each in LOOKS
        if found[each]
    )


def lacks(sheet: Sheet, found: Followed, why: str = "", *, is_dated: bool = False) -> str:
    """What is missing to where it should stand, since when and why, in few words."""
    key = "share" if shortfall.is_share(found) else "over" if shortfall.is_over(found) else "count"
    return i18n.t(
        f"indicators.lacks.{key}",
        name=indicator_words.short(sheet),
        missing=i18n.number(shortfall.missing(found)),
        reached=indicator_words.number(sheet, found.standing.current),
        due=indicator_words.number(sheet, found.standing.expected),
        since=i18n.t("indicators.lacks.since", span=span(sheet, found)) if is_dated else "",
        why=why and i18n.t("indicators.lacks.why", why=why),
    )


def sentence(sheet: Sheet, found: Followed) -> str:
    """Where it stands, in one sentence that holds for what is known."""
    told = found.standing
    if told.state in (State.NO_TARGET, State.NO_BASELINE):
        return i18n.t(f"indicators.says.{told.state}")
    values = {
        "current": indicator_words.reached(sheet, found.value, told.current),
        "expected": indicator_words.number(sheet, told.expected),
        "target": indicator_words.number(sheet, told.target.value if told.target else None),
        "due": i18n.day(told.target.day) if told.target else "",
    }
    if told.state is State.NO_DATA or told.current is None:
        return i18n.t("indicators.says.no_data", why=missing(found.value, found.since), **values)
    if told.state is State.TOO_EARLY:
        is_few = found.value.interval is not None and (told.day - found.since).days >= EARLY_DAYS
        return i18n.t(f"indicators.says.{'too_few' if is_few else 'too_early'}", **values)
    return i18n.t(f"indicators.says.{told.state}", **values)


def span(sheet: Sheet, found: Followed) -> str:
    """Since when it is counted, to stand within a sentence; of trust, until when its wave ran."""
    if sheet.adds_up is AddsUp.LAST:
        return i18n.t("shortfall.wave", day=i18n.day(found.value.as_of, "medium"))
    return i18n.t("shortfall.since", day=i18n.day(found.since, "medium"))


def counted_since(sheet: Sheet, found: Followed) -> str:
    """The same as a sentence; empty where ``sentence`` tells no figure."""
    if found.value.value is None or found.standing.state is State.NO_TARGET:
        return ""
    return i18n.t("shortfall.counted", span=span(sheet, found))


def missing(value: Value, since: date | None = None) -> str:
    """Why there is no value; of a count or share, since which day."""
    if since is not None and value.missing in ("", "nothing"):
        return i18n.t("indicators.missing.since", day=i18n.day(since, "medium"))
    return i18n.t(f"indicators.missing.{value.missing or 'nothing'}")


def rests_on(sheet: Sheet, found: Followed) -> str:
    """What a value is made of, from when to when: "n = 312", or part, whole and interval."""
    value = found.value
    if value.value is None:
        return missing(value, found.since)
    days = _days(sheet, found)
    if value.numerator is None or value.denominator is None:
        return f"n = {i18n.number(value.n)} · {days}"
    return f"{part_of(value)} · {days}"


def _days(sheet: Sheet, found: Followed) -> str:
    """Of trust only until when, for its wave has days of its own; of what begins later too."""
    end = i18n.day(found.value.as_of, "medium")
    if sheet.adds_up is AddsUp.LAST or found.since > found.value.as_of:
        return i18n.t("indicators.as_of", day=end)
    return i18n.t("headline.span", start=i18n.day(found.since, "medium"), end=end)


def part_of(value: Value) -> str:
    """Part and whole of a share, and its interval where it is not of few."""
    if percents.is_few(value.denominator):
        return percents.counts(value.numerator, value.denominator)
    return i18n.t(
        "indicators.part_of",
        part=value.numerator,
        whole=value.denominator,
        lower=i18n.percent(value.interval.lower) if value.interval else "—",
        upper=i18n.percent(value.interval.upper) if value.interval else "—",
    )
