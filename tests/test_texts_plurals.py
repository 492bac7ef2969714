"""Arabic counts in six forms: none, one, two, a few (3), many (11), others (100)."""

from __future__ import annotations

import re

import pytest

from components.language.catalogue import TO_THE_RIGHT, messages, translate_plural

COUNTS = (0, 1, 2, 3, 11, 100)
COUNTED = {key: said for key, said in messages("ar").items() if isinstance(said, tuple)}
ONE = re.compile(r"واحد")
DUAL = re.compile(r"\w(?:ان|ين)(?!\w)|نصفا سنة")
FILL_IN = re.compile(r"\{(\w+)\}")
#: The number and the noun that follows it.
NOUN = re.compile(r"\{(?:count|value)\}\u2069?\s+(\w+)")


def faults(forms: tuple[str, ...]) -> list[str]:
    """What is wrong with the six forms of one sentence."""
    if len(set(forms)) == 1:  # the number stands alone, in brackets
        return [] if NOUN.search(forms[0]) is None else ["a noun that never changes"]
    none, one, two, few, many, other = forms
    found = []
    is_signed = "{sign}" in one  # "+1", a figure and not a count
    if not is_signed and any(map(_has_number, (none, one, two))):
        found.append("a figure where the word says it")
    if not is_signed and (none in forms[1:] or not ONE.search(one) or not DUAL.search(two)):
        found.append("none, one or two not in words")
    if not all(map(_has_number, (few, many, other))):
        found.append("no number")
    return found + _nouns(few, many, other)


def _has_number(form: str) -> bool:
    return "{count}" in form or "{value}" in form


def _nouns(few: str, many: str, other: str) -> list[str]:
    """3 has a plural, 11 a singular that shows its case, 100 a plain singular."""
    after = [NOUN.findall(form) for form in (few, many, other)]
    if not all(len(nouns) == 1 for nouns in after):
        return ["not one noun after the number"]
    plural, accusative, singular = (_bare(nouns[0]) for nouns in after)
    shows_case = singular + "ا"
    in_construct = f"{singular} سنة" in other
    wanted = singular if singular.endswith("ة") or in_construct else shows_case
    if plural in (singular, shows_case) or accusative != wanted:
        return [f"{plural}, {accusative}, {singular}"]
    return []


def _bare(word: str) -> str:
    """Without vowel signs."""
    return re.sub("[\u064b-\u0652]", "", word)


def test_the_six_forms_are_those_of_arabic_grammar() -> None:
    assert {key: wrong for key, said in COUNTED.items() if (wrong := faults(said))} == {}


@pytest.mark.parametrize("count", COUNTS)
def test_each_number_gets_its_own_form(count: int) -> None:
    place = COUNTS.index(count)
    for key, forms in COUNTED.items():
        values = dict.fromkeys(FILL_IN.findall("".join(forms)), "x") | {"count": "n", "value": "n"}
        values.pop("count")
        wanted = forms[place].format(count=count, **values)
        said = translate_plural("ar", key, count, **values, count=count)
        assert said.removesuffix(TO_THE_RIGHT) == wanted, key


@pytest.mark.parametrize(
    "forms",
    [
        ("لا أحد", "شخص واحد", "شخصان", "{count} شخص", "{count} شخصاً", "{count} شخص"),
        ("لا أحد", "شخص واحد", "شخصان", "{count} أشخاص", "{count} شخص", "{count} شخص"),
        ("لا أحد", "شخص واحد", "شخص", "{count} أشخاص", "{count} شخصاً", "{count} شخص"),
        ("لا أحد", "{count} شخص", "شخصان", "{count} أشخاص", "{count} شخصاً", "{count} شخص"),
        ("شخص واحد", "شخص واحد", "شخصان", "{count} أشخاص", "{count} شخصاً", "{count} شخص"),
        ("لا أحد", "شخص واحد", "شخصان", "أشخاص", "{count} شخصاً", "{count} شخص"),
        ("{count} شخص",) * 6,
    ],
)
def test_a_wrong_form_is_found(forms: tuple[str, ...]) -> None:
    assert faults(forms) != []
