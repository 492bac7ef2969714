"""What a release says, in at most three sentences: from its published, rounded cells and nothing
else. What is hidden is not spoken of; shares are said only where rounding hardly moves them all."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from components.language import i18n
from components.reads import reference
from components.releases import words
from components.releases.words import ReleasedTable
from db.codes import Mark, Sex
from db.models import Release
from db.releases.names import NO_COLUMN, breakdown_of, measure_of

#: The measure that says who came; all others say what they took up.
CAME = "registrations"
#: The item of the survey that says whether people trust.
TRUSTED = "T1"
#: How far rounding may move a share, up or down, for it to be said.
FARTHEST = 0.05
#: A sentence that goes through more groups is a list.
MOST_GROUPS = 5
SAID_OF = {Sex.WOMAN: "women", Sex.MAN: "men"}


def sentences(release: Release, tables: Sequence[ReleasedTable]) -> list[str]:
    """Who came, what people took up, whether they trust; else their ages."""
    said = _People(release, tables)
    measures = said.measures()
    came = [measure for measure in measures if measure == CAME]
    took_up = [measure for measure in measures if measure != CAME]
    made = []
    if came:
        made.append(said.sentence(during(release), came))
    if took_up:
        when = i18n.t("release.says.same_time") if came else during(release)
        made.append(said.sentence(when, took_up))
    last = _trust(tables) or next(filter(None, map(said.ages, measures)), "")
    return made + [last] * bool(last)


def during(release: Release) -> str:
    """The period as a sentence begins with it: "In the first half of 2026"."""
    start, end = release.period_start, release.period_end
    months = (start.month, end.month, end.year - start.year)
    key = {(1, 6, 0): "first_half", (7, 12, 0): "second_half", (1, 12, 0): "year"}.get(months)
    if key is None:
        return i18n.t("release.during.days", start=start, end=end)
    return i18n.t(f"release.during.{key}", year=str(start.year))


class _People:
    """The tables of persons, by measure."""

    def __init__(self, release: Release, tables: Sequence[ReleasedTable]) -> None:
        self.release = release
        self.tables = {table.code: table for table in tables if not table.is_trust}

    def measures(self) -> dict[str, int]:
        """Published grand totals, in the catalogue's order."""
        found: dict[str, int] = {}
        for table in self.tables.values():
            if table.total_value is not None:
                found.setdefault(measure_of(table.code), table.total_value)
        return found

    def sentence(self, when: str, measures: Sequence[str]) -> str:
        """Each measure with its people, and how many of them are women."""
        totals, clauses = self.measures(), []
        key = "release.says.with" if len(measures) == 1 else "release.says.aside"
        for measure in measures:
            clause = i18n.tn(f"release.says.{measure}", totals[measure])
            part = self._sex(measure, totals[measure])
            clauses.append(i18n.t(key, clause=clause, part=part) if part else clause)
        return i18n.t("release.says", during=when, clauses=i18n.listed(clauses))

    def _sex(self, measure: str, total: int) -> str:
        """Of the women, else of the men, how many; empty where both are hidden."""
        found = self._said_of(measure)
        if found is None:
            return ""
        name, part = found
        share = self._share(part, total) if self._has_shares() else None
        if share is None:
            return i18n.tn(f"release.says.{name}", part)
        return i18n.t(f"release.says.{name}_share", share=share)

    def _said_of(self, measure: str) -> tuple[str, int] | None:
        shown = self._shown(f"{measure}.sex")
        found = ((name, shown[sex.value]) for sex, name in SAID_OF.items() if sex.value in shown)
        return next(found, None)

    def _has_shares(self) -> bool:
        """Whether each measure's share may be said: the same fact is told in one form throughout,
        in percents or in people."""
        said = ((self._said_of(measure), total) for measure, total in self.measures().items())
        return all(self._share(each[1], total) is not None for each, total in said if each)

    def ages(self, measure: str) -> str:
        """The published groups of age; empty where there is none, or where they are many."""
        table = self.tables.get(f"{measure}.age")
        if table is None or not 0 < len(shown := _published(table)) <= MOST_GROUPS:
            return ""
        cells = i18n.t("release.says.next").join(
            i18n.tn("release.says.group", int(value), label=label)
            for label, value in zip(shown["label"], shown["value"], strict=True)
        )
        return i18n.t("release.says.groups", title=table.title, cells=cells)

    def _shown(self, code: str) -> dict[str, int]:
        table = self.tables.get(code)
        if table is None:
            return {}
        rows = _published(table)
        return dict(zip(rows["row"], rows["value"].astype(int), strict=True))

    def _share(self, part: int, total: int) -> str | None:
        """A share of two rounded counts, where the true ones are near it, and neither the part nor
        the rest is small."""
        down = self.release.base // 2
        up = self.release.base - 1 - down
        if total - part < self.release.threshold:
            return None
        share = part / total
        off = max((part + up) / (total - down) - share, share - (part - down) / (total + up))
        return i18n.percent(share) if off <= FARTHEST else None


def _published(table: ReleasedTable) -> pd.DataFrame:
    """The inner cells of a table of one way that have a number."""
    rows = table.rows
    is_inner = (rows["column"] == NO_COLUMN) & ~words.is_grand(rows)
    return rows[is_inner & (rows["mark"] == Mark.PUBLISHED)]


def _trust(tables: Sequence[ReleasedTable]) -> str:
    """Of the last wave that has a share of all."""
    waves = [
        table
        for table in tables
        if table.is_trust
        and breakdown_of(table.code).startswith(f"{TRUSTED}.")
        and table.total_value is not None
    ]
    if not waves:
        return ""
    total = waves[-1].total
    return i18n.tn(
        "release.says.trust",
        int(total["n"]),
        institution=reference.programme().institution,
        **{name: i18n.percent(int(total[name]) / 100) for name in ("lower", "upper")},
        share=i18n.percent(int(total["value"]) / 100),
    )
