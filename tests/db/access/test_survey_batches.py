"""Of which day a figure of the survey is shown: small examples, worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from db.access.survey_batches import NEVER, Classes, Round, Stay, in_steps, last_batch, replay

FIRST = date(2026, 3, 1)
#: By day of coming, who trusts and who does not.
Came = dict[int, Classes]


def day(number: int) -> date:
    return FIRST + timedelta(days=number - 1)


def shown(
    came: Came, until: int, rounds: Sequence[tuple[int, int]] = ((1, 30),), gone: Came | None = None
) -> int | None:
    """The day of which the one figure stands; ``gone``: struck out on a day, of those of day 1."""
    struck = gone or {}
    away = {when: a + b for when, (a, b) in struck.items()}
    stays = [
        Stay(day(when), NEVER, a + b - (sum(away.values()) if when == 1 else 0))
        for when, (a, b) in came.items()
    ]
    stays += [Stay(day(1), day(when), number) for when, number in away.items()]

    def classes(end: date) -> list[Classes]:
        more = [each for when, each in came.items() if day(when) <= end]
        less = [each for when, each in struck.items() if day(when) <= end]
        trusting, others = (
            sum(each[place] for each in more) - sum(each[place] for each in less)
            for place in (0, 1)
        )
        return [(trusting, others)]

    spans = [Round(day(first), day(last)) for first, last in rounds]
    (figure,) = replay(stays, classes, 1, spans, day(until))
    return None if figure.shown is None else (figure.shown - FIRST).days + 1


def test_the_newest_batch_waits_for_another_one() -> None:
    came = {1: (6, 4), 2: (5, 5), 3: (5, 5)}
    assert [shown(came, each) for each in (1, 2, 3, 4)] == [None, 1, 2, 2]


def test_nine_answers_are_no_block_and_one_of_a_class_is_no_batch() -> None:
    assert shown({1: (6, 4), 2: (5, 4)}, 9) is None
    assert shown({1: (6, 4), 2: (9, 1)}, 9) is None
    assert shown({1: (6, 4), 2: (8, 2)}, 9) == 1
    # The block that waited and the next are one batch, which is held back.
    assert shown({1: (6, 4), 2: (9, 1), 3: (9, 1)}, 9) == 1


def test_after_a_block_that_waited_the_rarer_class_fits_into_the_newest() -> None:
    assert shown({1: (6, 4), 2: (1, 29), 3: (9, 1)}, 9) == 1
    # Eleven in all who trust: ten of them would be all of the last block.
    assert shown({1: (6, 4), 2: (1, 29), 3: (10, 0)}, 9) is None


def test_what_is_left_over_joins_the_batch_that_waits() -> None:
    came = {1: (6, 4), 2: (5, 5), 5: (2, 0)}
    assert [shown(came, each, [(1, 5)]) for each in (4, 5)] == [1, 5]


def test_the_figure_stays_where_all_that_came_last_would_be_told() -> None:
    assert shown({1: (6, 4), 2: (8, 2), 5: (3, 0)}, 9, [(1, 5)]) == 1
    assert shown({1: (6, 4), 2: (8, 2), 5: (3, 1)}, 9, [(1, 5)]) == 1
    assert shown({1: (6, 4), 2: (8, 2), 5: (3, 2)}, 9, [(1, 5)]) == 5
    # Nothing came after the batch, which is then shown.
    assert shown({1: (6, 4), 2: (8, 2)}, 9, [(1, 5)]) == 5


def test_a_wave_of_which_nothing_was_shown_is_shown_whole() -> None:
    assert shown({1: (6, 4), 5: (3, 0)}, 9, [(1, 5)]) == 5
    # Late answers bring it over ten; before, no page shows it.
    assert shown({1: (6, 2), 7: (3, 0)}, 9, [(1, 5)]) == 7


def test_a_strike_out_waits_for_the_next_batch() -> None:
    came = {1: (10, 5), 2: (5, 5), 4: (6, 5)}
    assert [shown(came, each, gone={3: (1, 0)}) for each in (2, 3, 4)] == [1, 1, 2]
    # After the end one alone is never shown, and ten of both classes are.
    assert shown(came, 20, [(1, 4)], gone={9: (1, 0)}) == 4
    assert shown(came, 20, [(1, 4)], gone={9: (7, 3)}) == 9


def test_a_wave_that_was_reopened_goes_on_from_what_it_showed() -> None:
    came = {1: (6, 4), 2: (5, 5), 12: (1, 1), 13: (5, 5), 14: (5, 5), 15: (5, 5)}
    rounds = [(1, 5), (12, 20)]
    assert [shown(came, each, rounds) for each in (4, 5, 12, 13, 14)] == [1, 5, 5, 5, 13]
    # Two more alone never join.
    assert shown({1: (6, 4), 2: (5, 5), 12: (1, 1)}, 30, rounds) == 5


def test_a_number_that_tells_no_answer_goes_by_full_blocks() -> None:
    stays = [Stay(day(1), NEVER, 7), Stay(day(2), NEVER, 5), Stay(day(4), NEVER, 9)]
    rounds = [Round(day(1), day(8))]
    told = [last_batch(stays, rounds, day(each)) for each in (1, 2, 7, 8)]
    assert told == [None, day(2), day(2), day(8)]


def test_counts_are_told_in_tens() -> None:
    assert [in_steps(each) for each in (0, 9, 10, 19, 45)] == [0, 0, 10, 10, 40]
