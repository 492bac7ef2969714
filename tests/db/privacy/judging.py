"""Lays what was made before the attackers, and says which of its promises they break."""

from __future__ import annotations

from collections.abc import Sequence

from db.privacy import Edition, Mark
from tests.db.privacy import programs, sums
from tests.db.privacy.partner import Sheet, Told, rests_on
from tests.db.privacy.sums import Moves

Truths = dict[programs.Where, int]


def sheets_of(editions: Sequence[Edition]) -> tuple[list[Sheet], Truths]:
    """The published side, and beside it the true counts that the verdict needs."""
    sheets, truths = list[Sheet](), Truths()
    for number, edition in enumerate(_that_differ(editions), 1):
        for place, table in enumerate(edition):
            rules = table.published.rules
            entries = dict(table.published.cells())
            sheet = Sheet("m", number, f"t{place}", rules.threshold, rules.base, entries)
            sheets.append(sheet)
            for name, count in zip(entries, table.grid.ravel().tolist(), strict=True):
                truths[sheet.table, number, name] = count
    return sheets, truths


def broken(editions: Sequence[Edition], *, solver: bool = False) -> list[str]:
    """What anybody could tell from all editions of the tables of one measure."""
    return broken_sheets(*sheets_of(editions), solver=solver)


def broken_sheets(sheets: Sequence[Sheet], truths: Truths, *, solver: bool = False) -> list[str]:
    """The same of sheets.

    Of several editions twice: by the rules alone, and by one who has guessed right how all entries
    moved whose mark changed, and which of those that stayed hidden moved little. The ``solver`` is
    asked instead of the sums, and always about two-way tables and about more than two editions.
    """
    most = 12 + max(_largest_total(sheet) for sheet in sheets)
    editions = len({sheet.edition for sheet in sheets})
    by_solver = solver or editions > 2 or any(len(sheet.grand_total) > 1 for sheet in sheets)
    return [
        f"{found} truly {truths[_where(found)]}"
        for guessed in ({}, right_guesses(sheets, truths))[:editions]
        for found in _told(sheets, truths, most, guessed, by_solver)
        if found.breaks_the_promise(truths[_where(found)], most)
    ]


def _largest_total(sheet: Sheet) -> int:
    """No count of an edition is larger; a total may have been repeated though it had moved."""
    total = sheet.entries[sheet.grand_total]
    return total + sheet.base + sheet.threshold if isinstance(total, int) else 40


def right_guesses(sheets: Sequence[Sheet], truths: Truths) -> Moves:
    guesses: Moves = {}
    for table in dict.fromkeys(sheet.table for sheet in sheets):
        editions = [sheet for sheet in sheets if sheet.table == table]
        for name in editions[0].entries:
            counts = [truths[table, sheet.edition, name] for sheet in editions]
            rests = rests_on(editions, name)
            for number in range(1, len(editions)):
                before, after = editions[number - 1], editions[number]
                rest = min(rests[number], rests[number - 1])
                step, far = counts[number] - counts[rest], after.threshold
                if before.hidden(name) and after.hidden(name):
                    if abs(step) < far:
                        guesses[table, after.edition, name] = "near"
                elif Mark.NOT_APPLICABLE is before.entries[name]:
                    continue
                elif before.hidden(name) or after.hidden(name):
                    move = sums.move(step, far)
                    guesses[table, after.edition, name] = move
    return guesses


def _told(
    sheets: Sequence[Sheet], truths: Truths, most: int, guessed: Moves, solver: bool
) -> list[Told]:
    if solver:
        return programs.Worlds(sheets, most, guessed).told(truths)
    return sums.told(sheets, most, guessed)


def _where(found: Told) -> programs.Where:
    return found.sheet.table, found.sheet.edition, found.name


def _that_differ(editions: Sequence[Edition]) -> list[Edition]:
    """An edition that repeats all tables of a measure says nothing of it."""
    kept = [editions[0]]
    for edition in editions[1:]:
        shown = [list(table.published.cells()) for table in edition]
        if shown != [list(table.published.cells()) for table in kept[-1]]:
            kept.append(edition)
    return kept
