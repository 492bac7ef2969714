"""The same of courses, referrals, postings, the agencies' registers and the survey."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from tests.db.measures.recount import ANSWERED, DONE, GROUPS, Cut, Recount, Rows, pairs

#: Of each item of an indicator the lowest answer that counts, and the highest valid one.
ITEMS = {"t1": (6, 10), "d_fai": (2, 3), "s_sat": (2, 3)}
#: Under so many valid answers nothing is told.
LEAST = 10


def _added(sizes: pd.Series) -> Rows:
    """By agency, over clusters of n, n times n less n."""
    by = (sizes * (sizes - 1)).groupby("agency_id").sum()
    return [(agency, n) for agency, n in zip(by.index.tolist(), by.tolist(), strict=True) if n]


class Places(Recount):
    """What is counted of places, beside what is counted of people."""

    # Courses

    # Cohorts

    def funnel(self, cut: Cut) -> dict[str, tuple[int, int, int | None, int | None]]:
        """Of each step: who reached it; of how many the days since the step before are known, their
        median (of two in the middle the later) where they are ten; whose furthest step it is."""
        met = self.of("met", cut)
        ever = {
            "FIRST_CONTACT": met,
            "REGISTERED": self.acts[self.acts["type"] == "REGISTRATION"],
            "POSITIONING": self.acts[self.acts["type"] == "POSITIONING"],
            "TRAINING": self.places,
            **{name: self.work[self.work["type"].isin(kinds)] for name, kinds in GROUPS.items()},
        }
        last = dict.fromkeys(ever, "POSITIONING")
        last |= {"REGISTERED": "FIRST_CONTACT", "POSITIONING": "REGISTERED"}
        cases = self.table["cases"]
        closed = cases.loc[cases["closed_on"].notna(), "id"]
        left = met[~met["case_id"].isin(self.work["case_id"]) & ~met["case_id"].isin(closed)]
        under_way: dict[str, int] = {}
        for step in ("POSITIONING", "REGISTERED", "FIRST_CONTACT"):
            here = left["case_id"].isin(ever[step]["case_id"])
            under_way[step], left = int(here.sum()), left[~here]
        found = {}
        for step, rows in ever.items():
            days: list[int] = []
            if step != "FIRST_CONTACT":
                began = ever[last[step]].groupby("case_id")["day"].min().rename("began")
                own = rows[["case_id", "day"]].merge(began, on="case_id")
                own = own[own["case_id"].isin(met["case_id"]) & (own["day"] >= own["began"])]
                days = sorted((own["day"] - own["began"]).dt.days.groupby(own["case_id"]).min())
            median = int(days[len(days) // 2]) if len(days) > 9 else None
            reached = int(met["case_id"].isin(rows["case_id"]).sum())
            found[step] = (reached, len(days), median, under_way.get(step))
        return found

    # Who comes together

    def classes(self, cut: Cut) -> int:
        rows = self.of("places", cut)
        alone = rows["agency_id"].where(rows["centre"] == 0, 0)
        sizes = rows.assign(at=alone).groupby(["day", "centre_type", "centre", "at"]).size()
        return int((sizes * (sizes - 1)).sum())

    def classes_by_agency(self, cut: Cut) -> Rows:
        rows = self.of("places", cut)
        return _added(rows.groupby(["agency_id", "day", "centre_type", "centre"]).size())

    def groups(self, cut: Cut) -> Rows:
        """Of who is seen, those who are named of a session on their first day at the agency."""
        rows = self.of("acts", cut)
        first = rows.groupby(["case_id", "agency_id"])["day"].transform("min")
        rows = rows[(rows["day"] == first) & rows["group_id"].notna()]
        return _added(rows.groupby(["agency_id", "day"])["case_id"].nunique())

    def first_groups(self, cut: Cut) -> Rows:
        """The same of those who were never there before."""
        rows = self.of("acts", cut._replace(start=date(1900, 1, 1)))
        first = rows.groupby(["case_id", "agency_id"])["day"].transform("min")
        came = (rows["day"] == first) & (first >= pd.Timestamp(cut.start))
        rows = rows[came & rows["group_id"].notna()]
        return _added(rows.groupby(["agency_id", "day"])["case_id"].nunique())

    def enrolments_by_month(self, cut: Cut) -> Rows:
        by = self.of("places", cut).groupby(["month", "agency_id"])
        return pairs(events=by.size(), persons=by["case_id"].nunique())

    def courses_by_kind(self, cut: Cut) -> Rows:
        by = self.of("courses", cut).groupby(["type", "status"])
        return pairs(events=by.size(), persons=by["case_id"].nunique())

    def courses_by_centre(self, cut: Cut) -> Rows:
        by = self.of("places", cut).groupby("centre_type")
        return pairs(events=by.size(), persons=by["case_id"].nunique())

    def _ended(self, cut: Cut) -> pd.DataFrame:
        """Places in courses that should be over by now."""
        rows = self.of("places", cut)
        return rows[rows["planned_end_on"] < self.today]

    def completion(self, cut: Cut) -> tuple[int, int]:
        rows = self._ended(cut)
        return int(rows["status"].isin(DONE).sum()), len(rows)

    def completion_by_kind(self, cut: Cut) -> Rows:
        rows = self._ended(cut)
        rows = rows.assign(done=rows["status"].isin(DONE), of=1)
        by = rows.groupby("type")
        return pairs(done=by["done"].sum(), of=by["of"].sum())

    def leaving_by_centre(self, cut: Cut) -> Rows:
        rows = self.of("places", cut)
        over = rows["planned_end_on"] < self.today
        rows = rows.assign(
            entered=1, over=over, done=over & rows["status"].isin(DONE),
            left=over & (rows["status"] == "DROPPED"),
        )  # fmt: skip
        by = rows.groupby("centre")
        return pairs(**{name: by[name].sum() for name in ("entered", "done", "left", "over")})

    def reasons_for_leaving(self, cut: Cut) -> Rows:
        rows = self._ended(cut)
        rows = rows[rows["status"] == "DROPPED"]
        reason = rows["drop_reason"].fillna("")
        return pairs(events=rows.assign(reason=reason).groupby(["centre", "reason"]).size())

    def courses_begun(self, cut: Cut) -> Rows:
        sends, rows = self.table["course_agencies"], self.table["courses"]
        here = sends.loc[sends["agency_id"].isin(list(cut.agencies)), "course_id"]
        begun = rows["starts_on"].between(pd.Timestamp(cut.start), pd.Timestamp(cut.end))
        rows = rows[begun & rows["id"].isin(here) & rows["cancelled_on"].isna()]
        everybody = self.courses[self.courses["course_id"].notna()]
        mine = everybody[everybody["agency_id"].isin(list(cut.agencies))]
        mine = mine[self.are_chosen(mine, cut)]

        def held(people: pd.DataFrame, course: int, *status: str) -> int:
            return int(people["status"][people["course_id"] == course].isin(status).sum())

        way = ("ENROLLED", "ONGOING")
        return sorted(
            (int(course), int(places), held(everybody, course, *way, *DONE),
             held(mine, course, *DONE), held(mine, course, *way), held(mine, course, "DROPPED"))
            for course, places in zip(rows["id"], rows["places"], strict=True)
        )  # fmt: skip

    # Referrals

    def to_training(self, cut: Cut) -> int:
        return self.people("sent", cut, "TRAINING")

    def sent_by_month(self, cut: Cut) -> Rows:
        return pairs(events=self.of("sent", cut).groupby(["month", "agency_id"]).size())

    def _answered(self, cut: Cut) -> pd.DataFrame:
        rows = self.of("sent", cut)
        ripe = rows["day"] < self.ago(30)
        return rows.assign(
            organisation=rows["organisation_id"].fillna(0).astype(int),
            agency=rows["to_agency_id"].fillna(0).astype(int), sent=1, ripe=ripe,
            answered=rows["status"].isin(ANSWERED), served=rows["status"] == "SERVED",
            in_time=ripe & (rows["answered_after"] <= 30),
        )  # fmt: skip

    def feedback(self, cut: Cut) -> tuple[int, int]:
        rows = self._answered(cut)
        return int(rows["in_time"].sum()), int(rows["ripe"].sum())

    def referrals_by_place(self, cut: Cut) -> Rows:
        by = self._answered(cut).groupby(["organisation", "agency"])
        names = ("sent", "answered", "served", "ripe", "in_time")
        return pairs(**{name: by[name].sum() for name in names})

    def days_to_answer(self, cut: Cut) -> Rows:
        rows = self._answered(cut)
        rows = rows[rows["answered_after"].notna()]
        rows = rows.assign(days=rows["answered_after"].astype(int))
        return pairs(events=rows.groupby(["organisation", "agency", "days"]).size())

    # Agents, and the agencies' own registers

    def _postings(self) -> pd.DataFrame:
        """Each ends with its agency or its account, where nobody ended it before."""
        rows = self.table["postings"].rename(columns={"ends_on": "said"})
        agencies, accounts = (
            self.table[name].set_index("id") for name in ("agencies", "accounts")
        )  # fmt: skip
        shut = rows["account_id"].map(accounts["closed_at"]).dt.tz_convert(self.zone)
        ends = pd.DataFrame(
            {
                "said": rows["said"],
                "agency": rows["agency_id"].map(agencies["closed_on"]),
                "expiry": rows["account_id"].map(accounts["expires_on"]),
                "account": shut.dt.tz_localize(None).dt.normalize(),
            }
        )
        last = ends.astype("datetime64[ns]").min(axis=1)
        return rows.assign(last=last.fillna(pd.Timestamp.max))

    def _in_post(self, day: pd.Timestamp, cut: Cut) -> pd.DataFrame:
        rows = self._postings()
        there = (rows["starts_on"] <= day) & (day <= rows["last"])
        return rows[there & rows["agency_id"].isin(list(cut.agencies))]

    def agents_in_post(self, cut: Cut) -> int | None:
        if pd.Timestamp(cut.start) > self.today:
            return None
        day = min(pd.Timestamp(cut.end), self.today)
        return int(self._in_post(day, cut)["account_id"].nunique())

    def _at_month_ends(self, cut: Cut) -> list[tuple[pd.Timestamp, pd.DataFrame]]:
        """Who is in post on the last day of each month that has begun, or today."""
        return [
            (
                month.to_timestamp(),
                self._in_post(
                    min(month.to_timestamp(how="end").normalize(), pd.Timestamp(cut.end),
                        self.today),
                    cut,
                ),
            )
            for month in pd.period_range(cut.start, cut.end, freq="M")
            if month.to_timestamp() <= self.today
        ]  # fmt: skip

    def agents_by_agency(self, cut: Cut) -> Rows:
        return [
            (month, agency, own["account_id"].nunique())
            for month, there in self._at_month_ends(cut)
            for agency, own in there.groupby("agency_id")
        ]

    def registers(self, cut: Cut) -> Rows:
        """Each month that is over, until the agency closed, or that came before; none: a gap."""
        rows = self.table["agency_counts"]
        rows = rows[rows["measure"] == "REGISTERED"]
        came = {(month, agency): value for month, agency, value in
                zip(rows["month"], rows["agency_id"], rows["value"], strict=True)}  # fmt: skip
        closed = self.table["agencies"].set_index("id")["closed_on"]
        running = self.today.replace(day=1)
        found: list[tuple[Any, ...]] = []
        for month in pd.period_range(cut.start, cut.end, freq="M").to_timestamp():
            for agency in cut.agencies:
                is_open = pd.isna(closed[agency]) or month <= closed[agency]
                value = came.get((month, agency))
                if value is not None or (month < running and is_open):
                    found.append((month, agency, value))
        return sorted(found, key=repr)

    # The survey

    def trusting(self, item: str, cut: Cut) -> set[tuple[int, int]]:
        """Of the last wave asked there that ended in the period: favourable, of the valid answers
        of users, without flagged, void and open ones; of agencies with ten at least.

        A figure stands as at the end of one of the days on which answers came
        (``docs/trust.md#figures-of-an-open-wave``): all sums that this allows, of which there is
        one where they came on one day.
        """
        waves, asked = self.table["trust_waves"], self.table["trust_wave_agencies"]
        here = asked.loc[asked["agency_id"].isin(list(cut.agencies)), "wave_id"]
        last = min(pd.Timestamp(cut.end), self.today - pd.Timedelta(days=1))
        ended = waves["ends_on"].between(pd.Timestamp(cut.start), last) & waves["id"].isin(here)
        if not ended.any():
            return set()
        wave = waves[ended].sort_values("ends_on").iloc[-1]["id"]
        rows = self.table["trust_responses"]
        rows = rows[
            (rows["wave_id"] == wave) & ~rows["conflict_of_interest"].astype(bool)
            & rows["moment"].isin(["T1", "T2"]) & (rows["mode"] != "OPEN_LINK")
            & rows["agency_id"].isin(list(cut.agencies)) & (rows[item] <= ITEMS[item][1])
        ]  # fmt: skip
        sums = {(0, 0)}
        for _, answers in rows.groupby("agency_id"):
            one = self._on_some_day(answers, item)
            sums = {(good + more, n + of) for good, n in sums for more, of in one}
        return sums - {(0, 0)}

    def _on_some_day(self, answers: pd.DataFrame, item: str) -> set[tuple[int, int]]:
        """Favourable and valid answers at the end of each day, where they are enough."""
        came, went = (
            answers[name].dt.tz_convert(self.zone).dt.tz_localize(None).dt.normalize()
            for name in ("entered_at", "voided_at")
        )
        found = set()
        for day in set(came) | set(went.dropna()):
            stand = answers.loc[(came <= day) & ~(went <= day), item]
            if len(stand) >= LEAST:
                found.add((int((stand >= ITEMS[item][0]).sum()), len(stand)))
        return found or {(0, 0)}
