"""A slip of the pen never leads to another person's case."""

import random
from itertools import combinations

from db.inputs.case_codes import ALPHABET, LENGTH, is_valid, make, normal

SOURCE = random.Random(1)
CODES = [make(SOURCE) for _ in range(300)]


def test_a_made_code_is_valid_and_readable() -> None:
    assert all(is_valid(code) and len(code) == LENGTH for code in CODES)
    assert not set("01OIBSZU") & set("".join(CODES))
    assert len(set(CODES)) == len(CODES)


def test_any_one_wrong_character_is_noticed() -> None:
    for code in CODES:
        for place in range(LENGTH):
            for letter in set(ALPHABET) - {code[place]}:
                assert not is_valid(code[:place] + letter + code[place + 1 :])


def test_any_two_swapped_characters_are_noticed() -> None:
    for code in CODES:
        for one, other in combinations(range(LENGTH), 2):
            swapped = list(code)
            swapped[one], swapped[other] = swapped[other], swapped[one]
            assert "".join(swapped) == code or not is_valid("".join(swapped))


def test_a_code_may_be_typed_in_any_case_with_spaces_or_dashes() -> None:
    code = CODES[0]
    assert normal(f" {code[:3].lower()}-{code[3:].lower()} ") == code


def test_a_seeded_source_repeats_itself() -> None:
    assert make(random.Random(7)) == make(random.Random(7))


def test_marks_of_direction_that_come_with_a_copied_code_fall_away() -> None:
    assert normal("\u2066366-c692\u2069\u200f ") == "366C692"
