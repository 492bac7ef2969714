"""The big buttons are the programme's choice, and a draft of before it is not lost."""

from __future__ import annotations

import pytest

from components.language.catalogue import translate
from db.store.engine import writing
from tests.acts import choose_big_types, retire_code
from tests.pages.entered import PERSON, rows
from tests.pages.phone import Phone

PAGE = "work/record_intervention.py"
MORE = (":material/more_horiz:", translate("fr", "entry.more"))


def choose(*types: str) -> None:
    with writing() as session:
        choose_big_types(session, *types)


def shown(phone: Phone) -> list[tuple[str, str]]:
    """Sign and label of each big button."""
    buttons = phone.app.button_group(key="intervention_type").proto.options
    return [(each.content_icon, each.content) for each in buttons]


def test_the_programmes_types_stand_first_in_its_order_and_the_others_behind_more(
    seen: None,
) -> None:
    choose("SKILLS", "CV")
    phone = Phone(PAGE)
    assert shown(phone) == [
        (":material/label:", "Bilan de compétences"),
        (":material/description:", "Aide au CV et à la candidature"),
        MORE,
    ]
    phone.choose("intervention_type", "MORE")
    others = phone.app.button_group(key="intervention_more").options
    assert "Accueil et premiers conseils" in others
    assert "Bilan de compétences" not in others


def test_a_big_type_that_is_retired_leaves_the_form(seen: None) -> None:
    choose("SKILLS", "CV")
    with writing() as session:
        retire_code(session, "INTERVENTION_TYPE", "SKILLS")
    assert shown(Phone(PAGE)) == [
        (":material/description:", "Aide au CV et à la candidature"),
        MORE,
    ]


@pytest.mark.parametrize(
    ("before", "touched", "after", "big"),
    [
        (("CV", "ADMIN"), {"type": "CV"}, ("ADMIN",), "MORE"),
        (("ADMIN",), {"type": "MORE", "more": "CV"}, ("CV", "ADMIN"), "CV"),
    ],
)
def test_what_was_chosen_before_the_programme_chose_again_stays_chosen(
    seen: None, before: tuple[str, ...], touched: dict[str, str], after: tuple[str, ...], big: str
) -> None:
    choose(*before)
    phone = Phone(PAGE)
    for field, code in touched.items():
        phone.choose(f"intervention_{field}", code)
    phone.choose("intervention_case", PERSON)
    choose(*after)
    again = Phone(PAGE)
    assert again.app.button_group(key="intervention_type").value == big
    again.choose("intervention_minutes", "45")
    again.press("intervention_save")
    assert rows()[-1].type == "CV"
