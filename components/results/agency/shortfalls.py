"""Why an agency is behind its targets: a paragraph an indicator, in the indicator's own numbers."""

from __future__ import annotations

from components.language import i18n
from components.reads import indicator_words, reference
from components.reads.indicators import Follower
from components.results.agency import decomposition
from components.results.agency.targets import Rows
from components.results.indicators import words
from db.measures import shortfall as measure
from db.measures.decomposition import Reason
from db.measures.paths import State
from db.measures.shortfall import Mean, Shortfall
from db.measures.targets import Followed
from db.models import AddsUp
from db.queries.indicators import Sheet
from db.statistics.rounding import half_up

#: What makes a difference; all other reasons say why nothing is told to make it.
_FACTORS = (Reason.DAYS, Reason.PACE, Reason.SHARE)


def told(follower: Follower, agency_id: int, rows: Rows) -> list[str]:
    """Of each indicator that is behind: what is missing since when, then what can be said of it."""
    today, found = reference.today(), []
    for sheet, each in rows:
        if each.standing.state is State.BEHIND:
            shortfall = follower.shortfall(sheet.code, agency_id, today)
            found += [] if shortfall is None else [in_words(sheet, shortfall)]
    return found


def reasons(follower: Follower, agency_id: int, rows: Rows) -> dict[str, str]:
    """By code of each that is behind, what can be said of why, in few words."""
    today = reference.today()
    found = {
        sheet.code: follower.shortfall(sheet.code, agency_id, today)
        for sheet, each in rows
        if each.standing.state is State.BEHIND
    }
    return {
        code: _reason(each.followed, each.beside)
        for code, each in found.items()
        if each and each.beside
    }


def _reason(found: Followed, mean: Mean) -> str:
    """The heaviest: what makes the agency differ from the mean is not why it is behind where most
    of what is missing was asked for above that mean."""
    missing = measure.missing(found)
    if not missing or 2 * measure.asked_above(found, mean) > missing:
        return i18n.t("shortfall.short.above")
    if mean.why is None or mean.why.reason not in _FACTORS:
        return i18n.t("shortfall.short.unknown")
    return i18n.t(f"shortfall.short.{mean.why.reason}")


def in_words(sheet: Sheet, shortfall: Shortfall) -> str:
    """What is missing, the mean of the agencies, what makes the difference, days without agents."""
    parts = [missing(sheet, shortfall.followed)]
    if shortfall.beside is not None:
        parts += _beside(shortfall.followed, shortfall.beside)
    # Trust is of a wave, and not of all the days since.
    if shortfall.without and sheet.adds_up is not AddsUp.LAST:
        parts.append(_without(shortfall))
    return " ".join(parts)


def missing(sheet: Sheet, found: Followed) -> str:
    """How many are reached, how many were due, how many are missing, and since when."""
    standing, is_share = found.standing, measure.is_share(found)
    lacking = measure.missing(found)
    key = "share" if is_share else "count"
    start = measure.baseline(found)
    base = i18n.t("shortfall.base", base=indicator_words.number(sheet, start)) if start else ""
    return i18n.t(
        f"shortfall.{key}.{'over' if measure.is_over(found) else 'missing'}",
        title=indicator_words.said(sheet, "title"),
        reached=indicator_words.reached(sheet, found.value, standing.current),
        due=indicator_words.number(sheet, standing.expected),
        missing=i18n.tn("figure.points", lacking, sign="") if is_share else i18n.number(lacking),
        span=words.span(sheet, found),
        base=base and f" {base}",
    )


def _beside(found: Followed, mean: Mean) -> list[str]:
    """An agency that reaches what the others do is behind a path that asks for more."""
    # Compared as they are said.
    said = half_up(float(mean.mean), 1)
    values = {"own": mean.own, "mean": i18n.number(said, 1)}
    side = "above" if mean.own > said else "alike" if mean.own == said else "below"
    parts = [i18n.tn(f"shortfall.mean.{side}", mean.agencies, **values)]
    if side != "below":
        return [*parts, i18n.t("shortfall.target_higher")]
    asked = measure.asked_above(found, mean)
    if asked > 0:
        lacking = i18n.number(measure.missing(found))
        part = i18n.number(float(asked), 1)
        parts.append(i18n.t("shortfall.asked_above", part=part, missing=lacking))
    if mean.why is None or mean.step is None:
        return [*parts, i18n.t("shortfall.not_shared")]
    step = i18n.t(f"why.step.{mean.step}")
    return [*parts, i18n.t("shortfall.reason", step=step, reason=decomposition.reason(mean.why))]


def _without(shortfall: Shortfall) -> str:
    """Days on which nobody was posted, never without those of the others where they are known: by
    themselves they are no reason."""
    mean = ""
    if shortfall.beside is not None:
        days = i18n.number(float(shortfall.beside.without), 1)
        mean = " " + i18n.t("shortfall.without_mean", days=days)
    return i18n.tn("shortfall.without", shortfall.without, mean=mean)
