"""What needs attention: indicators behind their path and agencies, months that wait for a word,
entries to be looked at, people of closed agencies, checks that are late, registers that are
missing, agencies that nobody is in any more, a wave under way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from components.language import i18n
from components.reads import approvals, closed_agencies, indicator_words, quality, reference
from components.reads.indicators import Follower
from components.results.common import Asked, agency, listed
from components.results.indicators import agencies, words
from components.results.indicators.view import PLACE
from db.access.permissions import Permission, may
from db.access.survey_batches import BLOCK
from db.measures import counts, placements, targets, trust
from db.measures.paths import State

#: What the address of the page of data quality asks for: the kind of doubt, and the agency, as that
#: of the agencies' page does.
RULE, AGENCY = "rule", "agency"
#: So many agencies are named in a notice.
NAMED = 3
#: The pages that say all of it, and of which other pages they have it below themselves.
BELOW = {"overview": ("overview",), "agencies": ("overview", "agencies")}


@dataclass(frozen=True)
class Notice:
    """One line; ``page`` is the screen that says more, with what its address asks for; none where
    it is said below."""

    text: str
    icon: str
    page: str | None
    query: Mapping[str, str] = field(default_factory=dict)


def found(asked: Asked, here: str) -> list[Notice]:
    """What concerns a page, or all of it on the overview, the most pressing first."""
    every = [
        *_left_cases(asked),
        *_late_checks(asked),
        *_nobody_in_post(asked),
        *registers(asked),
        *_wave(asked),
    ]
    if here in BELOW:
        pressing = [*_behind(asked, here), *_agencies_behind(asked), *_months(asked)]
        every = [*pressing, *_doubts(asked), *every]
    if here in BELOW:
        return [replace(each, page=None) if each.page in BELOW[here] else each for each in every]
    own = [replace(each, page=None) for each in every if each.page == here]
    return [*own, *_reopened(asked), *_no_wave(asked)] if here == "trust" else own


def _late_checks(asked: Asked) -> Iterator[Notice]:
    late = int(asked.measure(placements.retention)["overdue"].sum())
    if late:
        yield Notice(i18n.tn("attention.late_checks", late), "schedule", "placements")


def path(asked: Asked) -> Notice | None:
    """Where the key indicators stand at the place that is looked at, which leads to their page; of
    a period that is over, on its last day. None where there is no path, or nobody to keep to it."""
    place, rows = _place(asked), _followed(asked)
    if not any(each.standing.state is not State.NO_TARGET for _, each in rows):
        return None
    if place in agencies.never_had_agent(Follower(asked.viewer, asked.version)):
        return None
    told, day = words.standings(rows, is_dated=True), asked.wanted.end
    if day < reference.today():
        told = i18n.t("indicators.standing_then", day=i18n.day(day, "medium"), told=told)
    page, query = ("agencies", {AGENCY: str(place)}) if place else ("indicators", {})
    if place in asked.without_agent_in_period:
        # The agency's page shows no work of a period without any, nor its targets.
        page, query = "indicators", {PLACE: str(place)}
    return Notice(told, "flag", page, query)


def _followed(asked: Asked) -> list[agencies.Row]:
    """The key indicators at the place that is looked at; none where it has no path."""
    place, today = _place(asked), reference.today()
    if place is None or asked.wanted.start > today:
        return []
    follower, day = Follower(asked.viewer, asked.version), min(asked.wanted.end, today)
    return [
        (each, follower.followed(each.code, place or None, day))
        for each in follower.sheets()
        if each.is_key
    ]


def _behind(asked: Asked, here: str) -> Iterator[Notice]:
    """Key indicators that are behind, where the page's answer does not say so: at an agency without
    an agent, and on the page of one, of a period that is over."""
    place, is_over = _place(asked), asked.wanted.end < reference.today()
    titles = agencies.behind(_followed(asked))
    if place is None or not titles:
        return
    is_nobody = place in agencies.never_had_agent(Follower(asked.viewer, asked.version))
    if not is_nobody and not (is_over and here == "agencies"):
        return
    told = {"place": indicator_words.place(place or None), "titles": listed(titles)}
    page, query = "indicators", dict[str, str]()
    if place in asked.without_agent_in_period:
        query = {PLACE: str(place)}
    elif place:
        page, query = "agencies", {AGENCY: str(place)}
    key = "behind_nobody"
    if is_over:
        key, told = "was_behind", told | {"day": i18n.day(asked.wanted.end, "medium")}
    yield Notice(i18n.tn(f"attention.{key}", len(titles), **told), "flag", page, query)


def _agencies_behind(asked: Asked) -> Iterator[Notice]:
    """Which of several agencies are behind, those that are behind at most first; none where nobody
    was ever posted."""
    if not asked.wanted.start <= reference.today() <= asked.wanted.end or len(asked.agencies) < 2:
        return
    follower = Follower(asked.viewer, asked.version)
    key = [each for each in follower.sheets() if each.is_key]
    # Most agencies of a programme may have no target: their figures are not asked for.
    aimed, never = asked.measure(targets.with_target), agencies.never_had_agent(follower)
    rows = {
        place: len(agencies.behind(agencies.at(follower, place, found)))
        for place in asked.agencies
        if place not in never and (found := [each for each in key if (each.code, place) in aimed])
    }
    names = [agency(each) for each in sorted(rows, key=lambda each: -rows[each]) if rows[each]]
    if names:
        text = i18n.tn("attention.agencies_behind", len(names), agencies=_some(names))
        yield Notice(text, "storefront", "agencies")


def _some(names: list[str]) -> str:
    """The first of them, and how many more there are."""
    more = len(names) - NAMED
    if more <= 0:
        return listed(names)
    return i18n.tn("attention.more", more, names=listed(names[:NAMED]))


def _doubts(asked: Asked) -> Iterator[Notice]:
    """Entries of the last twelve months to be looked at, as the page of data quality counts them:
    of one agency, or of all. It opens at the kind of which there are most."""
    if asked.wanted.end < reference.today():
        return
    query = _one_agency(asked)
    chosen = asked.wanted.agencies if query else frozenset[int]()
    found = quality.doubts(asked.viewer, chosen, asked.version)
    if found:
        ((rule, _),) = found.most_common(1)
        text = i18n.tn("attention.doubts", found.total(), span=quality.span())
        yield Notice(text, "fact_check", "data-quality", {RULE: rule.value, **query})


def _one_agency(asked: Asked) -> dict[str, str]:
    """What the page of data quality is asked for where one agency is chosen."""
    return {AGENCY: str(asked.agencies[0])} if len(asked.wanted.agencies) == 1 else {}


def _place(asked: Asked) -> int | None:
    """One agency, or the programme as a whole; none between the two, which has no path."""
    if len(asked.agencies) == 1:
        return asked.agencies[0]
    is_whole = asked.agencies == list(reference.agencies())
    return words.PROGRAMME if is_whole and asked.agencies else None


def _months(asked: Asked) -> Iterator[Notice]:
    """Months that wait for the viewer's word, where it is said."""
    if asked.wanted.end < reference.today():
        return
    for word, found in approvals.waiting(asked.viewer, asked.wanted.agencies, asked.version):
        waiting = {each.agency_id for each in found}
        names = _names([each for each in asked.agencies if each in waiting])
        text = i18n.tn(f"attention.{word}", len(found), agencies=names)
        yield Notice(text, "rule", "data-quality", _one_agency(asked))


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


