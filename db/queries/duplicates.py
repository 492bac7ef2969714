"""People who may be the same one: by keys of their names, year of birth and sex."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.permissions import Permission, viewer_now
from db.access.viewer import Viewer
from db.codes import Sex
from db.inputs.duplicates import MOST_SHOWN, Look
from db.models import Case, CasePair, NameKey, PairState
from db.queries import merges
from db.queries.people import PersonLine, lines_of
from db.secrets.names import near, pairs

#: Years of birth that may be one: people do not always know theirs.
YEARS_APART = 1
#: What keys of names are kept for: other hashes than those of any other purpose. A name with a slip
#: in it is looked for in the viewer's agencies only: among many people it would be anybody's.
SAME_NAME, NEAR_NAME = "duplicates", "duplicates, with a slip"


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """Who may be the same person: those of the viewer's agencies, the likeliest first, and of all
    others only whether there are any."""

    lines: tuple[PersonLine, ...] = ()
    is_elsewhere: bool = False


@dataclass(frozen=True, kw_only=True)
class WaitingPair:
    """Two cases of which a manager is to say whether they are one person's.

    ``shares_name``: whether names were typed that sound alike, as far as keys of both are kept.
    """

    one: PersonLine
    other: PersonLine
    shares_name: bool


def alike(
    session: Session, keys: Collection[str], sex: Sex, birth_year: int, but: int | None = None
) -> list[int]:
    """The cases that may be this person's, the likeliest first; the caller has asked who looks."""
    if not keys:
        return []
    shared = sa.func.count().label("shared")
    apart = sa.func.abs(col(Case.birth_year) - birth_year)
    query = (
        sa.select(col(Case.id), apart, shared)
        .join(NameKey, col(NameKey.case_id) == col(Case.id))
        .where(
            col(NameKey.key).in_(sorted(keys)),
            # Not by the difference: of that PostgreSQL does not know how rare it is.
            col(Case.birth_year).between(birth_year - YEARS_APART, birth_year + YEARS_APART),
            _may_be(sex),
        )
        .group_by(col(Case.id), col(Case.birth_year))
        .order_by(shared.desc(), apart, col(Case.id))
    )
    ids = [row.id for row in session.execute(query)]
    found = dict.fromkeys(merges.surviving_cases(session, ids).values())
    return [each for each in found if each != but]


def may_be_one(one: Look, other: Look) -> bool:
    """Whether two who are both about to be entered may be one person, by the rules of ``alike``."""
    sexes = {one.sex, other.sex}
    return (
        abs(one.birth_year - other.birth_year) <= YEARS_APART
        and (len(sexes) == 1 or Sex.OTHER in sexes)
        and any(of(one.all) & of(other.all) for of in (pairs, near))
    )


def _may_be(sex: Sex) -> Any:
    """Women and men are told apart; whoever said neither may be either."""
    if sex is Sex.OTHER:
        return sa.true()
    return col(Case.sex).in_((sex, Sex.OTHER))


def of_case(session: Session, case_id: int, *, viewer: Viewer) -> tuple[PersonLine, ...]:
    """Who of the viewer's agencies may be the same person, where nobody has decided it."""
    here = viewer_now(session, viewer, Permission.PEOPLE_READ).agencies
    case = session.get(Case, case_id)
    if case is None or case.agency_id not in here:
        return ()
    keys = session.exec(select(NameKey.key).where(NameKey.case_id == case_id)).all()
    found = alike(session, keys, case.sex, case.birth_year, but=case_id)
    different = looked_at(session, case_id)
    return own_lines(session, [each for each in found if each not in different], here)


def own_lines(
    session: Session, ids: Iterable[int], here: Collection[int]
) -> tuple[PersonLine, ...]:
    """Those of these agencies, in the order given, as many as can be told apart."""
    wanted = list(ids)
    known = {line.id: line for line in lines_of(session, wanted) if line.agency_id in here}
    return tuple(known[each] for each in wanted if each in known)[:MOST_SHOWN]


def looked_at(session: Session, case_id: int) -> set[int]:
    """The cases of which something was said already beside this one, or beside a card that was put
    together with it; each as the case that stands for it."""
    own = merges.families(session, [case_id])[case_id]
    query = select(CasePair).where(
        sa.or_(col(CasePair.one_id).in_(own), col(CasePair.other_id).in_(own))
    )
    said = {each for pair in session.exec(query) for each in (pair.one_id, pair.other_id)}
    return {*merges.surviving_cases(session, said).values()} - {case_id}


def waiting(session: Session, *, viewer: Viewer) -> tuple[WaitingPair, ...]:
    """The pairs that wait for a manager, the longest waiting first."""
    here = viewer_now(session, viewer, Permission.PAIRS_DECIDE).agencies
    query = select(CasePair).where(CasePair.state == PairState.ASKED)
    asked = session.exec(query.order_by(col(CasePair.asked_at), col(CasePair.one_id))).all()
    wanted = list(dict.fromkeys(_now(session, asked)))
    ids = {each for pair in wanted for each in pair}
    lines = {line.id: line for line in lines_of(session, sorted(ids)) if line.agency_id in here}
    keys: dict[int, set[str]] = {each: set() for each in ids}
    for row in session.exec(select(NameKey).where(col(NameKey.case_id).in_(sorted(ids)))):
        keys[row.case_id].add(row.key)
    return tuple(
        WaitingPair(one=lines[one], other=lines[other], shares_name=bool(keys[one] & keys[other]))
        for one, other in wanted
        if {one, other} <= lines.keys()
    )


def _now(session: Session, pairs: Iterable[CasePair]) -> Iterator[tuple[int, int]]:
    """The pairs by the cases that stand for them by now, without those of which it has been said
    what they are, of any of their cards."""
    known = list(pairs)
    stand = merges.surviving_cases(session, {e for p in known for e in (p.one_id, p.other_id)})
    apart = _told_apart(session, set(stand.values()))
    for pair in known:
        one, other = sorted((stand[pair.one_id], stand[pair.other_id]))
        if one != other and (one, other) not in apart:
            yield one, other


def _told_apart(session: Session, standing: Collection[int]) -> set[tuple[int, int]]:
    """Two of these cases that are two people, as it was said of any of their cards."""
    roots = {
        each: root
        for root, several in merges.families(session, standing).items()
        for each in several
    }
    query = select(CasePair).where(
        CasePair.state == PairState.DIFFERENT,
        col(CasePair.one_id).in_(roots),
        col(CasePair.other_id).in_(roots),
    )
    found = ((roots[each.one_id], roots[each.other_id]) for each in session.exec(query))
    return {(min(pair), max(pair)) for pair in found}
