"""The interrupted time series against examples of the literature, and against made series."""

from __future__ import annotations

import ast
from dataclasses import replace
from math import log

import numpy as np
import pytest

from db.statistics import interrupted_time_series
from db.statistics.interrupted_time_series import Bend, Change, Effect, Half, Month, Side
from db.statistics.models import poisson
from db.statistics.residuals import LAGS, Residuals
from tests.source import ROOT, tree

#: Lopez Bernal, Cummins and Gasparrini 2017 (Int J Epidemiol 46:348), sicily.csv of its supplement:
#: acute coronary events a month from January 2002, the smoking ban from the 37th month on.
EVENTS = (
    *(728, 659, 791, 734, 757, 726, 760, 740, 720, 814, 795, 858, 887, 766, 851, 769, 781, 756),
    *(766, 752, 765, 831, 879, 928, 914, 808, 937, 840, 916, 828, 845, 818, 860, 839, 887, 886),
    *(831, 796, 833, 820, 877, 758, 767, 738, 781, 843, 850, 908, 1021, 859, 976, 888, 962, 838),
    *(810, 876, 843, 936, 912),
)
#: And the standard population, in tenths of a person.
POPULATION = (
    *(3798753, 3764955, 3770408, 3771164, 3773834, 3741131, 3795133, 3762955, 3746532, 3784856),
    *(3759555, 3783497, 3767624, 3790323, 3793604, 3761620, 3779724, 3818307, 3798886, 3808722),
    *(3809669, 3812404, 3821049, 3818027, 3816563, 3836800, 3835042, 3864629, 3837831, 3808368),
    *(3834830, 3809062, 3829268, 3840524, 3844496, 3834284, 3881532, 3883732, 3864701, 3860332),
    *(3836864, 3855093, 3859019, 3865166, 3884365, 3832552, 3901487, 3858749, 3916136, 3917504),
    *(3940056, 3913649, 3916646, 3890223, 3918785, 3885753, 3929890, 3900188, 3907123),
)
BAN = 36
#: Luteinising hormone at 48 times: the series ``lh`` of R's ``datasets`` (Diggle 1990).
LH = (
    *(2.4, 2.4, 2.4, 2.2, 2.1, 1.5, 2.3, 2.3, 2.5, 2.0, 1.9, 1.7, 2.2, 1.8, 3.2, 3.2, 2.7, 2.2),
    *(2.2, 1.9, 1.9, 1.8, 2.7, 3.0, 2.3, 2.0, 2.0, 2.9, 2.9, 2.7, 2.7, 2.3, 2.6, 2.4, 1.8, 1.7),
    *(1.5, 1.4, 2.1, 3.3, 3.5, 3.5, 3.1, 2.6, 2.1, 3.4, 3.0, 2.9),
)


def sicily() -> list[Month]:
    return [
        Month(2002 * 12 + at, count, people, Side.AFTER if at >= BAN else Side.BEFORE)
        for at, (count, people) in enumerate(zip(EVENTS, POPULATION, strict=True))
    ]


def series(before: int, after: int, count: int = 10, later: int | None = None) -> list[Month]:
    """So many months on either side, all alike but for a saw that no season explains."""
    return [
        Month(
            24_000 + at,
            (count if at < before or later is None else later) + at % 2,
            21,
            Side.BEFORE if at < before else Side.AFTER,
        )
        for at in range(before + after)
    ]


def told(months: list[Month], *, tests: int = 1) -> Change:
    found = interrupted_time_series.change(months, tests=tests)
    assert found is not None
    return found


def test_the_tutorials_first_model() -> None:
    """Step 4 of the article: 0.894 (0.864 to 0.925 for Poisson), without a season."""
    at = np.arange(len(EVENTS))
    design = np.column_stack([np.ones(len(at)), at >= BAN, at]).astype(float)
    found = poisson(np.array(EVENTS, float), design, np.array(POPULATION, float))
    assert np.exp(found.coefficients[1]) == pytest.approx(0.894, abs=5e-4)


def test_the_tutorials_model_with_a_season() -> None:
    """Step 5: 0.885 (0.839 to 0.933, quasi-Poisson). Ours uses t for the normal quantile, and may
    be wider for months alike; never narrower."""
    found = told(sicily())
    assert found.ratio == pytest.approx(0.885, abs=5e-4)
    assert found.dispersion == pytest.approx(2.262, abs=1e-3)
    assert 0.81 < found.lower < 0.839 and 0.933 < found.upper < 0.97
    assert (found.verdict, found.at_least) == ("fewer", -round(100 * (1 - found.upper) - 0.5))


def test_what_was_expected_adds_up_to_what_was_seen_without_the_step() -> None:
    """With a constant and a step, a Poisson model gives each side its own sum."""
    found = told(sicily())
    expected = sum(each for each in found.expected if each is not None)
    assert expected == pytest.approx(sum(EVENTS[BAN:]) / found.ratio)
    assert found.expected[:BAN] == (None,) * BAN


