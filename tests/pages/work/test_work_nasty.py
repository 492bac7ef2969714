"""Whatever is typed in a form: it is stored, or refused in words, and the page never breaks."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import cycle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from components.language.catalogue import LANGUAGES
from tests.at_length import then_by_night
from tests.cast import CAST
from tests.pages.entered import PERSON, a_due_check, enrolled, met
from tests.pages.phone import Phone, SignedIn

#: One or more of each kind that has broken some system of this sort; a browser sends no surrogates.
NASTY = (
    "", " ", "\u00a0", "\u200b", "\u202e3/2/2026\u202c", "\u2066" + "12" + "\u2069", "x" * 25_000,
    "9" * 5_000, "3/2/2026", "٣/٢/٢٠٢٦", "۳/۲/۲۰۲۶", "٢٠٠١", "۱۹۹۵", "30/2/2026", "1/1/0001",
    "31/12/9999", "-5", "−5", "1e309", "NaN", "inf", "½", "3²", "٣٫٥", "12,5", "24:00", "٩:٣٠",
    "\x00", "a\x00b", "\x1b[31m", "a\r\nb", "e\u0301", "👩‍👩‍👧", "'; DROP TABLE cases; --", '"',
    "“234–5678”", "<script>alert(1)</script>", "<b>", "&amp;", "{count}", "%s", "=1+1", "+1",
    "@SUM(A1)", "-2+3", "**bold**", "[a](javascript:alert(1))", ":material/error:", "$x$", "~~",
)  # fmt: skip
TYPED = some.sampled_from(NASTY) | some.text(
    some.characters(exclude_categories=["Cs"]), max_size=40
)

#: As many as a form has fields, or they begin again: what is drawn may not follow from the page.
VALUES = some.lists(TYPED, min_size=6, max_size=6)


@dataclass
class Form:
    """How a form is opened with all its text fields on screen, and the button that saves it."""

    open: Callable[[str], tuple[Phone, str]]
    opened: dict[str, tuple[Phone, str]] = field(default_factory=dict)

    def phone(self, language: str) -> tuple[Phone, str]:
        """The form, opened anew once it was saved."""
        phone, save = self.opened.get(language, (None, ""))
        if phone is None or not any(each.key == save for each in phone.app.button):
            self.opened[language] = self.open(language)
        return self.opened[language]


def new_person(language: str) -> tuple[Phone, str]:
    phone = Phone("work/record_intervention.py", language)
    phone.choose("intervention_type", "RECEPTION")
    phone.choose("intervention_case", "new")
    phone.choose("intervention_sex", "F")
    for name in ("day", "minutes", "follow_up"):
        phone.choose(f"intervention_{name}", "other")
    return phone, "intervention_save"


def group(language: str) -> tuple[Phone, str]:
    phone = Phone("work/record_intervention.py", language)
    phone.choose("intervention_type", "INFO_SESSION")
    return phone, "intervention_save"


def enrolment(language: str) -> tuple[Phone, str]:
    phone = Phone("work/record_training.py", language)
    phone.choose("training_case", PERSON)
    phone.choose("training_type", "EN_CEF")
    phone.choose("training_start", "other")
    return phone, "training_save"


def placement(language: str) -> tuple[Phone, str]:
    phone = Phone("work/record_placement.py", language)
    phone.choose("placement_case", PERSON)
    phone.choose("placement_type", "OWN_ACC")
    phone.choose("placement_evidence", "REGISTER")
    phone.choose("placement_day", "other")
    return phone, "placement_save"


def another() -> str:
    return f"given {time.monotonic_ns()}"


def step(language: str) -> tuple[Phone, str]:
    key = f"training_step_{enrolled(another())}"
    phone = Phone("work/record_training.py", language, view="open")
    phone.choose(key, "COMPLETED")
    return phone, f"{key}_save"


def check(language: str) -> tuple[Phone, str]:
    found = a_due_check(another())
    phone = Phone("work/record_placement.py", language, check=str(found))
    phone.choose(f"retention_{found}_status", "SAME")
    return phone, f"retention_{found}_save"


def correction(language: str) -> tuple[Phone, str]:
    entry = met(submission_id=another())
    phone = Phone("work/entries.py", language)
    phone.choose(f"entries_change_intervention_{entry}", "correct")
    for name in ("day", "minutes"):
        phone.choose(f"correct_intervention_{entry}_{name}", "other")
    return phone, f"correct_intervention_{entry}_save"


def account(language: str) -> tuple[Phone, str]:
    return Phone("manage/accounts.py", language), "create_submit"


def password(language: str) -> tuple[Phone, str]:
    return Phone("account/account.py", language), "password_submit"


AGENT = [new_person, group, enrolment, placement, step, check, correction]


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize(
    ("who", "forms"),
    [(CAST.agent_rabat, AGENT), (CAST.administrator, [account, password])],
    ids=["agent", "administrator"],
)
@pytest.mark.parametrize("seconds", then_by_night(15, 60))
def test_whatever_is_typed_is_stored_or_refused_in_words(
    signed_in: SignedIn, who: int, forms: list[Callable[[str], tuple[Phone, str]]], seconds: int
) -> None:
    if who == CAST.agent_rabat:
        met()
    signed_in(who)
    known = [Form(each) for each in forms]
    end = time.monotonic() + seconds

    @settings(
        max_examples=400, deadline=None, database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )  # fmt: skip
    @given(some.sampled_from(known), some.sampled_from(LANGUAGES), VALUES)
    def send(form: Form, language: str, values: list[str]) -> None:
        if time.monotonic() > end:
            return
        phone, save = form.phone(language)
        fields = [
            each
            for each in phone.app.text_input
            if not str(each.key).endswith(("_submission", "_begun"))
        ]
        for each, value in zip(fields, cycle(values), strict=False):
            each.set_value(value)
        phone.press(save)
        assert "Traceback" not in phone.said
        assert all(each.value.strip() for each in (*phone.app.error, *phone.app.warning))

    send()
