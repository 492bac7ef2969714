"""Postings: who can be posted where and when, beside which others, and how one ends."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from db.access.postings import enterable_agencies, posted_agencies
from db.actions import accounts, postings
from db.codes import Role
from db.errors import InvalidInput, NotAllowed, Problem
from db.inputs.accounts import RoleChange
from db.inputs.parse import validated
from db.inputs.postings import PostingEnd, PostingExtension, PostingInput, PostingMove
from db.models import Account, Agency, AuditEntry, Posting, Programme
from tests.acts import a_posting, an_intervention
from tests.cast import CAST, ago, today

MANAGER, AGENT = CAST.manager, CAST.agent_casablanca


def refused(act: Any, *arguments: Any) -> dict[str, Problem]:
    with pytest.raises(InvalidInput) as told:
        act(*arguments, by=MANAGER)
    return told.value.problems


def wanted(**more: Any) -> PostingInput:
    """A newcomer's posting at Tanger, without an end."""
    raw = {"account_id": AGENT, "agency_id": CAST.tanger, "starts_on": today(), "share": 50}
    return validated(PostingInput, raw | more)


@pytest.fixture
def free(session: Session) -> Session:
    """The agent of Casablanca has no posting yet."""
    session.delete(of(session, AGENT)[0])
    session.flush()
    return session


def of(session: Session, account_id: int) -> list[Posting]:
    session.flush()
    session.expire_all()
    query = select(Posting).where(Posting.account_id == account_id)
    return sorted(session.exec(query), key=lambda each: each.starts_on)


def spans(session: Session, account_id: int = AGENT) -> list[tuple[int, date, date | None]]:
    return [(each.agency_id, each.starts_on, each.ends_on) for each in of(session, account_id)]


def end(session: Session, posting_id: int, ends_on: date, **more: Any) -> PostingEnd:
    seen = {"ends_on": session.get_one(Posting, posting_id).ends_on}
    return validated(PostingEnd, {"id": posting_id, "seen": seen, "ends_on": ends_on} | more)


def move(session: Session, posting_id: int, agency_id: int, on: date, **more: Any) -> PostingMove:
    seen = {"ends_on": session.get_one(Posting, posting_id).ends_on}
    raw = {"id": posting_id, "seen": seen, "agency_id": agency_id, "starts_on": on}
    return validated(PostingMove, raw | more)


def longer(session: Session, posting_id: int, ends_on: date | None) -> PostingExtension:
    seen = {"ends_on": session.get_one(Posting, posting_id).ends_on}
    return validated(PostingExtension, {"id": posting_id, "seen": seen, "ends_on": ends_on})


def test_who_is_posted_may_enter_from_that_day(free: Session) -> None:
    made = postings.post(free, wanted(starts_on=ago(3), languages=["fr", "wo"]), by=MANAGER)
    assert free.get_one(Posting, made).languages == "fr,wo"
    assert posted_agencies(free, AGENT, ago(3)) == [CAST.tanger]
    assert posted_agencies(free, AGENT, ago(4)) == []


@pytest.mark.parametrize("who", [CAST.administrator, CAST.agent_rabat])
def test_only_a_manager_posts(free: Session, who: int) -> None:
    with pytest.raises(NotAllowed):
        postings.post(free, wanted(), by=who)


def test_a_form_that_is_sent_twice_posts_once(free: Session) -> None:
    first = postings.post(free, wanted(), by=MANAGER)
    assert postings.post(free, wanted(), by=MANAGER) == first


@pytest.mark.parametrize("who", [CAST.manager, CAST.closed, 999])
def test_only_an_agent_with_an_open_account_is_posted(free: Session, who: int) -> None:
    assert refused(postings.post, free, wanted(account_id=who)) == {
        "account_id": Problem("error.posting_agent")
    }


def test_an_account_must_last_to_the_first_day(free: Session) -> None:
    free.get_one(Account, AGENT).expires_on = today()
    free.flush()
    assert refused(postings.post, free, wanted(starts_on=ago(-1))) == {
        "starts_on": Problem("error.posting_account_expires", day=today())
    }
    assert postings.post(free, wanted(), by=MANAGER)


def test_a_posting_keeps_within_the_days_of_its_agency(free: Session) -> None:
    free.get_one(Agency, CAST.tanger).closed_on = today()
    free.flush()
    assert refused(postings.post, free, wanted(starts_on=ago(-1))) == {
        "agency_id": Problem("error.agency_closed", day=today())
    }
    assert refused(postings.post, free, wanted()) == {
        "ends_on": Problem("error.posting_after_closing", day=today())
    }
    assert postings.post(free, wanted(ends_on=today()), by=MANAGER)


