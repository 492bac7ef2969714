"""Corrections of a release: a new edition must not tell, by its differences, who was corrected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from db.privacy.audit import TooMuchWorkError, Work, disclosed
from db.privacy.joint import Chain, Edition, encoded
from db.privacy.knowledge import Printed
from db.privacy.parts import Part
from db.privacy.rules import Reason
from db.privacy.tables import NO_VALUE, BoolArray, Index, ProtectedTable, Published, lines

MOST_REPAIRS = 12
"""Rounds of hiding again before an edition is given up; each costs one audit of all editions."""


def reconcile(
    earlier: Sequence[Edition], new: Sequence[ProtectedTable], parts: Sequence[Part] = ()
) -> list[ProtectedTable]:
    """The next edition of all tables of one measure (``docs/privacy.md#new-editions``).

    A printed entry whose true count is less than the threshold away from the count its print rests
    on keeps its value. The others take what ``new`` says; but what was hidden stays hidden where
    the audit of all editions (``earlier``, the first one first) finds that showing it would tell
    something, and where that does not help the last edition is repeated altogether. Every edition
    has its own rules; ``parts`` were released before the first of them. Raises ``NotMadeSoError``
    where the earlier editions cannot have been made so, ``EditionsDifferError`` where they differ
    in labels or impossible cells (one may have become possible).
    """
    said = _that_say_something(earlier)
    drafts = [Draft([edition[i] for edition in said], table) for i, table in enumerate(new)]
    try:
        agreed = _agree(said, drafts, parts)
    except TooMuchWorkError:
        agreed = False
    return [draft.made() if agreed else draft.repeated() for draft in drafts]


class EditionsDifferError(ValueError):
    """Editions have other rows, or one that was possible has become impossible."""


class Draft:
    """One table of the next edition while it is being made."""

    def __init__(self, said: Sequence[Printed], new: ProtectedTable) -> None:
        self.before, self.new, self.fresh = said[-1].published, new, new.published
        if not self.before.labels == self.fresh.labels == new.table.labels:
            raise EditionsDifferError("the editions differ in labels")
        if (self.fresh.absent & ~self.before.absent).any():
            raise EditionsDifferError("a cell that was possible has become impossible")
        far = np.abs(Chain(said).moved(new.table.grid)) >= self.fresh.rules.threshold
        self.kept: BoolArray = self.before.shown & ~far
        self.hidden: BoolArray = self.fresh.hidden & ~self.kept

    @property
    def published(self) -> Published:
        """What a partner would see of it now."""
        values = np.where(self.kept, self.before.values, self.fresh.values)
        return replace(
            self.fresh, values=np.where(self.hidden, NO_VALUE, values), hidden=self.hidden.copy()
        )

    @property
    def printed(self) -> Printed:
        """The same beside its true counts."""
        return Printed(self.published, self.new.table.grid)

    @property
    def is_repeated(self) -> bool:
        """Whether it says nothing that the last edition did not."""
        return bool((encoded(self.published) == encoded(self.before)).all())

    def hide_again(self, exposed: Iterable[int], most: int) -> bool:
        """Hide what this edition would show anew, the smallest first; False where nothing is left.

        First what was hidden before, beside what is exposed and then anywhere; then what moved far.
        """
        flat = list(exposed)
        near = [line for line in lines(self.hidden.shape) if np.isin(line, flat).any()]
        beside = np.zeros(self.hidden.size, dtype=np.bool_)
        beside[np.concatenate(near)] = True
        anew = (self.published.shown & ~self.kept).ravel()
        anew[-1] = False
        opened = anew & self.before.hidden.ravel()
        for group in (opened & beside, opened, anew & beside, anew):
            if group.any():
                return self._hide(np.flatnonzero(group), most)
        return False

    def hide_all_again(self) -> bool:
        """Show nothing inside that was hidden before; False where nothing was to be shown."""
        opened = (self.published.shown & self.before.hidden).ravel()
        opened[-1] = False
        return self._hide(np.flatnonzero(opened), opened.size)

    def made(self) -> ProtectedTable:
        """The table as it will be frozen."""
        return ProtectedTable(self.new.table, self.published, self._reasons(self.published))

    def repeated(self) -> ProtectedTable:
        """The last edition's table once more."""
        return ProtectedTable(self.new.table, self.before, self._reasons(None))

    def _hide(self, entries: np.ndarray, most: int) -> bool:
        counts = self.new.table.grid.ravel()[entries]
        self.hidden.flat[entries[np.argsort(counts, kind="stable")][:most]] = True
        return bool(entries.size)

    def _reasons(self, published: Published | None) -> dict[Index, Reason]:
        known = self.new.reasons if published else {}
        hidden = (published or self.before).hidden
        return {
            index: known.get(index, Reason.EDITION)
            for index in np.ndindex(hidden.shape)
            if hidden[index]
        }


def _that_say_something(editions: Sequence[Edition]) -> list[Edition]:
    """Without those that repeat a measure altogether: whatever has moved, they do not tell."""
    said = [editions[0]]
    for edition in editions[1:]:
        pairs = zip(said[-1], edition, strict=True)
        if any((encoded(a.published) != encoded(b.published)).any() for a, b in pairs):
            said.append(edition)
    return said


def _agree(said: Sequence[Edition], drafts: Sequence[Draft], parts: Sequence[Part]) -> bool:
    """Hide again until all editions together keep the promise; False where they do not.

    What the earlier editions tell already is not held against a new one; what could not be found
    out of them is.
    """
    known, work = set(disclosed(said, parts=parts, surely=True)), Work()
    for round_ in range(MOST_REPAIRS):
        if all(draft.is_repeated for draft in drafts) or not _show_one_total(drafts):
            return False
        exposed = set(disclosed([*said, [draft.printed for draft in drafts]], work, parts)) - known
        if not exposed:
            return True
        found = False
        for number, draft in enumerate(drafts):
            flat = [entry.flat for entry in exposed if entry.table == number]
            found |= bool(flat) and draft.hide_again(flat, 2**round_)
        if not found:
            found = max([draft.hide_all_again() for draft in drafts])
        if not found:
            return False
    return False


def _show_one_total(drafts: Sequence[Draft]) -> bool:
    totals = {
        int(encoded(draft.published).flat[-1])
        for draft in drafts
        if not draft.published.absent.flat[-1]
    }
    return len(totals) <= 1
