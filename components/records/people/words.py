"""What is typed over the list of people, as what each word may mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from components.language import i18n
from components.reads import labels, reference
from db.codes import Sex
from db.inputs import case_codes
from db.inputs.normalisation import search_key
from db.inputs.people import PeopleSearch, PersonWord

#: A whole number, grouped as people group it; and the end of one.
_NUMBER = re.compile(r"(?<![\w+])(?:\+|0)\d(?:[ ().-]{0,2}\d){7,14}(?!\w)")
_END = re.compile(r"\d{6,9}")
#: Shorter parts would be found in too many.
LEAST_OF_A_CODE, LEAST_OF_A_NAME = 2, 3


@dataclass(frozen=True)
class Read:
    """What was understood, and the words that mean nothing."""

    search: PeopleSearch
    unknown: tuple[str, ...]


def read(typed: str, *, in_contacts: bool = False) -> Read:
    """``234-56``, ``1995``, ``guinée`` or several of them; a code may have spaces within.

    ``in_contacts``: also names and numbers of those who agreed to be called.
    """
    if _is_code(whole := case_codes.normal(typed)) and len(whole) == case_codes.LENGTH:
        phone = whole if in_contacts and whole.isdecimal() else ""
        return Read(PeopleSearch((PersonWord(code=whole, phone=phone),)), ())
    found: list[PersonWord] = []
    unknown = []
    if in_contacts and (number := _NUMBER.search(typed)):
        found.append(PersonWord(phone=number[0]))
        typed = typed.replace(number[0], " ")
    for word in typed.split():
        meant = _word(word, in_contacts=in_contacts)
        if not meant.kinds:
            unknown.append(word)
        elif _goes_on(found, meant):
            found[-1] = PersonWord(code=found[-1].code + meant.code)
        elif found and {*found[-1].kinds, *meant.kinds} == {"name"}:
            # One name, whose words are read together: "Abd el Kader".
            found[-1] = PersonWord(name=f"{found[-1].name} {meant.name}")
        else:
            found.append(meant)
    return Read(PeopleSearch(tuple(found)), tuple(unknown))


def _goes_on(found: list[PersonWord], word: PersonWord) -> bool:
    """Whether a word is the rest of the code before it, as it stands on the card."""
    are_codes = [each.kinds == {"code"} for each in (*found[-1:], word)] == [True, True]
    return are_codes and len(found[-1].code + word.code) <= case_codes.LENGTH


def _word(typed: str, *, in_contacts: bool) -> PersonWord:
    code, name = case_codes.normal(typed), search_key(typed)
    is_name = len(name) >= LEAST_OF_A_NAME
    return PersonWord(
        code=code if _is_code(code) else "",
        birth_year=_year(typed),
        nationalities=frozenset(_named(name)) if is_name else frozenset(),
        sexes=frozenset(_sexes(name)) if is_name else frozenset(),
        name=typed if in_contacts and _is_a_name(typed) else "",
        phone=typed if in_contacts and _END.fullmatch(typed) else "",
    )


def _is_a_name(typed: str) -> bool:
    return sum(map(str.isalpha, typed)) > 1 and not any(map(str.isdecimal, typed))


def _is_code(code: str) -> bool:
    return LEAST_OF_A_CODE <= len(code) <= case_codes.LENGTH and set(code) <= set(
        case_codes.ALPHABET
    )


def _year(typed: str) -> int | None:
    is_one = typed.isascii() and typed.isdecimal() and len(typed) == 4
    return int(typed) if is_one and 1900 <= int(typed) <= 2100 else None


def _named(name: str) -> Iterator[str]:
    for code in reference.codes("NATIONALITY"):
        if name in search_key(labels.label("NATIONALITY", code)):
            yield code


def _sexes(name: str) -> Iterable[Sex]:
    """By the beginning of the word that stands beside a person, as "fem" of "femme"."""
    return (sex for sex in Sex if search_key(i18n.t(f"entry.sex.{sex.value}")).startswith(name))