def test_autocorrelation_as_r_prints_it() -> None:
    """``acf(lh)``, Venables and Ripley, Modern Applied Statistics with S: 0.576, 0.182, -0.145."""
    values = np.array(LH) - np.mean(LH)
    ones = np.ones(len(LH))
    residuals = Residuals(range(len(LH)), values + 1, ones, ones[:, None])
    assert [residuals.alike(lag) for lag in (1, 2, 3)] == pytest.approx(
        [0.576, 0.182, -0.145], abs=5e-4
    )
    # Box.test(lh, lag = 1, type = "Ljung"): n (n + 2) r^2 / (n - 1) = 16.9 on one degree.
    assert residuals.ljung_box(1) == pytest.approx(3.9e-5, rel=0.05)
    assert residuals.ljung_box(1) < 1e-4


def test_newey_west_is_that_of_statsmodels_where_no_month_is_missing() -> None:
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    months = sicily()
    counts, days = np.array(EVENTS, float), np.array(POPULATION, float)
    design = interrupted_time_series._design(months)
    model = GLM(counts, design, family=Poisson(), exposure=days)
    lags = {"maxlags": LAGS, "use_correction": False}
    robust = model.fit(cov_type="HAC", cov_kwds=lags)
    residuals = Residuals(
        [each.index for each in months], counts, poisson(counts, design, days).expected, design
    )
    # The same but for the leverage, by which ours is divided.
    ratio = residuals._newey_west(1) / robust.bse[1]
    assert 1.0 < ratio < 1.25


@pytest.mark.parametrize(
    ("before", "after", "count", "wanted"),
    [
        (11, 30, 10, (1, 0)),
        (4, 30, 10, (8, 0)),
        (12, 12, 10, (0, 0)),
        (30, 11, 10, (0, 1)),
        # 12 months with 42 events: months are enough, events are not.
        (12, 30, 3, (1, 0)),
    ],
)
def test_it_is_too_early_under_twelve_months_or_fifty_events(
    before: int, after: int, count: int, wanted: tuple[int, int]
) -> None:
    months = series(before, after, count)
    halves = [interrupted_time_series.half(months, side) for side in (Side.BEFORE, Side.AFTER)]
    assert tuple(each.wanted for each in halves) == wanted
    assert (interrupted_time_series.change(months) is None) == (wanted != (0, 0))


def test_a_missing_month_is_not_nought() -> None:
    """With 0 in its place the step would be a fall; left out, nothing changes."""
    months = series(30, 30)
    holes = [replace(each, count=None) if 35 < at < 41 else each for at, each in enumerate(months)]
    noughts = [replace(each, count=each.count or 0) for each in holes]
    assert told(holes).ratio == pytest.approx(1, abs=0.05)
    assert told(noughts).ratio < 0.8
    assert told(holes).expected[38] is None
    assert interrupted_time_series.half(holes, Side.AFTER) == Half(25, 5, 263)


def test_a_month_on_neither_side_is_left_out() -> None:
    months = series(30, 30)
    mixed = [replace(each, count=500, side=Side.NEITHER) if at == 30 else each
             for at, each in enumerate(months)]  # fmt: skip
    assert told(mixed).ratio == pytest.approx(told(months).ratio, abs=0.02)


def test_a_calendar_month_that_came_once_leaves_nothing() -> None:
    """Its own step explains it wholly: it says nothing of the change, and spoils nothing."""
    months = [
        replace(each, count=None) if each.index % 12 == 7 and at != 7 else each
        for at, each in enumerate(series(42, 42, 10, 20))
    ]
    assert sum(each.is_used for each in months) >= interrupted_time_series.EACH_MONTH_FROM
    found = told(months)
    assert found.ratio == pytest.approx(2, abs=0.1) and 1 < found.lower < found.upper < 3


@pytest.mark.parametrize("every", [3, 6, 12])
def test_a_register_that_comes_rarely_has_a_coarser_season(every: int) -> None:
    """Once a quarter no wave of half a year can be told, once a half-year or year none at all."""
    rare = [
        replace(each, count=each.count if each.index % every == 0 else None)
        for each in series(20 * every, 20 * every, 10, 20)
    ]
    found = told(rare)
    assert found.ratio == pytest.approx(2, abs=0.2) and 1 < found.lower < found.upper < 4


