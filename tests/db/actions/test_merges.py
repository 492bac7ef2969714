"""Two cases of one person: everything goes to the kept one, figures follow, and all comes back."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from db import audit
from db.actions import duplicates, merged_consents, merges
from db.codes import RetentionStatus
from db.derived import first_contacts
from db.errors import AppError, InvalidInput, NotAllowed, NotFound
from db.inputs import case_codes
from db.inputs.duplicates import Merge, Pair
from db.inputs.parse import validated
from db.inputs.people import PeopleSearch, PersonWord
from db.inputs.results import ResultFilter
from db.measures.activity import registrations
from db.models import (
    AuditEntry,
    Case,
    CaseMerge,
    CasePair,
    FirstContact,
    FollowUp,
    Intervention,
    MergedRow,
    PairState,
    Placement,
    Posting,
    RetentionCheck,
)
from db.models.base import now
from db.queries import cases, people
from db.queries.duplicates import waiting
from db.queries.merges import merge_lines
from db.queries.person_timeline import timeline
from tests.acts import a_placement, an_intervention, close_case
from tests.cast import CAST, ago, today
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.actions.test_duplicates import found, opened
from tests.db.actions.test_interventions import record
from tests.db.measures.events import Stage

pytestmark = POSTGRESQL_AT_LENGTH


KEPT, OTHER = CAST.case_rabat, CAST.case_rabat_2
AGENT = CAST.agent_rabat
#: What a merge writes itself.
OWN = {"case_merges", "merged_rows", "case_pairs", "audit_entries", "audit_links", "audit_tail",
       "change_counter", "last_changes"}  # fmt: skip


def merge(session: Session, kept: int = KEPT, other: int = OTHER, by: int = AGENT) -> merges.Merged:
    return merges.merge(session, validated(Merge, {"kept_id": kept, "merged_id": other}), by=by)


def rows(session: Session) -> dict[str, list[Any]]:
    """Every row of every table, but those that a merge writes."""
    session.flush()
    return {
        table.name: sorted(map(tuple, session.execute(sa.select(*table.columns))), key=str)
        for table in SQLModel.metadata.sorted_tables
        if table.name not in OWN
    }


@pytest.fixture(autouse=True)
def real_codes(session: Session) -> None:
    """Codes as they stand on cards: those of the cast have wrong check characters."""
    for case_id in (KEPT, OTHER):
        session.get_one(Case, case_id).code = case_codes.make()
    session.flush()


def with_everything(session: Session, case: int = OTHER) -> None:
    """A person with a row in each table that a case can stand in."""
    stage = Stage(session)
    met = stage.met(case, ago(50), "REGISTRATION")
    stage.met(case, ago(40), "POSITIONING")
    stage.sent(case, ago(39))
    stage.course(case, ago(38))
    job = stage.work(case, ago(200))
    session.add(RetentionCheck(placement_id=job.id, month=3, due_on=ago(108)))
    session.add(
        FollowUp(case_id=case, intervention_id=met.id, agency_id=CAST.rabat, due_on=ago(-3))
    )
    session.flush()


def test_every_table_that_names_a_case_is_treated() -> None:
    """Add a new table to ``MOVED``, or to ``STAYING`` with the reason why."""
    naming = {
        table.name
        for table in SQLModel.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "cases"
    }
    assert naming == {*merges.MOVED, *merges.STAYING, *merged_consents.MOVED}
    assert not set(merges.MOVED) & set(merges.STAYING)
    for name in merges.MOVED:
        assert "case_id" in SQLModel.metadata.tables[name].c


def test_all_that_was_done_stands_with_the_kept_case(session: Session) -> None:
    with_everything(session)
    before = audit.version(session)
    merge(session)
    session.flush()
    for name in merges.MOVED:
        table = SQLModel.metadata.tables[name]
        count = sa.select(sa.func.count()).select_from(table)
        assert session.scalar(count.where(table.c.case_id == OTHER)) == 0, name
        assert session.scalar(count.where(table.c.case_id == KEPT)), name
    assert audit.version(session) == before + 1
    row = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    assert row is not None
    assert (row.action, row.entity) == ("case_merge.merge", "case_merge")


def test_undone_every_row_is_as_it_was(session: Session) -> None:
    with_everything(session)
    with_everything(session, KEPT)
    first_contacts.rebuild(session)
    before = rows(session)
    done = merge(session)
    assert rows(session) != before
    assert merges.undo(session, done.id, by=AGENT) == session.get_one(Case, OTHER).code
    assert rows(session) == before
    assert first_contacts.differing(session) == 0
    # A second tap changes nothing.
    merges.undo(session, done.id, by=AGENT)
    assert rows(session) == before


def test_what_was_entered_since_stays_with_the_kept_case(session: Session) -> None:
    with_everything(session)
    done = merge(session)
    later = an_intervention(session)
    merges.undo(session, done.id, by=AGENT)
    assert session.get_one(Intervention, later).case_id == KEPT


def test_figures_count_one_person_and_two_again(session: Session) -> None:
    stage = Stage(session)
    for case, day in ((KEPT, ago(30)), (OTHER, ago(40))):
        stage.met(case, day, "REGISTRATION")
    viewer = CAST.viewer(session, CAST.manager)

    def counted() -> float | None:
        return registrations(session, ResultFilter(ago(60), ago(0)), viewer=viewer).value

    assert counted() == 2
    done = merge(session)
    assert counted() == 1
    first = session.get_one(FirstContact, KEPT)
    assert first.contacted_on == ago(40)
    assert session.get(FirstContact, OTHER) is None
    assert first_contacts.differing(session) == 0
    merges.undo(session, done.id, by=AGENT)
    assert counted() == 2
    assert first_contacts.differing(session) == 0


def test_who_has_left_is_not_asked_about_in_either_case(session: Session) -> None:
    """An answer under one code ends the checks of a job under the other, until it is undone."""
    stage = Stage(session)
    left, other = stage.work(KEPT, ago(400)), stage.work(OTHER, ago(390))
    session.add(
        RetentionCheck(placement_id=left.id, month=6, due_on=ago(217), done_on=ago(210),
                       status=RetentionStatus.LEFT, entered_by=AGENT, entered_at=now())
    )  # fmt: skip
    open_check = RetentionCheck(placement_id=other.id, month=12, due_on=ago(25))
    session.add(open_check)
    session.flush()
    number = open_check.id
    done = merge(session)
    assert _cancelled(session, number)
    merges.undo(session, done.id, by=AGENT)
    assert not _cancelled(session, number)


def _cancelled(session: Session, check_id: int) -> bool:
    session.flush()
    query = select(RetentionCheck.cancelled_at).where(RetentionCheck.id == check_id)
    return session.exec(query).one() is not None


def test_the_other_code_opens_the_kept_person_everywhere(session: Session) -> None:
    with_everything(session)
    code, kept_code = (session.get_one(Case, each).code for each in (OTHER, KEPT))
    viewer = CAST.viewer(session, AGENT)
    done = merge(session)
    assert people.by_code(session, code, viewer=viewer).id == KEPT
    assert cases.by_code(session, code, viewer=viewer).id == KEPT
    assert [line.id for line in cases.by_ids(session, (OTHER, KEPT), viewer=viewer)] == [KEPT]
    by_code = PeopleSearch((PersonWord(code=code),))
    assert [line.id for line in people.found(session, by_code, viewer=viewer).lines] == [KEPT]
    by_year = PeopleSearch((PersonWord(birth_year=1995),))
    shown = [line.code for line in people.found(session, by_year, viewer=viewer).lines]
    assert shown == [kept_code]
    (line,) = merge_lines(session, KEPT, viewer=viewer)
    assert (line.code, line.id, line.may_undo) == (code, done.id, True)


def test_an_entry_in_an_old_draft_goes_to_the_kept_person(session: Session) -> None:
    merge(session)
    assert record(session, case_ids=(OTHER,)).row.case_id == KEPT
    both = record(session, case_ids=(OTHER, KEPT))
    assert [row.case_id for row in both.rows] == [KEPT]


def test_a_submission_that_is_sent_again_after_the_merge_is_the_same(session: Session) -> None:
    first = record(session, submission_id="once", case_ids=(OTHER,))
    merge(session)
    again = record(session, submission_id="once", case_ids=(OTHER,))
    assert (again.already, again.as_asked, again.ids) == (True, True, first.ids)


def test_a_meeting_entered_under_both_codes_is_counted_out(session: Session) -> None:
    record(session, case_ids=(KEPT, OTHER))
    record(session, case_ids=(OTHER,), type="CV")
    Stage(session).work(KEPT, ago(90))
    Stage(session).work(OTHER, ago(90))
    assert merge(session).twice == 2


def test_a_chain_of_merges_leads_to_its_end_and_is_undone_from_there(session: Session) -> None:
    last = Stage(session).case()
    with_everything(session)
    first = merge(session)
    second = merge(session, kept=last, other=KEPT)
    viewer = CAST.viewer(session, AGENT)
    assert people.by_code(session, session.get_one(Case, OTHER).code, viewer=viewer).id == last
    by_code = PeopleSearch((PersonWord(code=session.get_one(Case, OTHER).code),))
    assert [line.id for line in people.found(session, by_code, viewer=viewer).lines] == [last]
    with pytest.raises(AppError, match="merged_again"):
        merges.undo(session, first.id, by=AGENT)
    merges.undo(session, second.id, by=AGENT)
    merges.undo(session, first.id, by=AGENT)
    assert people.by_code(session, session.get_one(Case, OTHER).code, viewer=viewer).id == OTHER


def test_one_case_is_put_together_once(session: Session) -> None:
    merge(session)
    for kept, other in ((KEPT, OTHER), (OTHER, KEPT)):
        with pytest.raises(AppError, match="merged_already"):
            merge(session, kept, other)
    session.add(CaseMerge(kept_id=CAST.case_casablanca, merged_id=OTHER, merged_by=AGENT))
    with pytest.raises(sa.exc.IntegrityError):
        session.flush()


def test_a_case_is_not_put_together_with_itself() -> None:
    with pytest.raises(InvalidInput) as refused:
        validated(Merge, {"kept_id": KEPT, "merged_id": KEPT})
    assert refused.value.problems["form"].key == "error.same_card"


def test_what_cannot_be_one_person_is_refused(session: Session) -> None:
    close_case(session, KEPT)
    with pytest.raises(AppError, match="merge_into_closed"):
        merge(session)
    session.get_one(Case, KEPT).closed_on = None
    Stage(session).met(OTHER, ago(100))
    session.get_one(Case, KEPT).birth_year = today().year - 14
    session.flush()
    with pytest.raises(AppError, match="merge_too_young"):
        merge(session)


def test_an_open_case_is_kept_and_a_closed_one_goes_to_it(session: Session) -> None:
    close_case(session, OTHER)
    merge(session)
    assert session.get_one(Case, KEPT).closed_on is None


@pytest.mark.parametrize("other", [CAST.case_casablanca, 999])
def test_an_agent_reaches_no_case_of_another_agency(session: Session, other: int) -> None:
    for kept, merged in ((KEPT, other), (other, KEPT)):
        with pytest.raises(NotFound, match="case_not_found"):
            merge(session, kept, merged)


@pytest.mark.parametrize("who", ["partner", "administrator", "closed"])
def test_nobody_else_merges_or_undoes(session: Session, who: str) -> None:
    done = merge(session)
    for act in (lambda by: merge(session, by=by), lambda by: merges.undo(session, done.id, by=by)):
        with pytest.raises(NotAllowed):
            act(getattr(CAST, who))


def test_a_manager_decides_which_agency_keeps_the_case(session: Session) -> None:
    there = opened(session, agency=CAST.casablanca)
    here = opened(session, said={"asks_manager": True})
    appointment = FollowUp(
        case_id=here,
        intervention_id=session.exec(
            select(Intervention.id).where(Intervention.case_id == here)
        ).one(),
        agency_id=CAST.rabat,
        due_on=ago(-3),
    )
    session.add(appointment)
    session.flush()
    number = appointment.id
    done = merge(session, kept=there, other=here, by=CAST.manager)
    manager = CAST.viewer(session, CAST.manager)
    assert waiting(session, viewer=manager) == ()
    # The event stays where it was; the appointment is kept where the person goes.
    moved = session.exec(select(Intervention).where(Intervention.case_id == there)).all()
    assert {row.agency_id for row in moved} == {CAST.rabat, CAST.casablanca}
    assert session.get_one(FollowUp, number).agency_id == CAST.casablanca
    with pytest.raises(NotFound):
        people.by_code(
            session, session.get_one(Case, here).code, viewer=CAST.viewer(session, AGENT)
        )
    with pytest.raises(NotFound):
        merges.undo(session, done.id, by=AGENT)
    merges.undo(session, done.id, by=CAST.manager)
    assert session.get_one(FollowUp, number).agency_id == CAST.rabat
    assert len(waiting(session, viewer=manager)) == 1


def test_an_agent_of_both_agencies_leaves_it_to_a_manager(session: Session) -> None:
    session.add(Posting(account_id=AGENT, agency_id=CAST.casablanca, starts_on=ago(5)))
    session.flush()
    with pytest.raises(NotAllowed, match="merge_across"):
        merge(session, KEPT, CAST.case_casablanca)


def test_a_pair_is_the_same_and_asked_about_again_once_undone(session: Session) -> None:
    one, other = opened(session), opened(session)
    done = merge(session, one, other)
    pair = session.exec(select(CasePair)).one()
    assert pair.state is PairState.SAME
    merges.undo(session, done.id, by=AGENT)
    session.flush()
    assert session.exec(select(CasePair)).first() is None


def test_keys_of_both_names_find_the_kept_person(session: Session) -> None:
    one = opened(session, "Awa", "Zinvoula")
    other = opened(session, "Hawa", "Korogossi")
    merge(session, one, other)
    assert found(session, name="Awa Zinvoula") == found(session, name="Awa Korogosi") == [one]


def test_the_timeline_tells_all_that_was_done(session: Session) -> None:
    with_everything(session)
    merge(session)
    lines = timeline(session, KEPT, viewer=CAST.viewer(session, AGENT))
    assert {line.kind for line in lines} >= {"intervention", "referral", "training", "placement"}


def test_rows_that_a_case_may_have_once_stay_where_they_collide(session: Session) -> None:
    """No such table is among them yet; one that comes is not the end of a merge."""
    table = sa.Table(
        "once", sa.MetaData(),
        sa.Column("case_id", sa.BigInteger, primary_key=True),
        sa.Column("purpose", sa.String(9), primary_key=True),
    )  # fmt: skip
    table.create(session.connection())
    session.execute(
        sa.insert(table),
        [
            {"case_id": KEPT, "purpose": "one"},
            {"case_id": OTHER, "purpose": "one"},
            {"case_id": OTHER, "purpose": "two"},
        ],
    )
    row = CaseMerge(kept_id=KEPT, merged_id=OTHER, merged_by=AGENT)
    session.add(row)
    session.flush()
    merges._move(session, row, table, session.get_one(Case, KEPT))
    there = set(map(tuple, session.execute(sa.select(table))))
    assert there == {(KEPT, "one"), (OTHER, "one"), (KEPT, "two")}
    session.flush()
    moved = session.exec(select(MergedRow)).one()
    assert (moved.of_table, moved.row_key) == ("once", '["two"]')


def test_placements_keep_their_checks(session: Session) -> None:
    job = a_placement(session)
    Stage(session).met(OTHER, ago(30))
    merge(session, OTHER, KEPT)
    assert session.get_one(Placement, job).case_id == OTHER
    checks = session.exec(select(RetentionCheck).where(RetentionCheck.placement_id == job)).all()
    assert len(checks) == 3


def test_a_pair_that_waits_is_asked_about_the_case_that_stands_by_now(session: Session) -> None:
    viewer = CAST.viewer(session, CAST.manager)
    there = opened(session, agency=CAST.casablanca)
    here = opened(session, said={"asks_manager": True})
    merge(session, kept=KEPT, other=here)
    (pair,) = waiting(session, viewer=viewer)
    assert {pair.one.id, pair.other.id} == {KEPT, there}
    duplicates.tell_apart(session, Pair(one_id=KEPT, other_id=there), by=CAST.manager)
    assert waiting(session, viewer=viewer) == ()
