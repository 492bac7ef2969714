"""What an administrator may do to a code list, and what the file of the lists then leaves alone."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from db import audit
from db.actions import code_lists
from db.errors import AppError, InvalidInput, NotFound, Problem
from db.inputs.code_lists import CLOSED
from db.models import AuditEntry, Code, Intervention, TrustWave
from db.queries.code_uses import in_use
from db.queries.codes import all_codes, is_active
from seed_data import code_lists as file
from tests.acts import (
    LABELS,
    a_code,
    an_intervention,
    choose_big_types,
    relabel,
    reorder,
    restore_code,
    retire_code,
)
from tests.cast import CAST, ago, today

BY = CAST.administrator


def codes(session: Session, list_name: str = "MODE") -> list[str]:
    return list(all_codes(session)[list_name])


def row(session: Session, code: str, list_name: str = "MODE") -> Code:
    session.flush()
    return session.get_one(Code, (list_name, code))


def load_file(session: Session) -> None:
    session.flush()
    file.load(session)
    session.flush()
    session.expire_all()


def test_a_new_code_comes_last_and_may_be_chosen(session: Session) -> None:
    before = audit.reference(session)
    code = a_code(session)
    assert codes(session)[-1] == code == "P_BY_BUS"
    assert is_active(row(session, code), ago(300))
    assert audit.reference(session) > before


def test_a_label_that_is_there_already_is_refused_in_its_language(session: Session) -> None:
    with pytest.raises(InvalidInput) as refused:
        a_code(session, label_en="by PHONE")
    assert refused.value.problems == {"label_en": Problem("error.label_taken")}


@pytest.mark.parametrize("list_name", CLOSED)
def test_a_list_of_rules_takes_no_code_and_no_order(session: Session, list_name: str) -> None:
    order = tuple(codes(session, list_name))
    for act in (
        lambda: a_code(session, list_name),
        lambda: reorder(session, list_name, *reversed(order), seen=order),
    ):
        with pytest.raises(AppError) as refused:
            act()
        assert refused.value.key == "error.list_closed"


def test_a_nationality_names_its_group(session: Session) -> None:
    with pytest.raises(InvalidInput) as without:
        a_code(session, "NATIONALITY")
    with pytest.raises(InvalidInput) as unknown:
        a_code(session, "NATIONALITY", group="MARS")
    assert set(without.value.problems) == set(unknown.value.problems) == {"group"}
    code = a_code(session, "NATIONALITY", group="WEST_AFRICA")
    assert row(session, code, "NATIONALITY").extra == "group=WEST_AFRICA"


def test_another_label_is_stored_and_the_same_one_is_none(session: Session) -> None:
    relabel(session, "SEX", "F", label_fr="Dames")
    assert row(session, "F", "SEX").label_fr == "Dames"
    with pytest.raises(AppError) as nothing:
        relabel(session, "SEX", "F")
    assert nothing.value.key == "error.nothing_changed"


def test_the_later_of_two_is_told_what_the_label_is_now(session: Session) -> None:
    seen = {name: getattr(row(session, "FIELD"), name) for name in LABELS}
    relabel(session, "MODE", "FIELD", label_en="Outdoors")
    session.flush()
    with pytest.raises(InvalidInput) as refused:
        relabel(session, "MODE", "FIELD", seen, label_en="Outside")
    assert refused.value.problems["label_en"] == Problem("error.stands_now", value="Outdoors")


@pytest.mark.parametrize(("list_name", "code"), [("TRUST_ITEM", "D_REL"), ("ANSWER_0_3", "2")])
def test_the_words_of_the_survey_stay_while_a_wave_is_open(
    session: Session, list_name: str, code: str
) -> None:
    new = {"label_fr": "Autre question", "label_en": "Another question", "label_ar": "سؤال آخر"}
    with pytest.raises(AppError) as refused:
        relabel(session, list_name, code, None, **new)
    assert refused.value.key == "error.wording_in_wave"
    session.get_one(TrustWave, CAST.wave).ends_on = ago(1)
    session.flush()
    relabel(session, list_name, code, None, **new)
    assert row(session, code, list_name).label_fr == "Autre question"


def test_a_retired_code_is_offered_until_the_day_before_and_comes_back(session: Session) -> None:
    retire_code(session, "MODE", "FIELD", ago=-10)
    retired = row(session, "FIELD")
    assert is_active(retired, ago(-9)) and not is_active(retired, ago(-10))
    code_lists.restore(session, "MODE", "FIELD", by=BY)
    assert is_active(row(session, "FIELD"), ago(-1000))


def test_nothing_is_retired_backwards(session: Session) -> None:
    with pytest.raises(InvalidInput) as refused:
        retire_code(session, "MODE", "FIELD", ago=1)
    assert refused.value.problems == {"from_day": Problem("error.before_day", day=today())}


@pytest.mark.parametrize(
    ("list_name", "code"), [("INTERVENTION_TYPE", "COORD"), ("NATIONALITY", "NS"), ("SEX", "X")]
)
def test_a_code_that_a_rule_depends_on_is_not_retired(
    session: Session, list_name: str, code: str
) -> None:
    with pytest.raises(AppError) as refused:
        retire_code(session, list_name, code)
    assert refused.value.key == "error.code_ruled"


def test_a_list_keeps_one_code_in_use(session: Session) -> None:
    first, *rest = codes(session, "DROP_REASON")
    for code in rest:
        retire_code(session, "DROP_REASON", code)
        session.flush()
    with pytest.raises(AppError) as refused:
        retire_code(session, "DROP_REASON", first)
    assert refused.value.key == "error.last_code"


def test_an_order_is_stored_with_retired_codes_behind(session: Session) -> None:
    retire_code(session, "MODE", "FIELD")
    session.flush()
    order = tuple(code for code in codes(session) if code != "FIELD")
    reorder(session, "MODE", *reversed(order), seen=order)
    session.flush()
    assert codes(session) == [*reversed(order), "FIELD"]


def test_an_order_that_another_has_changed_meanwhile_is_refused(session: Session) -> None:
    order = tuple(codes(session))
    a_code(session)
    session.flush()
    with pytest.raises(AppError) as refused:
        reorder(session, "MODE", *reversed(order), seen=order)
    assert refused.value.key == "error.list_changed"


def test_only_what_was_added_and_never_used_is_deleted(session: Session) -> None:
    code = a_code(session)
    session.flush()
    with pytest.raises(AppError) as of_the_file:
        code_lists.delete(session, "MODE", "FIELD", by=BY)
    used = an_intervention(session)
    session.flush()
    session.get_one(Intervention, used).mode = code
    session.flush()
    with pytest.raises(AppError) as in_use:
        code_lists.delete(session, "MODE", code, by=BY)
    session.get_one(Intervention, used).mode = "AGENCY"
    session.flush()
    code_lists.delete(session, "MODE", code, by=BY)
    session.flush()
    assert code not in codes(session)
    keys = (of_the_file.value.key, in_use.value.key, in_use.value.values)
    assert keys == ("error.code_not_added", "error.code_used", {})


def test_what_is_retired_or_back_already_is_not_done_again(session: Session) -> None:
    restore_code(session)
    before = acts(session)
    code_lists.restore(session, "MODE", "FIELD", by=BY)
    assert acts(session) == before
    retire_code(session, "MODE", "FIELD")
    with pytest.raises(AppError, match="list_changed"):
        retire_code(session, "MODE", "FIELD", ago=-5)
    assert row(session, "FIELD").valid_to == ago(1)


def acts(session: Session) -> list[str]:
    session.flush()
    return list(session.exec(select(AuditEntry.action)))


def test_no_code_of_a_closed_list_comes_back_by_hand(session: Session) -> None:
    session.get_one(Code, ("SEX", "X")).valid_to = ago(1)
    with pytest.raises(AppError, match="list_closed"):
        code_lists.restore(session, "SEX", "X", by=BY)


def test_the_last_code_of_a_list_is_not_deleted(session: Session) -> None:
    added = a_code(session, "BARRIER")
    session.execute(sa.update(Code).where(col(Code.code) != added).values(valid_to=ago(1)))
    with pytest.raises(AppError, match="last_code"):
        code_lists.delete(session, "BARRIER", added, by=BY)


def test_a_big_button_is_not_deleted(session: Session) -> None:
    code = a_code(session, "INTERVENTION_TYPE")
    session.flush()
    choose_big_types(session, "CV", code)
    session.flush()
    with pytest.raises(AppError) as refused:
        code_lists.delete(session, "INTERVENTION_TYPE", code, by=BY)
    assert refused.value.key == "error.code_is_big"


def test_a_group_is_used_by_its_nationalities(session: Session) -> None:
    assert "MENA" in in_use(session, "NATIONALITY_GROUP")


def test_what_is_not_there_is_not_found(session: Session) -> None:
    for list_name, code in (("MODE", "NONE"), ("NO_LIST", "FIELD")):
        with pytest.raises(NotFound):
            code_lists.restore(session, list_name, code, by=BY)


@pytest.mark.parametrize("again", [1, 2])
def test_the_file_leaves_alone_what_the_programme_has_decided(session: Session, again: int) -> None:
    relabel(session, "MODE", "PHONE", label_en="By telephone")
    retire_code(session, "MODE", "FIELD")
    added = a_code(session)
    session.flush()
    order = tuple(code for code in codes(session) if code != "FIELD")
    reorder(session, "MODE", *reversed(order), seen=order)
    session.flush()
    decided = codes(session)
    for _ in range(again):
        load_file(session)
    assert codes(session) == decided == [*reversed(order), "FIELD"]
    assert row(session, "PHONE").label_en == "By telephone"
    assert not is_active(row(session, "FIELD"), today())
    assert is_active(row(session, added), today())


def test_the_file_still_brings_what_is_new_or_was_not_decided(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = tuple(codes(session))
    reorder(session, "MODE", *reversed(order), seen=order)
    relabel(session, "MODE", "PHONE", label_en="By telephone")
    rows: list[dict[str, Any]] = [
        {**each, "label_en": f"{each['label_en']}!"} if each["list"] == "MODE" else each
        for each in file.rows()
    ]
    new = {**next(each for each in rows if each["list"] == "MODE"), "code": "NEW"}
    monkeypatch.setattr(file, "rows", lambda: [*rows, new])
    load_file(session)
    assert codes(session) == [*reversed(order), "NEW"]
    assert row(session, "FIELD").label_en.endswith("!")
    assert row(session, "PHONE").label_en == "By telephone"


def test_a_code_that_is_back_by_choice_stays_though_it_left_the_file(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [each for each in file.rows() if each["code"] != "FIELD"]
    monkeypatch.setattr(file, "rows", lambda: rows)
    load_file(session)
    assert not is_active(row(session, "FIELD"), today())
    code_lists.restore(session, "MODE", "FIELD", by=BY)
    load_file(session)
    assert is_active(row(session, "FIELD"), today())
