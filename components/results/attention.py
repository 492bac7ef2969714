"""What needs attention: checks that are late, registers that are missing, agencies that nobody is
in any more, a wave under way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from components.language import i18n
from components.reads import reference
from components.results.common import Asked, agency, listed
from db.access.batches import BLOCK
from db.measures import counts, placements, trust


@dataclass(frozen=True)
class Notice:
    """One line; ``page`` is the screen that says more, none where it is said below."""

    text: str
    icon: str
    page: str | None


def found(asked: Asked, here: str) -> list[Notice]:
    """What concerns a page, or all of it on the overview, the most pressing first."""
    every = [*_late_checks(asked), *_nobody_in_post(asked), *_registers(asked), *_wave(asked)]
    if here == "trust":
        every += [*_reopened(asked), *_no_wave(asked)]
    if here == "overview":
        return [replace(each, page=None if each.page == here else each.page) for each in every]
    return [replace(each, page=None) for each in every if each.page == here]


def _late_checks(asked: Asked) -> Iterator[Notice]:
    late = int(asked.measure(placements.retention)["overdue"].sum())
    if late:
        yield Notice(i18n.tn("attention.late_checks", late), "schedule", "placements")


def _nobody_in_post(asked: Asked) -> Iterator[Notice]:
    """Agencies whose agent left within the period, and where nobody is today."""
    if asked.wanted.end < reference.today():
        return
    rows = asked.measure(placements.postings)
    running = [not isinstance(each, date) or each >= reference.today() for each in rows["ends_on"]]
    left = set(rows["agency_id"]) - set(rows.loc[running, "agency_id"])
    if left:
        names = _names([each for each in asked.agencies if each in left])
        yield Notice(i18n.t("attention.nobody", agencies=names), "person_off", "placements")


def _registers(asked: Asked) -> Iterator[Notice]:
    rows = asked.measure(counts.registered_by_month)
    missing = Counter(int(each) for each in rows.loc[rows["value"].isna(), "agency_id"])
    if missing:
        yield Notice(
            i18n.tn("attention.registers", missing.total(), agencies=_names(list(missing))),
            "inbox",
            "overview",
        )


def _wave(asked: Asked) -> Iterator[Notice]:
    """How far the wave is that runs: in steps of ten, up to yesterday."""
    rows = asked.measure(trust.waves)
    running = rows.loc[~rows["is_over"], ["wave", "ends_on", "answered"]]
    for wave, ends_on, answered in running.itertuples(index=False, name=None):
        told = {"wave": wave, "day": i18n.day(ends_on, "medium")}
        if answered:
            text = i18n.tn("attention.wave", answered, **told)
        else:
            text = i18n.t("attention.wave_few", least=BLOCK, **told)
        yield Notice(text, "pending_actions", "trust")


def _reopened(asked: Asked) -> Iterator[Notice]:
    """A wave that was over and runs again, or ran again, and why."""
    rows = asked.measure(trust.waves)
    rows = rows.loc[rows["reopened_on"].notna(), ["wave", "reopened_on", "reopen_reason"]]
    for wave, day, reason in rows.itertuples(index=False, name=None):
        told = {"wave": wave, "day": i18n.day(day, "medium"), "reason": reason}
        yield Notice(i18n.t("attention.wave_reopened", **told), "lock_open", "trust")


def _no_wave(asked: Asked) -> Iterator[Notice]:
    """Without a wave there is no answer: which step makes one."""
    if asked.measure(trust.waves).empty:
        screen = i18n.t("page.trust_waves")
        yield Notice(i18n.t("attention.no_wave", screen=screen), "waves", "trust")


def _names(agencies: list[int]) -> str:
    return listed(map(agency, agencies))
