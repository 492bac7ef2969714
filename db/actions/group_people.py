"""Name some of those who were at a group session, new people and known ones, all or none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from sqlmodel import Session, col, select

from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.actions import cases, drafts
from db.actions import intervention_rules as rules
from db.actions.facts import refuse
from db.actions.group_sessions import SHARED, present, too_many
from db.actions.rows import Stored, log, stored
from db.derived import first_contacts
from db.errors import InvalidInput, NotFound, Problem, invalid
from db.inputs.cases import CaseInput, NewPerson, age_problems
from db.inputs.group_people import NAMED_TYPES, GroupPeopleInput, Line, needs_a_guardian, of_line
from db.inputs.partial_validation import collected, value_or_none
from db.models import Case, Intervention
from db.queries import merges
from db.records import GROUP_PEOPLE

FIELDS = ("group_id", *SHARED)


def record(session: Session, data: GroupPeopleInput, *, by: AccountId) -> Stored[Intervention]:
    """Store a row for each person, of the session's day and kind; the session itself stays as it
    is, and is the one event with its heads (``docs/domain.md#group-sessions``).

    A repeated ``submission_id`` stores nothing and says so. Raises ``InvalidInput``, the problems
    of a line under ``field_of`` it, and ``NotFound`` for a session that is not the account's own.
    """
    viewer = require(session, by, Permission.INTERVENTION_WRITE)
    drafts.finish(session, GROUP_PEOPLE, data, viewer)
    asked = {"group_id": data.group_id}
    if known := stored(session, Intervention, data.submission_id, by, asked):
        return _compared(session, data, known)
    group = _own(session, data.group_id, by)
    rules.check_posting(session, group.happened_on, group.agency_id, by)
    named = present(session, group.id)
    persons = _known(session, data, group, {row.case_id for row in named})
    sexes = [*(case.sex for case in persons), *(line.person.sex for line in data.lines)]
    refuse(_wrong(session, data, group), too_many(session, group, named, sexes))
    persons += [
        cases.open_case(
            session,
            NewPerson(**dict(line.person)),
            group.agency_id,
            group.happened_on,
            under,
            viewer,
            names=line.names,
        )
        for line, under in _new(data)
    ]
    rows = _name(session, viewer, group, persons, data.submission_id)
    first_contacts.added(session, [case.id for case in persons])
    return Stored(rows=rows, codes=tuple(case.code for case in persons))


def new_problems(session: Session, data: Any, viewer: Viewer) -> dict[str, Problem]:
    """What is wrong with names that were refused, as far as they could be read."""
    group = _own(session, data.group_id, viewer.account_id)
    if group.agency_id not in viewer.agencies:
        return {}
    return collected(
        lambda: _check_named(session, data, group),
        lambda: _wrong(session, data, group),
    )


def _check_named(session: Session, data: Any, group: Intervention) -> dict[str, Problem]:
    """What is wrong with the people who are known, or else with the numbers of each sex."""
    named = present(session, group.id)
    persons = _known(session, data, group, {row.case_id for row in named})
    said = [value_or_none(line.person, "sex") for line in data.lines]
    sexes = [*(case.sex for case in persons), *(sex for sex in said if sex is not None)]
    return too_many(session, group, named, sexes)


def _name(
    session: Session, viewer: Viewer, group: Intervention, persons: list[Case], submission_id: str
) -> tuple[Intervention, ...]:
    """A row a person, each in the log."""
    rows = []
    for position, case in enumerate(persons):
        row = Intervention(
            agency_id=group.agency_id,
            case_id=case.id,
            group_id=group.id,
            entered_by=viewer.account_id,
            submission_id=submission_id,
            position=position,
            **{name: getattr(group, name) for name in SHARED},
        )
        session.add(row)
        session.flush()
        log(session, viewer, "intervention.record", row, FIELDS, changes_results=position == 0)
        rows.append(row)
    return tuple(rows)


def _own(session: Session, group_id: int, by: AccountId) -> Intervention:
    """The account's own session, locked: two lists of it at once are counted together."""
    row = session.get(Intervention, group_id, with_for_update=True)
    if (
        row is None
        or row.entered_by != by
        or row.case_id is not None
        or row.voided_at is not None
        or row.type not in NAMED_TYPES
    ):
        raise NotFound("error.not_found")
    return row


def _known(
    session: Session, data: GroupPeopleInput, group: Intervention, named: set[int | None]
) -> list[Case]:
    """The people who were known before, each of them new to this session."""
    found = []
    here, day = {group.agency_id}, group.happened_on
    for case in cases.own_open_cases(session, data.case_ids, here, day):
        if case.id in named:
            raise invalid("form", "error.group_named_already")
        for wrong in age_problems(case.birth_year, day).values():
            raise InvalidInput({"form": wrong})
        # Two of the cards may be one person's, put together since.
        named.add(case.id)
        found.append(case)
    return found


def _wrong(session: Session, data: GroupPeopleInput, group: Intervention) -> dict[str, Problem]:
    """What is wrong with the new people, each under its line."""
    wrong, day = dict[str, Problem](), group.happened_on
    for line in data.lines:
        of_person = collected(
            partial(cases.check_new, session, line.person, day),
            partial(_check_guardian, line.person, day),
        )
        wrong |= of_line(line.position, InvalidInput(of_person))
    return wrong


def _check_guardian(person: CaseInput, day: date) -> None:
    if needs_a_guardian(person, day):
        raise invalid("birth_year", "error.group_minor")


def _new(data: GroupPeopleInput) -> list[tuple[Line, str]]:
    """The lines, each with the submission under which its person has a case."""
    first = len(data.case_ids)
    return [
        (line, cases.submission_of(data.submission_id, place))
        for place, line in enumerate(data.lines, first)
    ]


def _compared(
    session: Session, data: GroupPeopleInput, known: Stored[Intervention]
) -> Stored[Intervention]:
    """What is stored, and whether it is about the people who are named now."""
    ids, new = [row.case_id for row in known.rows], _new(data)
    persons = set(merges.surviving_cases(session, data.case_ids).values())
    query = select(Case).where(col(Case.submission_id).in_([under for _, under in new]))
    opened = {case.submission_id: case for case in session.exec(query)}
    is_same = len(ids) == len(data.case_ids) + len(new) and persons <= set(ids)
    for line, under in new:
        case, said = opened.get(under), line.person
        is_same &= case is not None and all(
            getattr(case, name) == getattr(said, name)
            for name in ("sex", "birth_year", "nationality")
        )
    return replace(known, as_asked=known.as_asked and is_same)