def test_a_posting_keeps_within_the_programme(free: Session) -> None:
    programme = free.exec(select(Programme)).one()
    first, last = programme.starts_on, programme.ends_on
    day = timedelta(days=1)
    for raw, found in (
        ({"starts_on": first - day}, {"starts_on": Problem("error.before_programme", day=first)}),
        ({"starts_on": last + day}, {"starts_on": Problem("error.after_programme", day=last)}),
        ({"ends_on": last + day}, {"ends_on": Problem("error.after_programme", day=last)}),
        ({"ends_on": ago(1)}, {"ends_on": Problem("error.posting_ends_first", day=today())}),
        ({"agency_id": 99}, {"agency_id": Problem("error.unknown_choice")}),
        ({"languages": ["xx"]}, {"languages": Problem("error.unknown_choice")}),
    ):
        assert refused(postings.post, free, wanted(**raw)) == found


@pytest.mark.parametrize("share", [9, 101, "half", ""])
def test_a_share_is_a_percentage(share: object) -> None:
    with pytest.raises(InvalidInput) as told:
        wanted(share=share)
    assert set(told.value.problems) == {"share"}


def test_one_posting_at_a_time_in_one_agency(free: Session) -> None:
    postings.post(free, wanted(starts_on=ago(30), ends_on=ago(10)), by=MANAGER)
    twice = {"agency_id": Problem("error.posting_twice", day=ago(30))}
    assert refused(postings.post, free, wanted(starts_on=ago(10))) == twice
    assert refused(postings.post, free, wanted(starts_on=ago(40), ends_on=ago(30))) == twice
    assert postings.post(free, wanted(starts_on=ago(9)), by=MANAGER)
    assert postings.post(free, wanted(starts_on=ago(40), ends_on=ago(31)), by=MANAGER)


def test_agencies_share_a_week_and_no_more(free: Session) -> None:
    postings.post(free, wanted(starts_on=ago(30), ends_on=ago(10)), by=MANAGER)
    rabat = wanted(agency_id=CAST.rabat, starts_on=ago(20), share=60)
    assert refused(postings.post, free, rabat) == {"share": Problem("error.posting_share", left=50)}
    half = wanted(agency_id=CAST.rabat, starts_on=ago(20), ends_on=today(), share=50)
    postings.post(free, half, by=MANAGER)
    # Two that follow one another take half a week together, not a whole one.
    third = wanted(agency_id=CAST.casablanca, starts_on=ago(9), ends_on=None)
    postings.post(free, third, by=MANAGER)
    assert refused(postings.post, free, wanted(starts_on=today(), share=10)) == {
        "share": Problem("error.posting_full")
    }
    assert postings.post(free, wanted(starts_on=ago(-1), share=50), by=MANAGER)


def test_an_end_is_the_last_day_and_seven_days_of_grace_follow(session: Session) -> None:
    posting = of(session, AGENT)[0].id
    postings.end(session, end(session, posting, ago(1)), by=MANAGER)
    assert posted_agencies(session, AGENT, today()) == []
    assert enterable_agencies(session, AGENT, ago(1)) == [CAST.casablanca]


def test_entries_after_the_end_are_asked_about(session: Session) -> None:
    an_intervention(session)
    posting = of(session, CAST.agent_rabat)[0].id
    ask = {"anyway": Problem("error.posting_entry_after", day=today())}
    assert refused(postings.end, session, end(session, posting, ago(1))) == ask
    assert refused(postings.move, session, move(session, posting, CAST.tanger, today())) == ask
    postings.end(session, end(session, posting, ago(1), anyway=True), by=MANAGER)
    assert spans(session, CAST.agent_rabat) == [(CAST.rabat, ago(400), ago(1))]


def test_entries_of_somebody_else_or_elsewhere_do_not_matter(session: Session) -> None:
    an_intervention(session)
    posting = of(session, AGENT)[0].id
    postings.end(session, end(session, posting, ago(1)), by=MANAGER)
    assert spans(session) == [(CAST.casablanca, ago(400), ago(1))]


def test_an_end_lies_within_the_posting(session: Session) -> None:
    made = a_posting(session)
    first = {"ends_on": Problem("error.posting_ends_first", day=ago(10))}
    assert refused(postings.end, session, end(session, made, ago(11))) == first
    later = {"ends_on": Problem("error.posting_ends_before", day=ago(-10))}
    assert refused(postings.end, session, end(session, made, ago(-11))) == later


def test_the_second_of_two_who_end_it_is_told(session: Session) -> None:
    made = a_posting(session)
    data = end(session, made, ago(1))
    postings.end(session, end(session, made, ago(2)), by=MANAGER)
    assert refused(postings.end, session, data) == {
        "ends_on": Problem("error.stands_now", value=ago(2))
    }


