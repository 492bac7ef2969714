"""The code lists on screen: what they are for, what may be done, and what follows at once."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from components.language.catalogue import Language, translate
from components.reads import labels, reference_cache
from db.inputs.code_lists import LISTS, is_closed
from db.models import Code, Programme, TrustWave
from db.store.engine import reading, writing
from tests.acts import a_code, choose_big_types, relabel, retire_code
from tests.cast import CAST, ago
from tests.languages import LANGUAGES
from tests.pages.phone import Phone, SignedIn

PAGE = "manage/lists.py"


@pytest.fixture
def phone(signed_in: SignedIn) -> Phone:
    signed_in(CAST.administrator)
    return Phone(PAGE)


def choose(phone: Phone, name: str) -> None:
    phone.app.selectbox(key="lists_list").set_value(name)
    phone.run()


def row(list_name: str, code: str) -> Code | None:
    with reading() as session:
        found = session.get(Code, (list_name, code))
        session.expunge_all()
        return found


def choices(list_name: str) -> list[str]:
    """What any form offers at its next run."""
    reference_cache.look()
    return list(labels.choices(list_name).values())


def write(phone: Phone, form: str, **labels_: str) -> None:
    for language, label in labels_.items():
        phone.app.text_input(key=f"{form}_label_{language}").set_value(label)
    phone.press(f"{form}_submit")


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_is_named_and_says_what_it_is_for(
    signed_in: SignedIn, language: Language
) -> None:
    signed_in(CAST.administrator)
    phone = Phone(PAGE, language)
    for name in LISTS:
        choose(phone, name)
        assert translate(language, f"codes.use.{name}") in phone.said
        closed = translate(language, "codes.closed") in phone.said
        assert closed is is_closed(name) is not phone.shows("add_code_submit")


def test_a_line_is_added_and_offered_at_once(phone: Phone) -> None:
    choose(phone, "MODE")
    write(phone, "add_code", fr="En bus", en="By bus", ar="الحافلة")
    assert choices("MODE")[-1] == "En bus"
    assert "En bus" in phone.said
    assert not phone.shows("add_code_submit")
    phone.press("add_code_saved_noted")
    assert phone.app.text_input(key="add_code_label_fr").value == ""


def test_a_label_that_is_missing_is_said_beside_its_field(phone: Phone) -> None:
    choose(phone, "MODE")
    write(phone, "add_code", fr="En *bus*", en="By bus")
    assert translate("fr", "error.label_signs") in phone.said
    assert translate("fr", "error.needed") in phone.said
    assert phone.app.text_input(key="add_code_label_en").value == "By bus"
    assert row("MODE", "P_BY_BUS") is None


def test_a_nationality_is_asked_for_its_group(phone: Phone) -> None:
    choose(phone, "NATIONALITY")
    phone.app.selectbox(key="add_code_group").set_value("WEST_AFRICA")
    write(phone, "add_code", fr="Ghana", en="Ghana", ar="غانا")
    added = row("NATIONALITY", "P_GHANA")
    assert added is not None and added.extra == "group=WEST_AFRICA"


def test_other_words_are_read_at_once(phone: Phone) -> None:
    choose(phone, "MODE")
    phone.press("lists_open_FIELD")
    assert phone.app.text_input(key="relabel_label_fr").value == "Sur le terrain"
    write(phone, "relabel", fr="Dans le quartier")
    assert "Dans le quartier" in choices("MODE")


def test_the_second_of_two_is_told_and_may_then_save_over_it(phone: Phone) -> None:
    choose(phone, "MODE")
    phone.press("lists_open_FIELD")
    with writing() as session:
        relabel(session, "MODE", "FIELD", label_fr="Dehors")
    write(phone, "relabel", fr="Dans le quartier")
    assert translate("fr", "error.stands_now", value="Dehors") in phone.said
    assert phone.app.text_input(key="relabel_label_fr").value == "Dans le quartier"
    phone.press("relabel_submit")
    assert "Dans le quartier" in choices("MODE")


def test_the_questions_of_an_open_wave_keep_their_words(phone: Phone) -> None:
    choose(phone, "TRUST_ITEM")
    assert translate("fr", "codes.worded") in phone.said
    phone.press("lists_open_D_REL")
    new = {"fr": "Autre", "en": "Other", "ar": "سؤال"}
    write(phone, "relabel", **new)
    until = translate("fr", "error.wording_in_wave", day="").split("\xa0:")[0]
    assert until in phone.said
    with writing() as session:
        session.get_one(TrustWave, CAST.wave).ends_on = ago(1)
    write(phone, "relabel", **new)
    changed = row("TRUST_ITEM", "D_REL")
    assert changed is not None and changed.label_fr == "Autre"


def test_a_line_is_retired_and_comes_back(phone: Phone) -> None:
    choose(phone, "MODE")
    phone.press("lists_open_FIELD")
    phone.press("retire_submit")
    assert "Sur le terrain" not in choices("MODE")
    assert translate("fr", "codes.until", day="")[:15] in phone.said
    phone.press("lists_restore_FIELD")
    assert choices("MODE").index("Sur le terrain") == 1


def test_a_day_that_is_past_is_refused(phone: Phone) -> None:
    choose(phone, "MODE")
    phone.press("lists_open_FIELD")
    day = ago(3)
    phone.app.text_input(key="retire_day_FIELD").set_value(f"{day.day}/{day.month}/{day.year}")
    phone.press("retire_submit")
    found = row("MODE", "FIELD")
    assert found is not None and found.valid_to is None
    assert phone.told_at_the_button("retire")


def test_a_line_that_a_rule_needs_is_marked_and_cannot_be_retired(phone: Phone) -> None:
    choose(phone, "INTERVENTION_TYPE")
    phone.press("lists_open_COORD")
    assert phone.shows("relabel_submit") and not phone.shows("retire_submit")
    phone.press("lists_shut")
    phone.press("lists_open_SKILLS")
    assert phone.shows("retire_submit") and not phone.shows("lists_delete")


def test_only_what_was_added_and_never_used_can_be_deleted(signed_in: SignedIn) -> None:
    with writing() as session:
        code = a_code(session)
    signed_in(CAST.administrator)
    phone = Phone(PAGE)
    choose(phone, "MODE")
    phone.press(f"lists_open_{code}")
    assert phone.said.count(translate("fr", "codes.unused")) == 1
    phone.press("lists_delete")
    assert row("MODE", code) is None


def test_what_people_are_is_told_by_no_line_and_no_button(signed_in: SignedIn) -> None:
    with writing() as session:
        code = a_code(session, "STATUS_GROUP")
    signed_in(CAST.administrator)
    phone = Phone(PAGE)
    choose(phone, "STATUS_GROUP")
    phone.press(f"lists_open_{code}")
    assert phone.shows("retire_submit") and not phone.shows("lists_delete")
    for each in ("codes.used", "codes.unused"):
        assert translate("fr", each) not in phone.said


def test_the_order_is_changed_on_purpose_and_forms_follow(phone: Phone) -> None:
    choose(phone, "MODE")
    before = choices("MODE")
    assert not phone.shows("lists_arrow_upward_FIELD")
    phone.app.toggle(key="lists_reorder").set_value(True)
    phone.run()
    assert translate("fr", "codes.reorder_warning") in phone.said
    assert phone.app.button(key="lists_arrow_upward_AGENCY").disabled
    phone.press("lists_arrow_upward_FIELD")
    assert choices("MODE") == [before[1], before[0], *before[2:]]


def test_the_big_buttons_are_chosen_with_a_reason(phone: Phone) -> None:
    choose(phone, "INTERVENTION_TYPE")
    phone.app.multiselect(key="big_types_types").set_value(["SKILLS", "CV"])
    phone.press("big_types_submit")
    assert translate("fr", "error.needed") in phone.said
    phone.app.text_input(key="big_types_reason").set_value("Demandé par les agent·es")
    phone.press("big_types_submit")
    with reading() as session:
        assert session.get_one(Programme, 1).big_types == "SKILLS,CV"


def test_a_retired_type_is_no_longer_among_the_big_buttons(signed_in: SignedIn) -> None:
    with writing() as session:
        choose_big_types(session, "SKILLS", "CV")
    with writing() as session:
        retire_code(session, "INTERVENTION_TYPE", "SKILLS")
    signed_in(CAST.administrator)
    phone = Phone(PAGE)
    choose(phone, "INTERVENTION_TYPE")
    assert phone.app.multiselect(key="big_types_types").value == ["CV"]


def test_without_any_list_the_command_is_named(signed_in: SignedIn) -> None:
    with writing() as session:
        session.execute(sa.delete(Code))
    signed_in(CAST.administrator)
    assert "python -m seed_data" in Phone(PAGE).said
