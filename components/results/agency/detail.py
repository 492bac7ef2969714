"""One agency: who is there, where it stands against target and mean, and why; then its details."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from components.cards.card import Card
from components.language import i18n
from components.reads.indicators import Follower
from components.results import attention, months, overview, register
from components.results.agency import (
    beside,
    decomposition,
    listing,
    notes,
    numbers,
    quality,
    shortfalls,
    targets,
    team,
)
from components.results.card_cache import card
from components.results.common import Asked, agency
from components.results.indicators import agencies as indicator_lines
from components.results.layout import Page
from components.results.placements import postings
from components.results.placements.page import WAGE
from components.results.training import enrolments
from components.results.trust import survey
from db.measures import presence


def build(asked: Asked) -> Page:
    """The answer, why it is behind, the comparison with the mean, then all the rest; where nobody
    was posted its register comes first, and nothing is compared with agents' work."""
    (agency_id,) = asked.agencies
    follower = Follower(asked.viewer, asked.version)
    followed = targets.followed(follower, agency_id)
    with_target = targets.with_target(followed)
    is_apart = agency_id in indicator_lines.never_had_agent(follower)
    first = card(register.card, asked) if is_apart else card(beside.card, asked, agency_id)
    return Page(
        answer=_answer(asked, agency_id, followed, is_apart=is_apart),
        reasons=[] if is_apart else shortfalls.told(follower, agency_id, followed),
        notices=attention.found(asked, "agencies"),
        figures=partial(_first, asked, agency_id, with_target),
        numbers=numbers.table(asked, agency_id, with_target),
        named=[first, card(survey.headline, asked)],
        below=partial(_below, asked, agency_id, targets.behind(followed)),
        more=_more(asked, agency_id, is_apart=is_apart),
    )


def _more(asked: Asked, agency_id: int, *, is_apart: bool) -> list[Card]:
    return [
        card(overview.interventions, asked),
        card(enrolments, asked),
        card(months.card, asked, WAGE),
        *([] if is_apart else [card(register.card, asked)]),
        card(postings.card, asked),
        card(quality.card, asked, agency_id),
    ]


def _answer(asked: Asked, agency_id: int, followed: targets.Rows, *, is_apart: bool) -> str:
    """Where the key indicators stand and why, who is there today, and on how many days nobody
    was."""
    name = f"{agency(agency_id)}."
    if is_apart:
        return " ".join([name, listing.set_apart({agency_id: followed})])
    follower = Follower(asked.viewer, asked.version)
    said = targets.answer(followed, shortfalls.reasons(follower, agency_id, followed))
    parts = [name, said, f"{team.today(asked, agency_id)}."]
    if empty := asked.measure(presence.days_without)[agency_id]:
        parts.append(i18n.tn("agency.days_without", empty))
    return " ".join(parts)


def _first(asked: Asked, agency_id: int, with_target: targets.Rows) -> None:
    beside.figures(asked, agency_id)
    targets.draw(asked.viewer, agency_id, with_target)


def _below(asked: Asked, agency_id: int, behind: Sequence[str]) -> None:
    decomposition.draw(asked, agency_id, behind)
    notes.draw(asked, agency_id)
    quality.approvals(asked)
