"""What is typed over the list of people, as what each word may mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from components.language import i18n
from components.reads import labels, reference
from db.codes import Sex
from db.inputs import case_codes
from db.inputs.people import PeopleSearch, PersonWord
from db.inputs.typed import search_key

#: Shorter parts would be found in too many.
LEAST_OF_A_CODE, LEAST_OF_A_NAME = 2, 3


@dataclass(frozen=True)
class Read:
    """What was understood, and the words that mean nothing."""

    search: PeopleSearch
    unknown: tuple[str, ...]


def read(typed: str) -> Read:
    """``234-56``, ``1995``, ``guinée`` or several of them; a code may have spaces within."""
    if _is_code(whole := case_codes.normal(typed)) and len(whole) == case_codes.LENGTH:
        return Read(PeopleSearch((PersonWord(code=whole),)), ())
    found: list[PersonWord] = []
    unknown = []
    for word in typed.split():
        meant = _word(word)
        if not meant.kinds:
            unknown.append(word)
        elif _goes_on(found, meant):
            found[-1] = PersonWord(code=found[-1].code + meant.code)
        else:
            found.append(meant)
    return Read(PeopleSearch(tuple(found)), tuple(unknown))


def _goes_on(found: list[PersonWord], word: PersonWord) -> bool:
    """Whether a word is the rest of the code before it, as it stands on the card."""
    are_codes = [each.kinds == {"code"} for each in (*found[-1:], word)] == [True, True]
    return are_codes and len(found[-1].code + word.code) <= case_codes.LENGTH


def _word(typed: str) -> PersonWord:
    code, name = case_codes.normal(typed), search_key(typed)
    is_name = len(name) >= LEAST_OF_A_NAME
    return PersonWord(
        code=code if _is_code(code) else "",
        birth_year=_year(typed),
        nationalities=frozenset(_named(name)) if is_name else frozenset(),
        sexes=frozenset(_sexes(name)) if is_name else frozenset(),
    )


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
