"""How many of the people who come a second time are noticed, and how many of those shown are right.

1,000 people are entered again, as another clerk writes them, among 100,000 (``made_people``), and
1,000 come who were never there. Run: ``python -m benchmarks.duplicates [people]``.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from benchmarks.made_people import Made, People
from db.queries.duplicates import YEARS_APART
from db.secrets.names import near, pairs

Keys = Callable[[Made], Iterable[str]]
AGAIN = 1_000


@dataclass
class Result:
    """What the rules did with the people who came again, and with those who never came."""

    again: int
    found: int = 0
    shown: int = 0
    most: int = 0
    alarmed: int = 0
    by_kind: Counter[str] = field(default_factory=Counter)
    of_kind: Counter[str] = field(default_factory=Counter)

    @property
    def recall(self) -> float:
        """Of those who came again, the share who were among the candidates."""
        return self.found / self.again

    @property
    def precision(self) -> float:
        """Of all candidates shown for them, the share who were that person."""
        return self.found / max(self.shown, 1)


def same_name(person: Made) -> Iterable[str]:
    """What is asked of other agencies."""
    return pairs(person.name)


def with_slips(person: Made) -> Iterable[str]:
    """What is asked of the agent's own agencies."""
    return pairs(person.name) | near(person.name)


def without_name(person: Made) -> Iterable[str]:
    """What is known without a name: sex, year and nationality."""
    return (str(person.nationality),)


def tried(people: int, keys: Keys, again: int = AGAIN, seed: int = 2018) -> Result:
    """The register, then everybody who comes."""
    made = People(seed)
    register = [made.person() for _ in range(people)]
    index: defaultdict[str, list[int]] = defaultdict(list)
    for number, person in enumerate(register):
        for key in keys(person):
            index[key].append(number)
    result = Result(again)

    def candidates(wanted: Made) -> set[int]:
        near = {number for key in keys(wanted) for number in index.get(key, ())}
        return {number for number in near if _fits(register[number], wanted)}

    for number in made.dice.sample(range(people), again):
        person, done = made.again(register[number])
        shown = candidates(person)
        result.found += number in shown
        result.shown += len(shown)
        result.most = max(result.most, len(shown))
        for kind in done:
            result.of_kind[kind] += 1
            result.by_kind[kind] += number in shown
    result.alarmed = sum(bool(candidates(made.person())) for _ in range(again))
    return result


def _fits(one: Made, other: Made) -> bool:
    return one.sex == other.sex and abs(one.birth_year - other.birth_year) <= YEARS_APART


RULES = {"same name": same_name, "name with a slip": with_slips, "no name": without_name}


def main(people: int = 100_000) -> None:
    """Print each rule, for the whole register and for parts of it, as large as an agency or two."""
    for count in (people, people // 20, people // 100):
        for name, keys in RULES.items():
            found = tried(max(count, AGAIN), keys)
            print(
                f"{max(count, AGAIN):7,} people, {name:16} recall {found.recall:6.1%}"
                f"  precision {found.precision:6.1%}  shown {found.shown / AGAIN:7.1f} each,"
                f" at most {found.most}; to strangers in {found.alarmed / AGAIN:.1%}"
            )
            if name != "no name":
                kinds = (
                    f"{kind} {found.by_kind[kind] / number:.0%} of {number}"
                    for kind, number in found.of_kind.most_common()
                )
                print(f"        {'; '.join(kinds)}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