def _left_cases(asked: Asked) -> Iterator[Notice]:
    """Closed agencies with open cases, for whoever says which agency goes on with them."""
    if asked.wanted.end < reference.today():
        return
    left = closed_agencies.with_cases(asked.viewer, asked.version)
    if chosen := [each for each in left if each in asked.agencies]:
        told = i18n.t("attention.left_cases", agencies=_names(chosen))
        yield Notice(told, "move_up", "agency-days")


def registers(asked: Asked) -> Iterator[Notice]:
    """Months of an agency's register that were not received; a manager is led to where they are
    typed. Those from before the programme are wanted too, to compare with, and nobody owes them."""
    rows = asked.measure(counts.registered_by_month)
    writes = may(asked.viewer.role, Permission.REGISTER_COUNTS_WRITE)
    rows, began = rows[rows["value"].isna()], reference.programme().starts_on.replace(day=1)
    is_before = rows["month"] < began
    for key, icon, found in (
        ("registers", "inbox", rows[~is_before]),
        ("registers_before", "history", rows[is_before]),
    ):
        missing = Counter(int(each) for each in found["agency_id"])
        if missing:
            told = i18n.tn(f"attention.{key}", missing.total(), agencies=_names(list(missing)))
            yield Notice(told, icon, "register-counts" if writes else "overview")


def _wave(asked: Asked) -> Iterator[Notice]:
    """How far the wave is that runs: in steps of ten, up to yesterday."""
    rows = asked.measure(trust.waves)
    running = rows.loc[~rows["is_over"], ["wave", "answered"]]
    for wave, answered in running.itertuples(index=False, name=None):
        key, number = ("wave", answered) if answered else ("wave_few", BLOCK)
        text = i18n.tn(f"attention.{key}", number, wave=wave)
        yield Notice(text, "pending_actions", "trust")


def _reopened(asked: Asked) -> Iterator[Notice]:
    """A wave that was over and runs again, or ran again, and why."""
    rows = asked.measure(trust.waves)
    rows = rows.loc[rows["reopened_on"].notna(), ["wave", "reopened_on", "reopen_reason"]]
    for wave, day, reason in rows.itertuples(index=False, name=None):
        told = {"wave": wave, "day": i18n.day(day, "medium"), "reason": reason}
        yield Notice(i18n.t("attention.wave_reopened", **told), "lock_open", None)


def _no_wave(asked: Asked) -> Iterator[Notice]:
    """Without a wave there is no answer: which step makes one, and the way there."""
    if asked.measure(trust.waves).empty:
        told = i18n.t("attention.no_wave", screen=i18n.t("page.trust_waves"))
        plans = may(asked.viewer.role, Permission.WAVES_MANAGE)
        yield Notice(told, "waves", "trust-waves" if plans else None)


def _names(found: list[int]) -> str:
    return listed(map(agency, found))
