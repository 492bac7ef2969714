"""What managers decide of indicators: a definition is another version, a sentence stays."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import Session

from db.access.viewer import viewer_of
from db.errors import AppError, InvalidInput, NotAllowed, NotFound
from db.queries.indicators import Sheet, notes, sheets, versions
from seed_data import code_lists
from tests.acts_indicators import CODE, choose, define, definition, due, explain, save_targets
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH

pytestmark = POSTGRESQL_AT_LENGTH


def sheet(session: Session, code: str = CODE) -> Sheet:
    found = sheets(session, viewer=viewer_of(session, CAST.manager))
    return next(each for each in found if each.code == code)


def test_all_seventeen_are_defined_in_three_languages(session: Session) -> None:
    found = sheets(session, viewer=viewer_of(session, CAST.agent_rabat))
    assert len(found) == 17
    for each in found:
        assert set(each.texts) == {"fr", "en", "ar"}
        for said in each.texts.values():
            assert said["title"]
            assert said["definition"]
            assert said["source"]
            # A share says what it is of, and nothing else does.
            assert bool(said["denominator"]) is each.adds_up.is_share
            assert bool(said["numerator"]) is each.adds_up.is_share


def test_a_new_version_stands_and_the_old_one_stays_with_its_reason(session: Session) -> None:
    before = sheet(session)
    assert define(session) == 2
    now = sheet(session)
    assert (now.number, now.texts["fr"]["limits"]) == (2, "Une autre limite.")
    assert (now.counts, now.adds_up) == (before.counts, before.adds_up)
    found = versions(session, CODE, viewer=viewer_of(session, CAST.manager))
    assert [(each.number, each.reason, each.author) for each in found] == [
        (2, "Le bailleur le demande.", "Manager"),
        (1, "", ""),
    ]
    assert found[1].texts == before.texts


def test_loading_the_lists_again_leaves_a_definition_as_it_is(session: Session) -> None:
    define(session)
    choose(session)
    code_lists.load(session)
    session.expire_all()
    assert sheet(session).number == 2
    assert sheet(session, "IR3.2").is_key


@pytest.mark.parametrize(
    ("instead", "field"),
    [
        ({"seen": 7}, "reason"),
        ({"level": "XX"}, "level"),
        ({"reason": ""}, "reason"),
        ({"breakdowns": ("shoe",)}, "breakdowns"),
    ],
)
def test_what_is_no_definition(session: Session, instead: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        define(session, **instead)
    assert list(refused.value.problems) == [field]


def test_a_meeting_is_broken_down_by_nobodys_sex(session: Session) -> None:
    with pytest.raises(InvalidInput) as refused:
        define(session, code="IR3.2", breakdowns=("sex",))
    assert list(refused.value.problems) == ["breakdowns"]


def test_each_language_needs_a_title_and_a_definition(session: Session) -> None:
    texts = definition(session).texts
    texts["ar"]["title"], texts["en"]["definition"] = "", "{donor}"
    with pytest.raises(InvalidInput) as refused:
        define(session, texts=texts)
    assert {name: each.key for name, each in refused.value.problems.items()} == {
        "title_ar": "error.needed",
        "definition_en": "error.indicator_braces",
    }


def test_the_same_definition_is_no_version(session: Session) -> None:
    with pytest.raises(AppError) as refused:
        define(session, texts=sheet(session).texts)
    assert refused.value.key == "error.nothing_changed"


def test_key_ones_are_chosen_and_a_choice_that_was_not_seen_is_told(session: Session) -> None:
    assert choose(session) == 1
    assert (sheet(session, "IR3.2").is_key, sheet(session, "IR3.2").explain_over) == (True, 15)
    with pytest.raises(InvalidInput) as refused:
        choose(session, is_key={"IR3.2": False})
    assert list(refused.value.problems) == ["explain_IR3.2"]


@pytest.mark.parametrize("typed", ["", "4", "101", "beaucoup"])
def test_a_deviation_that_asks_for_a_sentence_is_5_to_100_percent(
    session: Session, typed: str
) -> None:
    with pytest.raises(InvalidInput):
        choose(session, explain_over={"IR3.2": typed})


def test_a_sentence_stays_with_its_period_and_a_second_beside_it(session: Session) -> None:
    explain(session)
    define(session)
    explain(session, sentence="Il est revenu.", value=30)
    first, second = notes(session, CODE, None, viewer=viewer_of(session, CAST.manager))[::-1]
    assert (first.sentence, first.number, first.due_on) == (
        "Un agent est parti en mars.",
        1,
        due(session),
    )
    assert (second.value, second.expected, second.number) == (30, 40, 2)


def test_a_sentence_sent_twice_is_one(session: Session) -> None:
    first = explain(session)
    assert explain(session) == first
    assert explain(session, sentence="Il est revenu.") > first
    # Said again after another one, it is said anew.
    assert explain(session) > first
    assert len(notes(session, CODE, None, viewer=viewer_of(session, CAST.manager))) == 3


def test_a_sentence_is_about_a_target(session: Session) -> None:
    with pytest.raises(NotFound):
        explain(session, agency_id=CAST.rabat)
    save_targets(session, {f"1 {due(session)}": "7"})
    explain(session, agency_id=CAST.rabat)
    agent = viewer_of(session, CAST.agent_rabat)
    assert len(notes(session, CODE, CAST.rabat, viewer=agent)) == 1
    for elsewhere in (CAST.casablanca, None):
        with pytest.raises(NotAllowed):
            notes(session, CODE, elsewhere, viewer=agent)


def test_a_sentence_is_needed(session: Session) -> None:
    with pytest.raises(InvalidInput):
        explain(session, sentence=" ")
