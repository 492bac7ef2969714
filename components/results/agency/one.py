"""One agency: who is there, where it stands against target and mean, and why; then its details."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from components.language import i18n
from components.reads import labels
from components.reads.indicators import Follower
from components.results import attention, months, overview, register
from components.results.agency import beside, notes, numbers, quality, targets, team, why
from components.results.common import Asked
from components.results.layout import Page
from components.results.placements import postings
from components.results.placements.page import WAGE
from components.results.training import ENROLMENTS
from components.results.trust import survey
from db.measures import presence


def build(asked: Asked) -> Page:
    """The answer, the targets, the comparison with the mean and its reason, then all the rest."""
    (agency_id,) = asked.agencies
    followed = targets.followed(Follower(asked.viewer, asked.version), agency_id)
    promised = targets.promised(followed)
    return Page(
        answer=_answer(asked, agency_id, followed),
        notices=attention.found(asked, "agencies"),
        figures=partial(_first, asked, agency_id, promised),
        numbers=numbers.table(asked, agency_id, promised),
        named=[beside.card(asked, agency_id), survey.headline(asked)],
        below=partial(_below, asked, agency_id, targets.behind(followed)),
        more=[
            overview.interventions(asked),
            months.card(asked, ENROLMENTS),
            months.card(asked, WAGE),
            register.card(asked),
            postings.card(asked),
            quality.card(asked, agency_id),
        ],
    )


def _answer(asked: Asked, agency_id: int, followed: targets.Rows) -> str:
    """Who is there today, how many days nobody was, where the key indicators stand, and why."""
    parts = [f"{labels.agency(agency_id)}. {team.today(asked, agency_id)}."]
    if empty := asked.measure(presence.days_without)[agency_id]:
        parts.append(i18n.tn("agency.days_without", empty))
    parts += [targets.answer(followed), why.answer(asked, agency_id, targets.behind(followed))]
    return " ".join(filter(None, parts))


def _first(asked: Asked, agency_id: int, promised: targets.Rows) -> None:
    beside.figures(asked, agency_id)
    targets.draw(agency_id, promised)


def _below(asked: Asked, agency_id: int, behind: Sequence[str]) -> None:
    why.draw(asked, agency_id, behind)
    notes.draw(asked, agency_id)
    quality.approvals(asked)
