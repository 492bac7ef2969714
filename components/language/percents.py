"""A share as it is told: in whole percent, or by its two counts where it is of few."""

from __future__ import annotations

from components.language import i18n
from db.statistics.rounding import FEWEST, percent


def is_few(whole: int | None) -> bool:
    """Whether a share of so many is no finding."""
    return (whole or 0) < FEWEST


def counts(part: int | None, whole: int | None) -> str:
    """ "5 sur 7"."""
    return i18n.t("share.of", part=part, whole=whole)


def written(part: int | None, whole: int | None) -> str:
    """ "71 %"; of few "5 sur 7"; of nobody a dash."""
    if not whole:
        return "—"
    return counts(part, whole) if is_few(whole) else i18n.percent((part or 0) / whole)


def cell(part: int | None, whole: int | None) -> int | str:
    """The same for a table, which holds percents as numbers."""
    return written(part, whole) if is_few(whole) else percent((part or 0) / (whole or 1))


def sentence(key: str, part: int | None, whole: int | None, **values: object) -> str:
    """The sentence that tells a share, filled with ``share``, ``part`` and ``whole``; of few, the
    one under ``<key>.few``, without ``share``."""
    if is_few(whole):
        return i18n.t(f"{key}.few", part=part, whole=whole, **values)
    return i18n.t(key, share=written(part, whole), part=part, whole=whole, **values)


def counted(key: str, part: int | None, whole: int | None) -> str:
    """The same for a sentence that says what it counts, and so has a plural of ``whole``."""
    if is_few(whole):
        return i18n.t(f"{key}.few", part=part, whole=whole)
    return i18n.tn(key, whole or 0, share=written(part, whole), part=part)