def test_the_same_end_twice_is_one(session: Session) -> None:
    data = end(session, a_posting(session), ago(1))
    postings.end(session, data, by=MANAGER)
    postings.end(session, data, by=MANAGER)


def test_a_posting_is_extended_under_the_same_rules(session: Session) -> None:
    made = a_posting(session)
    shorter = {"ends_on": Problem("error.posting_not_longer")}
    assert refused(postings.extend, session, longer(session, made, ago(-9))) == shorter
    postings.extend(session, longer(session, made, ago(-60)), by=MANAGER)
    postings.extend(session, longer(session, made, None), by=MANAGER)
    assert spans(session)[1] == (CAST.tanger, ago(10), None)
    session.get_one(Agency, CAST.rabat).closed_on = ago(-5)
    session.flush()
    rabat = of(session, CAST.agent_rabat)[0]
    postings.end(session, end(session, rabat.id, ago(-1)), by=MANAGER)
    assert refused(postings.extend, session, longer(session, rabat.id, None)) == {
        "ends_on": Problem("error.posting_after_closing", day=ago(-5))
    }


def test_an_extension_does_not_run_into_the_next_posting(session: Session) -> None:
    made = a_posting(session)
    next_one = wanted(starts_on=ago(-20), share=50)
    postings.post(session, next_one, by=MANAGER)
    assert refused(postings.extend, session, longer(session, made, ago(-20))) == {
        "agency_id": Problem("error.posting_twice", day=ago(-20))
    }


def test_a_move_ends_here_and_begins_there_the_next_day(session: Session) -> None:
    made = a_posting(session, languages=["wo"])
    data = move(session, made, CAST.rabat, today())
    other = postings.move(session, data, by=MANAGER)
    assert spans(session)[1:] == [(CAST.tanger, ago(10), ago(1)), (CAST.rabat, today(), ago(-10))]
    row = session.get_one(Posting, other)
    assert (row.share, row.languages) == (50, "wo")
    assert postings.move(session, data, by=MANAGER) == other
    acts = session.exec(select(AuditEntry.action).where(AuditEntry.entity == "posting")).all()
    assert acts == ["posting.post", "posting.end", "posting.move"]


def test_a_move_that_cannot_be_leaves_all_as_it_was(session: Session) -> None:
    made = a_posting(session)
    before = spans(session)
    for raw, found in (
        ((CAST.tanger, today()), {"agency_id": Problem("error.posting_same_agency")}),
        ((CAST.rabat, ago(10)), {"starts_on": Problem("error.posting_moves_first", day=ago(10))}),
        ((CAST.rabat, ago(-11)), {"starts_on": Problem("error.posting_over", day=ago(-10))}),
        ((CAST.casablanca, today()), {"agency_id": Problem("error.posting_twice", day=ago(400))}),
    ):
        assert refused(postings.move, session, move(session, made, *raw)) == found
    assert spans(session) == before


def test_a_posting_under_which_something_was_recorded_stays(session: Session) -> None:
    an_intervention(session)
    rabat = of(session, CAST.agent_rabat)[0].id
    assert refused(postings.delete, session, rabat) == {
        "entries": Problem("error.posting_has_entries", day=today())
    }
    made = a_posting(session)
    postings.delete(session, made, by=MANAGER)
    assert session.get(Posting, made) is None


@pytest.mark.parametrize("closes", [True, False])
def test_closing_or_changing_an_account_ends_its_postings(session: Session, closes: bool) -> None:
    a_posting(session)
    postings.post(session, wanted(starts_on=ago(-20)), by=MANAGER)
    if closes:
        accounts.close(session, AGENT, by=CAST.administrator)
    else:
        change = {"account_id": AGENT, "role": Role.MANAGER, "seen": Role.AGENT}
        accounts.set_role(session, validated(RoleChange, change), by=CAST.administrator)
    assert spans(session) == [
        (CAST.casablanca, ago(400), today()), (CAST.tanger, ago(10), today()),
    ]  # fmt: skip


def test_a_posting_from_before_the_programme_ends_all_the_same(session: Session) -> None:
    """Where the programme's first day was moved after it began."""
    row = of(session, AGENT)[0]
    session.exec(select(Programme)).one().starts_on = ago(300)
    postings.end(session, end(session, row.id, today()), by=MANAGER)
    assert refused(postings.end, session, end(session, row.id, ago(401))) == {
        "ends_on": Problem("error.posting_ends_first", day=ago(400))
    }
    assert spans(session) == [(CAST.casablanca, ago(400), today())]
