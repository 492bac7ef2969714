"""What a model of monthly counts leaves, and how sure its coefficients are for it."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np
from scipy.stats import chi2

from db.statistics.models import Floats, Places

#: Months over which months that follow each other may be alike (Newey and West 1987).
LAGS = 3


class Residuals:
    """What a model leaves, month by month; a month that is missing is alike to none."""

    def __init__(
        self, index: Sequence[int], counts: Floats, expected: Floats, design: Floats
    ) -> None:
        self._index = np.array(index)
        self._raw, self._expected, self._design = counts - expected, expected, design
        self._pearson = self._raw / np.sqrt(expected)
        self._bread = np.linalg.inv((design * expected[:, None]).T @ design)
        root = design * np.sqrt(expected)[:, None]
        #: How far each count pulls what is expected of each month.
        self._hat = root @ self._bread @ root.T
        self.freedom = len(counts) - int(design.shape[1])
        self.dispersion = float((self._pearson**2).sum() / self.freedom)

    def alike(self, lag: int) -> float:
        """The autocorrelation at so many months, over the pairs of months that are there."""
        first, second = self._pairs(lag)
        products = self._pearson[first] * self._pearson[second]
        return float(products.sum() / (self._pearson**2).sum())

    def ljung_box(self, lags: int = 2 * LAGS) -> float:
        """Whether any of the first lags is more than chance (Ljung and Box 1978): the p-value."""
        n = len(self._raw)
        terms = [self.alike(lag) ** 2 / (n - lag) for lag in range(1, lags + 1)]
        return float(chi2.sf(n * (n + 2) * sum(terms), lags))

    def error(self, at: int) -> float:
        """The standard error of a coefficient: the widest of three.

        Poisson with the dispersion seen, never under 1; the same, widened for months alike; Newey
        and West's, of residuals divided by one less their leverage, without which it is too small
        for short series.
        """
        plain = sqrt(max(1.0, self.dispersion) * float(self._bread[at, at]))
        alike = min(max(0.0, self.alike(1) + self._hidden()), 0.9)
        return max(plain * sqrt((1 + alike) / (1 - alike)), self._newey_west(at))

    def _hidden(self) -> float:
        """By how much the model itself makes months less alike: of residuals e = (1 - H) u with u
        independent, the sum of e(t) e(t + 1) is on average less than nought by that of H."""
        first, second = self._pairs(1)
        return float(self._hat[first, second].sum()) / self.freedom

    def _newey_west(self, at: int) -> float:
        free = 1 - np.diag(self._hat)
        # A month that alone says what is expected of it leaves nothing.
        left = np.divide(self._raw, free, out=np.zeros_like(self._raw), where=free > 1e-6)
        scores = self._design * left[:, None]
        filling = scores.T @ scores
        for lag in range(1, LAGS + 1):
            first, second = self._pairs(lag)
            both = scores[first].T @ scores[second]
            filling += (1 - lag / (LAGS + 1)) * (both + both.T)
        return sqrt(float((self._bread @ filling @ self._bread)[at, at]))

    def _pairs(self, lag: int) -> tuple[Places, Places]:
        """Places of months that lie so many months apart."""
        place = {int(each): at for at, each in enumerate(self._index)}
        found = [(place[each - lag], at) for each, at in place.items() if each - lag in place]
        first, second = zip(*found, strict=True) if found else ((), ())
        return np.array(first, dtype=int), np.array(second, dtype=int)