def test_working_days_are_no_change() -> None:
    """Twice the days after the day, twice the people: the same a day."""
    months = series(30, 30, 10, 20)
    longer = [replace(each, days=42) if each.side is Side.AFTER else each for each in months]
    assert told(months).verdict == "more" and told(months).ratio == pytest.approx(2, abs=0.1)
    assert told(longer).verdict == "unclear" and told(longer).ratio == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize(
    ("lower", "upper", "verdict", "at_least"),
    [
        (1.129, 1.6, "more", 12),
        (1.004, 1.6, "unclear", 0),
        (0.6, 0.879, "fewer", -12),
        (0.6, 0.996, "unclear", 0),
        (0.895, 1.3, "unclear", 0),
    ],
)
def test_the_word_follows_from_the_interval(
    lower: float, upper: float, verdict: str, at_least: int
) -> None:
    middle = (lower * upper) ** 0.5
    found = Change(middle, lower, upper, (), 1.0, 0.0, 1.0)
    assert (found.verdict, found.at_least) == (verdict, at_least)
    # Of a trend likewise, whatever the step.
    bend = Bend(middle, lower, upper, Effect(1.0, 0.8, 1.2))
    bent = replace(found, ratio=2.0, lower=1.5, upper=2.5, bend=bend)
    unclear = Bend(1.0, 0.8, 1.2, Effect(middle, lower, upper))
    assert replace(bent, bend=unclear).verdict == verdict
    assert bent.verdict == {"more": "upwards", "fewer": "downwards"}.get(verdict, verdict)


def growing(before: int, after: int, by: float, step: float = 1) -> list[Month]:
    """400 a month, then so many times as many each year."""
    return [
        replace(each, count=round(400 * step * by ** ((at - before) / 12)) + at % 3)
        if each.side is Side.AFTER
        else each
        for at, each in enumerate(series(before, after, 400))
    ]


def test_where_the_trend_bends_no_step_is_told() -> None:
    """From a trend that both sides share, a step of registrations that grow since is a fall."""
    found = told(growing(24, 48, 1.3))
    assert found.ratio < 0.85
    assert found.verdict == "upwards" and set(found.expected) == {None}
    assert found.bend is not None and found.bend.lower < 1.3 < found.bend.upper
    assert found.bend.lower > 1.2 and found.bend.level.at_least == 0
    fall = told(growing(24, 48, 0.8))
    assert fall.ratio > 1.15 and fall.verdict == "downwards"


def test_a_rise_that_wears_off_is_a_rise_and_a_trend_downwards() -> None:
    found = told(growing(24, 48, 0.8, step=2))
    assert found.verdict == "downwards" and found.bend is not None
    assert found.bend.level.ratio == pytest.approx(2, abs=0.1) and found.bend.level.at_least > 70


def test_a_step_alone_bends_no_trend() -> None:
    assert told(series(30, 30, 10, 20)).bend is None


def test_a_doubt_about_the_step_is_not_shared_out_and_a_claim_of_a_trend_is() -> None:
    """A bend at 5 % silences the step however many agencies there are; it is told only by its own
    interval."""
    months = growing(24, 30, 1.1)
    one, many = told(months), told(months, tests=10_000)
    assert one.verdict == "upwards" and many.verdict == "unclear"
    assert many.bend is not None and set(many.expected) == {None}


def test_the_percents_told_are_never_narrower_than_the_interval() -> None:
    assert Change(1.2, 0.987, 1.431, (), 1.0, 0.0, 1.0).percent == (-2, 44)


def test_more_series_side_by_side_ask_for_more() -> None:
    one, six = told(sicily()), told(sicily(), tests=6)
    assert six.lower < one.lower and six.upper > one.upper and six.ratio == one.ratio


def test_months_alike_make_the_interval_wider() -> None:
    """Long runs above and below the trend are few independent months."""
    months = series(30, 30, 40)
    runs = [replace(each, count=40 + (10 if at // 5 % 2 else -10)) for at, each in
            enumerate(months)]  # fmt: skip
    mixed = [replace(each, count=40 + (10 if (at * 7) % 10 < 5 else -10)) for at, each in
             enumerate(months)]  # fmt: skip

    def width(found: Change) -> float:
        return log(found.upper / found.lower)

    assert told(runs).may_be_alike and told(runs).alike > 0.3
    assert width(told(runs)) > 1.3 * width(told(mixed))


def test_no_p_value_between_groups_under_ten_agencies_a_side() -> None:
    ten, more = [1 + at / 100 for at in range(10)], [2 + at / 100 for at in range(10)]
    assert interrupted_time_series.between(ten[:9], more) is None
    assert interrupted_time_series.between(ten, more[:9]) is None
    # R: wilcox.test(1:10, 11:20, exact = FALSE), p-value = 0.0001827.
    assert interrupted_time_series.between(ten, more) == pytest.approx(0.0001827, abs=5e-8)


def test_the_library_is_imported_only_when_it_is_asked() -> None:
    """No page pays for it but the one that asks."""
    module = tree(ROOT / "db/statistics/models.py")
    top = [
        ast.unparse(each) for each in module.body if isinstance(each, ast.Import | ast.ImportFrom)
    ]
    assert not [each for each in top if "statsmodels" in each]
