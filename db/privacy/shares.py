"""Percentages that tell no more than the rounded counts beside them."""

from __future__ import annotations

from dataclasses import dataclass

from db.privacy.rules import Mark, Rules
from db.privacy.tables import Index, Published
from db.statistics import wilson
from db.statistics.rounding import percent

#: Valid answers that a share needs: rule 6 of ``docs/privacy.md#the-rules``.
SMALLEST_SURVEY = 30


@dataclass(frozen=True)
class TrustCell:
    """Respondents rounded to the base; share trusting and its 95 % interval in whole percents."""

    n: int
    share: int
    lower: int
    upper: int


def share(numerator: int, denominator: int, rules: Rules) -> int | Mark:
    """Whole percent from rounded counts (rule 5 of ``docs/privacy.md#the-rules``), or ``HIDDEN``.

    Needs the numerator and its complement at the threshold at least. For counts that stand in a
    protected table use ``table_share``: one of them may be hidden there. Raises ``ValueError`` for
    a numerator outside 0..denominator.
    """
    if not 0 <= numerator <= denominator:
        raise ValueError(f"not a part of a whole: {numerator} of {denominator}")
    if min(numerator, denominator - numerator) < rules.threshold:
        return Mark.HIDDEN
    return _percent(rules.rounded(numerator) / rules.rounded(denominator))


def table_share(published: Published, part: Index, whole: Index) -> int | Mark:
    """The share of one entry of a grid in an entry it is part of; else the mark of either.

    Made from what is published alone, so it tells nothing new. Rule 3 has seen to the complement:
    beside a published entry the rest of its line is at the threshold or hidden together with it.
    Only where nothing else can exist is there no complement; that share is ``HIDDEN``.
    """
    entries = published.at(part), published.at(whole)
    for entry in entries:
        if isinstance(entry, Mark):
            return entry
    if int(entries[1]) - int(entries[0]) < published.rules.base:
        return Mark.HIDDEN
    return _percent(int(entries[0]) / int(entries[1]))


def trust_cell(trusting: int, n: int, rules: Rules) -> TrustCell | Mark:
    """Two classes, 30 answers, rounded (rule 6 of ``docs/privacy.md#the-rules``), or ``HIDDEN``.

    ``n`` counts valid answers. Hidden too where those trusting, or those not, are under the
    threshold. The Wilson interval: ``docs/trust.md#intervals``. ``ValueError`` as for ``share``.
    """
    percent = share(trusting, n, rules)
    if n < SMALLEST_SURVEY or isinstance(percent, Mark):
        return Mark.HIDDEN
    rounded_n = rules.rounded(n)
    interval = wilson(rules.rounded(trusting), rounded_n)
    if interval is None:
        return Mark.HIDDEN
    return TrustCell(
        n=rounded_n,
        share=percent,
        lower=_percent(interval.lower),
        upper=_percent(interval.upper),
    )


def _percent(fraction: float) -> int:
    return percent(fraction)
