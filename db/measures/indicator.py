"""What an indicator is, in a period: the one function that pages, cards, files and releases ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import AGE_BANDS, Sex
from db.inputs.indicators import Breakdown, IndicatorFilter, cuts
from db.inputs.results import ResultFilter
from db.measures.base import Figure, agencies_of, so_far
from db.measures.indicators import INDICATORS
from db.measures.trust_shares import WaveShare
from db.statistics import Interval, wilson

#: The part that is all of it.
ALL = ""
#: Why there is no value: nothing to be a share of; too few answers to be shown; no wave of the
#: survey ended in the period; the filter by sex or age does not apply; no day of it has come.
NOTHING, HIDDEN, NO_WAVE, NOT_CUT, TO_COME = "nothing", "hidden", "no_wave", "not_cut", "to_come"


@dataclass(frozen=True, kw_only=True)
class Value:
    """An indicator's figure, with all that may stand beside it.

    ``value``: a count, or a share from 0 to 1; missing where ``missing`` says why.
    ``numerator``, ``denominator``: of a share. ``n``: what it rests on: the count itself, or the
    denominator. ``interval``: Wilson's, 95 %, of a share. ``as_of``: the last day that is counted,
    at its end; of trust the last day of the wave.
    """

    value: float | None
    n: int
    as_of: date
    numerator: int | None = None
    denominator: int | None = None
    interval: Interval | None = None
    missing: str = ""


def indicator(session: Session, wanted: IndicatorFilter, *, viewer: Viewer) -> dict[str, Value]:
    """An indicator by its code, in a period, within the agencies and groups of people of
    ``wanted.within``, for whoever looks.

    Under ``ALL`` stands the whole; with ``wanted.by`` each part follows under its code: a sex, an
    age band, or an agency's id as text, only of agencies that the viewer sees. Parts of persons
    need not sum up: whoever came to two agencies counts in both, and once in the whole. An
    indicator that cannot be cut so (``db.inputs.indicators.cuts``) gives the whole alone.

    - What is counted, and how, is the measure's own definition (``INDICATORS``); void rows never.
    - A period may begin in the past and end ahead: days up to today are counted.
    - Two periods of persons do not sum up to a longer one: ask for the longer one. Those of events
      do, and those of shares by their numerators and denominators.
    - Trust (``TR.``) is of the last wave that ended in the period, under the rules of
      ``trust.by_item``: what is hidden there is missing here, and says so.
    - Pages call it through the cache, ``components.reads.indicators.Follower``.

    Raises ``NotAllowed`` for whom results are closed.
    """
    agencies_of(session, wanted.within, viewer)
    found = {ALL: _value(session, wanted.code, wanted.within, viewer)}
    if wanted.by in cuts(wanted.code):
        for part, within in _parts(session, wanted, viewer):
            found[part] = _value(session, wanted.code, within, viewer)
    return found


def _parts(
    session: Session, wanted: IndicatorFilter, viewer: Viewer
) -> Iterator[tuple[str, ResultFilter]]:
    within = wanted.within
    if wanted.by is Breakdown.AGENCY:
        for agency in sorted(agencies_of(session, within, viewer)):
            yield str(agency), replace(within, agencies=frozenset({agency}))
    elif wanted.by is Breakdown.SEX:
        for sex in Sex:
            if not within.sexes or sex in within.sexes:
                yield sex.value, replace(within, sexes=frozenset({sex.value}))
    else:
        for band in AGE_BANDS:
            if not within.age_bands or band in within.age_bands:
                yield band, replace(within, age_bands=frozenset({band}))


def _value(session: Session, code: str, within: ResultFilter, viewer: Viewer) -> Value:
    day = today(session)
    as_of = min(within.end, day)
    if within.start > day:
        return Value(value=None, n=0, as_of=as_of, missing=TO_COME)
    asked: Mapping[Breakdown, bool] = {
        Breakdown.SEX: bool(within.sexes),
        Breakdown.AGE: bool(within.age_bands),
    }
    if any(is_asked and by not in cuts(code) for by, is_asked in asked.items()):
        return Value(value=None, n=0, as_of=as_of, missing=NOT_CUT)
    figure = INDICATORS[code](session, so_far(session, within), viewer=viewer)
    if isinstance(figure, WaveShare):
        as_of = figure.ended_on or as_of
    return Value(
        value=figure.value,
        n=figure.n,
        as_of=as_of,
        numerator=figure.numerator,
        denominator=figure.denominator,
        interval=_interval(figure),
        missing=_missing(figure),
    )


def _interval(figure: Figure) -> Interval | None:
    if figure.numerator is None or not figure.denominator:
        return None
    return wilson(figure.numerator, figure.denominator)


def _missing(figure: Figure) -> str:
    if figure.value is not None:
        return ""
    if isinstance(figure, WaveShare):
        return HIDDEN if figure.ended_on else NO_WAVE
    return NOTHING
