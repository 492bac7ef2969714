"""Every figure once more, in plain pandas from whole tables, sharing no code with the program.

Written after ``docs/domain.md`` and not after ``db/``: nothing of it is imported, and no query does
more than read a table. Slow and simple on purpose. ``test_measures_recount.py`` compares.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

TABLES = (
    "accounts", "agencies", "agency_counts", "cases", "course_agencies", "courses", "interventions",
    "organisations", "placements", "postings", "referrals", "retention_checks",
    "training_enrolments", "trust_responses", "trust_wave_agencies", "trust_waves",
)  # fmt: skip
DAYS = (
    "happened_on", "starts_on", "ends_on", "planned_end_on", "sent_on", "due_on", "done_on",
    "closed_on", "cancelled_on", "expires_on",
)  # fmt: skip
MOMENTS = ("voided_at", "cancelled_at", "closed_at", "entered_at")
GROUPS = {
    "WAGE": ["WAGE"],
    "INTERN": ["INTERN"],
    "APPRENT": ["APPRENT"],
    "SELF": ["AUTO_ENT", "OWN_ACC", "COOP", "COMPANY"],
}
KINDS = [kind for kinds in GROUPS.values() for kind in kinds]
PLACE = ["ENROLLED", "ONGOING", "COMPLETED", "CERTIFIED", "DROPPED"]
DONE = ["COMPLETED", "CERTIFIED"]
ANSWERED = ["ACCEPTED", "SERVED", "NO_SHOW", "REFUSED"]
CHECKED = {
    "SAME": "working", "OTHER": "working", "TRAIN": "training", "NOT_WORK": "not_working",
    "LEFT": "left", "UNREACH": "unreachable", "REFUSED": "refused",
}  # fmt: skip
Rows = list[tuple[Any, ...]]


class Cut(NamedTuple):
    """What is asked: days, the agencies that count, sexes and age bands (none: everybody)."""

    start: date
    end: date
    agencies: Collection[int]
    sexes: Collection[str] = ()
    bands: Collection[str] = ()


def pairs(**made: pd.Series) -> Rows:
    """Rows of keys and what was made of each, in order."""
    table = pd.DataFrame(made)
    keys = [key if isinstance(key, tuple) else (key,) for key in table.index]
    values = table.astype(int).to_numpy().tolist()
    return sorted(((*key, *row) for key, row in zip(keys, values, strict=True)), key=repr)


def heads(rows: pd.DataFrame, sexes: Collection[str]) -> pd.Series:
    columns = {"F": "women", "M": "men", "X": "other"}
    chosen = [name for sex, name in columns.items() if not sexes or sex in sexes]
    return rows[chosen].fillna(0).sum(axis=1)


class Recount:
    """The tables as they stand, without what is void, each event with its person."""

    def __init__(self, read: Callable[[str], pd.DataFrame], today: date, zone: str) -> None:
        self.today, self.zone = pd.Timestamp(today), zone
        table = {name: read(name) for name in TABLES}
        for rows in table.values():
            for name in rows.columns.intersection([*DAYS]):
                rows[name] = pd.to_datetime(rows[name])
            for name in rows.columns.intersection([*MOMENTS]):
                rows[name] = pd.to_datetime(rows[name], utc=True, format="mixed")
            if "voided_at" in rows and "t1" not in rows:
                rows.drop(rows.index[rows["voided_at"].notna()], inplace=True)
        counts = table["agency_counts"]
        counts["month"] = pd.to_datetime(counts["month"])
        self.table = table
        self._cut: Cut | None = None
        self._taken: dict[str, pd.DataFrame] = {}
        cases = table["cases"][["id", "sex", "birth_year", "entry_channel"]]
        self.persons = cases.rename(columns={"id": "case_id"})
        self.acts = self._of_people("interventions", "happened_on")
        self.work = self._of_people("placements", "starts_on")
        self.courses = self._of_people("training_enrolments", "starts_on")
        self.sent = self._of_people("referrals", "sent_on")
        centres = table["organisations"].set_index("id")["training_type"]
        own = self.courses["centre_id"].map(centres)
        self.courses["centre_type"] = own.where(own.notna(), self.courses["type"])
        self.courses["centre"] = self.courses["centre_id"].fillna(0).astype(int)
        begun = self.courses["day"] <= self.today
        self.places = self.courses[self.courses["status"].isin(PLACE) & begun]
        checks = table["retention_checks"]
        jobs = self.work.rename(columns={"id": "placement_id"})
        jobs = jobs[["placement_id", "case_id", "agency_id", "type", "sex", "birth_year"]]
        self.checks = checks[checks["cancelled_at"].isna()].merge(jobs, on="placement_id")
        self.checks["day"] = self.checks["due_on"]
        self.met = self._first_contacts()

    def _of_people(self, name: str, day: str) -> pd.DataFrame:
        rows = self.table[name].merge(self.persons, on="case_id", how="left")
        rows["day"] = rows[day]
        rows["month"] = rows["day"].dt.to_period("M").dt.to_timestamp()
        return rows

    def _first_contacts(self) -> pd.DataFrame:
        acts = self.acts[self.acts["case_id"].notna()].sort_values(["day", "id"])
        met = acts.groupby("case_id").first().reset_index()[["case_id", "agency_id", "day"]]
        after = acts.merge(met[["case_id", "day"]], on="case_id", suffixes=("", "_met"))
        after["later"] = (after["day"] - after["day_met"]).dt.days
        registered = after[after["type"] == "REGISTRATION"].groupby("case_id")["later"].min()
        back = after[after["later"] > 0].groupby("case_id")["later"].min()
        met["registered"], met["back"] = met["case_id"].map(registered), met["case_id"].map(back)
        seen = after.loc[after["type"] == "POSITIONING", "case_id"]
        met["positioned"] = met["case_id"].isin(seen)
        met["month"] = met["day"].dt.to_period("M").dt.to_timestamp()
        return met.merge(self.persons, on="case_id")

    # What a filter takes

    def inside(self, name: str, cut: Cut) -> pd.DataFrame:
        """Events in the period and at the agencies, whoever they are about."""
        rows: pd.DataFrame = getattr(self, name)
        within = rows["day"].between(pd.Timestamp(cut.start), pd.Timestamp(cut.end))
        return rows[within & rows["agency_id"].isin(list(cut.agencies))]

    def are_chosen(self, rows: pd.DataFrame, cut: Cut) -> pd.Series:
        """Whether a row's person is of the sexes and age bands asked for."""
        chosen = pd.Series(True, index=rows.index)
        if cut.sexes:
            chosen &= rows["sex"].isin(list(cut.sexes))
        if cut.bands:
            ages, fits = cut.end.year - rows["birth_year"], pd.Series(False, index=rows.index)
            for band in cut.bands:
                low, _, high = band.rstrip("+").partition("-")
                fits |= ages.between(int(low), int(high or 999))
            chosen &= fits
        return chosen

    def of(self, name: str, cut: Cut, *types: str) -> pd.DataFrame:
        """Events of the chosen people, of all types or of these; of one cut taken once."""
        if cut != self._cut:
            self._cut, self._taken = cut, {}
        if name not in self._taken:
            found = self.inside(name, cut)
            chosen = found["case_id"].notna() & self.are_chosen(found, cut)
            self._taken[name] = found[chosen]
        rows = self._taken[name]
        return rows[rows["type"].isin(types)] if types else rows

    def ago(self, days: int) -> pd.Timestamp:
        return self.today - pd.Timedelta(days=days)

    # Interventions

    def _with_sessions(self, cut: Cut) -> pd.DataFrame:
        """Rows of chosen people, and sessions at which such heads were; a session has no age."""
        found = self.inside("acts", cut)
        person = found["case_id"].notna()
        keep = person & self.are_chosen(found, cut)
        if not cut.bands:
            keep |= ~person & (heads(found, cut.sexes) > 0)
        return found[keep]

    def interventions_by_month(self, cut: Cut) -> Rows:
        rows = self._with_sessions(cut)
        rows = rows.assign(heads=heads(rows, cut.sexes), act=rows["group_id"].isna())
        by = rows.groupby(["month", "agency_id"])
        return pairs(events=by["act"].sum(), persons=by["case_id"].nunique(),
                     attendances=by["heads"].sum())  # fmt: skip

    def interventions_compared(self, cut: Cut) -> tuple[int, int, int]:
        rows = self._with_sessions(cut._replace(start=_begin_before(cut)))
        rows = rows[rows["group_id"].isna()]
        now = rows["day"] >= pd.Timestamp(cut.start)
        who = rows["case_id"].fillna(-rows["id"])
        moved = now.map({True: 1, False: -1}).groupby(who).sum()
        return int(now.sum()), int((~now).sum()), int((moved**2).sum())

    def people(self, name: str, cut: Cut, *types: str) -> int:
        """Distinct persons with such an event."""
        return int(self.of(name, cut, *types)["case_id"].nunique())

    def by_month(self, name: str, cut: Cut, *types: str) -> Rows:
        """Distinct persons within each month."""
        return pairs(persons=self.of(name, cut, *types).groupby("month")["case_id"].nunique())

    def meetings(self, cut: Cut) -> int:
        return int((self.inside("acts", cut)["type"] == "COORD").sum())

    # Cohorts

    def registered(self, cut: Cut) -> tuple[int, int, int, int]:
        """In time, of the ripe; so far, of all."""
        met = self.of("met", cut)
        ripe = met[met["day"] <= self.ago(30)]
        in_time = int((ripe["registered"] <= 30).sum())
        return in_time, len(ripe), int(met["registered"].notna().sum()), len(met)

    def revealed(self, cut: Cut) -> Rows:
        met = self.of("met", cut)
        asked = {
            "BACK_90": (met["day"] <= self.ago(90), met["back"] <= 90),
            "REGISTERED_30": (met["day"] <= self.ago(30), met["registered"] <= 30),
            "SELF_OR_PEER": (
                met["entry_channel"] != "NS", met["entry_channel"].isin(["SELF", "PEER"])
            ),
        }  # fmt: skip
        return sorted(
            (name, agency, int((of & yes)[at.index].sum()), int(of[at.index].sum()))
            for name, (of, yes) in asked.items()
            for agency, at in met.groupby("agency_id")
        )

    # Work

    def placed(self, group: str, cut: Cut) -> int:
        return self.people("work", cut, *GROUPS[group])

    def outcomes_by_month(self, cut: Cut) -> Rows:
        by = self.of("work", cut).groupby(["month", "agency_id", "type"])
        return pairs(persons=by["case_id"].nunique(), events=by.size())

    def outcomes_by_kind(self, cut: Cut) -> Rows:
        by = self.of("work", cut).groupby("type")
        made = {"persons": by["case_id"].nunique(), "events": by.size()}
        filled = {name: each.reindex(KINDS, fill_value=0) for name, each in made.items()}
        return pairs(**filled)

    def jobs_by(self, name: str, cut: Cut) -> Rows:
        rows = self.of("work", cut)
        return pairs(events=rows.groupby(["type", name]).size())

    def written_and_declared(self, cut: Cut) -> tuple[int, int]:
        jobs = self.of("work", cut, "WAGE")
        written = jobs["contract"].isin(["CDI", "CDD", "INTERIM", "SEASON"])
        declared = jobs["cnss_declared"].fillna(False).astype(bool)
        return int((written & declared).sum()), len(jobs)

    def _states(self, cut: Cut) -> pd.DataFrame:
        """The checks due in the period, each with what is known of it."""
        rows = self.of("checks", cut)
        group_of = {kind: group for group, kinds in GROUPS.items() for kind in kinds}
        late = pd.Series("coming", index=rows.index)
        late[rows["day"] <= self.today] = "pending"
        late[rows["day"] < self.ago(30)] = "overdue"
        said = rows["status"].map(CHECKED)
        return rows.assign(state=said.where(said.notna(), late), kind=rows["type"].map(group_of))

    def retention(self, cut: Cut) -> Rows:
        rows = self._states(cut)
        return pairs(checks=rows.groupby(["kind", "month", "state"]).size())

    def retained(self, cut: Cut) -> tuple[int, int]:
        """At 6 months, internships apart: working, of those done or long overdue."""
        rows = self._states(cut)
        rows = rows[(rows["month"] == 6) & (rows["kind"] != "INTERN")]
        counted = ~rows["state"].isin(["pending", "coming"])
        return int((rows["state"] == "working").sum()), int(counted.sum())


def _begin_before(cut: Cut) -> date:
    """The first day of the calendar month, quarter, half-year or year before a whole one; before
    other days, of as many."""
    start, last = pd.Timestamp(cut.start), pd.Timestamp(cut.end)
    for frequency, months in (("M", 1), ("Q", 3), ("Y", 12)):
        whole = start.to_period(frequency)
        if whole.start_time == start and whole.end_time.normalize() == last:
            return (start - pd.DateOffset(months=months)).date()
    half = pd.Timestamp(start.year, 1 if start.month < 7 else 7, 1)
    if half == start and half + pd.DateOffset(months=6) - pd.Timedelta(days=1) == last:
        return (start - pd.DateOffset(months=6)).date()
    return (start - (last - start) - pd.Timedelta(days=1)).date()
