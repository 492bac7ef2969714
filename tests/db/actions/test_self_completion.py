"""Answers on people's own phones: once for a code, at no hour, tied to nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from db.access.clock import time_zone, today
from db.access.viewer import viewer_of
from db.actions import self_completion, slips, trust
from db.audit import last_changes, version
from db.codes import TRUST_ITEMS, TRUST_SCALE, TrustMode, TrustMoment
from db.errors import AppError, InvalidInput
from db.inputs.parse import validated
from db.inputs.results import ResultFilter
from db.inputs.self_completion import PlaceInput, SelfAnswers, SlipsInput
from db.measures import trust as trust_measures
from db.models import AuditEntry, TrustCode, TrustFieldwork, TrustResponse, TrustWave
from db.queries.self_completion import Standing, behind
from tests.cast import CAST

PLACE = {"wave_id": CAST.wave, "agency_id": CAST.rabat}
ANSWERS = {item: TRUST_SCALE[item] for item in TRUST_ITEMS}


def said(session: Session, form: str = "f" * 22, **changes: Any) -> SelfAnswers:
    raw = {
        "language": "ar", "moment": "T1", "answers": ANSWERS, "form": form, "begun": today(session)
    }  # fmt: skip
    return validated(SelfAnswers, raw | changes)


@pytest.fixture
def slip(session: Session) -> str:
    (code,) = slips.make(session, SlipsInput(**PLACE, number=1), by=CAST.manager)
    return code


@pytest.fixture
def link(session: Session) -> str:
    return slips.make_link(session, PlaceInput(**PLACE), by=CAST.manager)


def rows(session: Session) -> list[TrustResponse]:
    return list(session.exec(select(TrustResponse)))


def approached(session: Session) -> int:
    found = session.get(TrustFieldwork, (CAST.wave, CAST.rabat))
    return found.approached if found else 0


def test_an_answer_has_no_hour_no_author_and_no_row_in_the_log(session: Session, slip: str) -> None:
    before, acts = version(session), len(session.exec(select(AuditEntry)).all())
    self_completion.finish(session, slip, said(session))
    (row,) = rows(session)
    assert (row.mode, row.entered_by, row.interviewer_id) == (TrustMode.SELF_QR, None, None)
    assert row.entered_at.astimezone(time_zone(session)).strftime("%H%M%S%f") == "12" + "0" * 10
    assert (row.answered_on, row.language) == (today(session), "ar")
    assert row.conflict_of_interest is False
    assert len(session.exec(select(AuditEntry)).all()) == acts
    # A page drawn anew would tell the moment.
    assert version(session) == before
    assert approached(session) == 1


def test_nothing_tells_between_which_acts_an_answer_came(session: Session, slip: str) -> None:
    """An act has its moment in the log, and with it its number of the change counter."""
    session.commit()
    before = last_changes(session)
    session.connection().info.pop("touched")
    self_completion.finish(session, slip, said(session))
    session.commit()
    assert last_changes(session) == before


def test_nothing_of_a_code_stands_in_its_answer(session: Session, slip: str) -> None:
    self_completion.finish(session, slip, said(session))
    (row,), (code,) = rows(session), session.exec(select(TrustCode)).all()
    kept, known = set(map(str, row.model_dump().values())), code.model_dump()
    assert not kept & {str(known[name]) for name in ("id", "code_hash", "form_hash")}
    assert len(row.submission_id) == 36


def test_ids_tell_no_order(session: Session) -> None:
    codes = slips.make(session, SlipsInput(**PLACE, number=12), by=CAST.manager)
    ids: list[int] = []
    for number, code in enumerate(codes):
        self_completion.finish(session, code, said(session, form=f"{number:022}"))
        session.flush()
        ids.append(next(row.id for row in rows(session) if row.id not in ids))
    assert ids != sorted(ids)
    assert len({row.entered_at for row in rows(session)}) == 1


def test_no_hidden_number_counts_the_answers(shared_sqlite: sa.Engine) -> None:
    with Session(shared_sqlite.execution_options(writes=True)) as session:
        (code,) = slips.make(session, SlipsInput(**PLACE, number=1), by=CAST.manager)
        self_completion.finish(session, code, said(session))
        session.flush()
        for table in ("trust_responses", "trust_codes"):
            found = session.execute(sa.text(f"SELECT rowid, id FROM {table}")).all()
            assert found and all(hidden == known for hidden, known in found)
        session.rollback()


def test_a_second_touch_on_send_stores_nothing_more(session: Session, slip: str) -> None:
    for _ in range(2):
        self_completion.finish(session, slip, said(session))
    assert len(rows(session)) == approached(session) == 1
    assert behind(session, slip, form="f" * 22).standing is Standing.SENT


def test_a_used_slip_is_refused_to_any_other_form(session: Session, slip: str) -> None:
    self_completion.finish(session, slip, said(session))
    assert behind(session, slip).standing is Standing.USED
    with pytest.raises(AppError, match=r"error\.trust_code_used"):
        self_completion.finish(session, slip, said(session, form="g" * 22))
    assert len(rows(session)) == 1


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}.", "lower"])
def test_a_code_is_read_as_it_is_typed(session: Session, slip: str, typed: str) -> None:
    asked = slip.lower().replace("-", " ") if typed == "lower" else typed.format(slip)
    assert behind(session, asked).standing is Standing.OPEN


def test_a_wrong_code_opens_nothing(session: Session, slip: str) -> None:
    wrong = slip[:-1] + ("3" if slip[-1] == "2" else "2")
    assert behind(session, wrong) == behind(session, "") == behind(session, "x" * 5000)
    with pytest.raises(AppError, match=r"error\.trust_code_unknown"):
        self_completion.finish(session, wrong, said(session))


def _move(session: Session, start: int, end: int, *, closed: bool = False) -> None:
    wave = session.get_one(TrustWave, CAST.wave)
    wave.starts_on = today(session) + timedelta(days=start)
    wave.ends_on = today(session) + timedelta(days=end)
    wave.closed_on = wave.ends_on if closed else None
    session.flush()


@pytest.mark.parametrize(
    ("start", "end", "standing", "key"),
    [
        (1, 9, Standing.NOT_YET, "error.trust_code_not_yet"),
        (-9, -1, Standing.OVER, "error.trust_code_over"),
    ],
)
def test_a_code_of_another_wave_says_so(
    session: Session, slip: str, start: int, end: int, standing: Standing, key: str
) -> None:
    _move(session, start, end)
    assert behind(session, slip).standing is standing
    with pytest.raises(AppError, match=key):
        self_completion.finish(session, slip, said(session))
    assert rows(session) == []


def test_a_wave_closed_meanwhile_takes_what_was_begun_until_midnight(
    session: Session, slip: str
) -> None:
    _move(session, -9, 0, closed=True)
    assert behind(session, slip).standing is Standing.OVER
    self_completion.finish(session, slip, said(session))
    assert len(rows(session)) == 1


def test_after_midnight_it_does_not(session: Session, slip: str) -> None:
    _move(session, -9, -1, closed=True)
    yesterday = today(session) - timedelta(days=1)
    with pytest.raises(AppError, match=r"error\.trust_code_over"):
        self_completion.finish(session, slip, said(session, begun=yesterday))


@pytest.mark.parametrize("end", [-1, 5])
def test_what_was_begun_before_midnight_is_of_that_day(
    session: Session, slip: str, end: int
) -> None:
    """On the last day of a wave too: no answer is dated after it."""
    _move(session, -9, end)
    yesterday = today(session) - timedelta(days=1)
    self_completion.finish(session, slip, said(session, begun=yesterday))
    (row,), (code,) = rows(session), session.exec(select(TrustCode)).all()
    assert (row.answered_on, code.used_on) == (yesterday, today(session))


def test_what_came_after_midnight_moves_no_number_at_once(session: Session, link: str) -> None:
    yesterday = today(session) - timedelta(days=1)
    for number in range(10):
        form = f"{number}" * 22
        self_completion.finish(session, link, said(session, begun=yesterday, form=form))
    session.flush()
    viewer = viewer_of(session, CAST.manager)
    wanted = ResultFilter(start=yesterday, end=today(session))
    assert trust_measures.by_open_link(session, wanted, viewer=viewer).empty
    for row in rows(session):
        row.entered_at -= timedelta(days=1)
    session.flush()
    assert list(trust_measures.by_open_link(session, wanted, viewer=viewer)["answers"]) == [10]


def test_an_open_link_serves_many_browsers_once_each(session: Session, link: str) -> None:
    for form in ("a" * 22, "b" * 22, "a" * 22):
        self_completion.finish(session, link, said(session, form=form))
    assert [row.mode for row in rows(session)] == [TrustMode.OPEN_LINK] * 2
    assert behind(session, link, form="a" * 22).standing is Standing.SENT
    assert behind(session, link, form="c" * 22).standing is Standing.OPEN
    assert approached(session) == 0


def test_a_look_at_the_counter_tells_nothing_of_an_open_link(session: Session, link: str) -> None:
    before = version(session)
    self_completion.finish(session, link, said(session))
    assert version(session) == before


def test_striking_out_an_answer_by_an_open_link_takes_nobody_away(
    session: Session, link: str, slip: str
) -> None:
    for code in (slip, link):
        self_completion.finish(session, code, said(session))
    for row in rows(session):
        if row.mode is TrustMode.OPEN_LINK:
            trust.when_voided(session, row)
    assert approached(session) == 1


def test_a_link_switched_off_opens_no_new_form(session: Session, link: str) -> None:
    slips.close_links(session, PlaceInput(**PLACE), by=CAST.manager)
    assert behind(session, link).standing is Standing.OVER
    self_completion.finish(session, link, said(session))
    assert len(rows(session)) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"answers": {"T1": 5}}, "T2"),
        ({"answers": ANSWERS | {"T1": 11}}, "T1"),
        ({"moment": "NU"}, "D_REL"),
        ({"language": "de"}, "language"),
    ],
)
def test_what_the_form_could_not_send_is_refused(
    session: Session, slip: str, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        self_completion.finish(session, slip, said(session, **changes))
    assert field in refused.value.problems
    assert behind(session, slip).standing is Standing.OPEN


def test_only_moments_and_languages_of_the_wave(session: Session, slip: str) -> None:
    wave = session.get_one(TrustWave, CAST.wave)
    wave.moments, wave.languages = "T1", "fr"
    session.flush()
    for changes in ({"moment": TrustMoment.T2, "language": "fr"}, {"language": "ar"}):
        with pytest.raises(InvalidInput):
            self_completion.finish(session, slip, said(session, **changes))
