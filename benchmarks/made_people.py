"""Made-up people with the names of those who come, and the same as another clerk writes them.

Written without a look at the rules of ``db/secrets``: spellings as they stand in registers, lists
and newspapers of Morocco, Senegal, Guinea, Mali, Gambia, Sudan, Syria, Cameroon and both Congos.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

#: Spellings of one name a line, the first one the commonest; frequent names first in each list.
NAMES = Path(__file__).with_name("made_names.txt")
_NEAR = {
    "a": "zqe", "b": "vnh", "c": "xvs", "d": "sfe", "e": "zrd", "f": "dgr", "g": "fht", "h": "gjy",
    "i": "uoj", "j": "hki", "k": "jlo", "l": "kmo", "m": "lpn", "n": "bhj", "o": "ipl", "p": "oml",
    "q": "aws", "r": "etf", "s": "qdz", "t": "ryg", "u": "yij", "v": "cbf", "w": "xqs", "x": "wcs",
    "y": "tuh", "z": "aes",
}  # fmt: skip
_SYLLABLES = "ba be bi bo ma mo mu ka ki ku lo la le nga ndo mbe tsa zi wa ye ro fe nzo mpi ta su"


@dataclass(frozen=True)
class Made:
    """One person as one clerk wrote them; the words in the order of given names, family name."""

    given: tuple[str, ...]
    family: str
    sex: str
    birth_year: int
    nationality: int
    is_swapped: bool = False

    @property
    def name(self) -> str:
        """As it stands in the two fields, one after the other."""
        words = [*self.given, self.family]
        return " ".join(reversed(words) if self.is_swapped else words)


def _read() -> dict[str, list[list[str]]]:
    """The lists of the file, each name with its spellings."""
    lists: dict[str, list[list[str]]] = {}
    for line in NAMES.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            names = lists.setdefault(line[2:], [])
        else:
            names.append(line.split())
    return lists


class People:
    """Draws people, and what another clerk makes of them, from dice of its own."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.lists = _read()
        self.spellings = {
            word: names for group in self.lists.values() for names in group for word in names
        }

    def person(self) -> Made:
        """Somebody: a common name more often than a rare one, two given names of five in two."""
        sex = "M" if self.dice.random() < 0.6 else "F"
        group = "men" if sex == "M" else "women"
        given = [self._drawn(group)]
        if self.dice.random() < 0.4:
            given.append(self._drawn(group))
        family = self._drawn("families") if self.dice.random() < 0.7 else self._rare()
        born = min(2010, max(1955, round(self.dice.gauss(1994, 9))))
        return Made(tuple(given), family, sex, born, int(self.dice.expovariate(0.15)))

    def _drawn(self, group: str) -> str:
        names = self.lists[group]
        place = min(int(self.dice.expovariate(3.0) * len(names)), len(names) - 1)
        spellings = names[place]
        latin = [each for each in spellings if each.isascii() or each[0] < "\u0600"]
        return latin[0] if self.dice.random() < 0.6 else self.dice.choice(latin)

    def _rare(self) -> str:
        parts = self.dice.choices(_SYLLABLES.split(), k=self.dice.choice((2, 3, 3, 4)))
        return "".join(parts).capitalize()

    def again(self, person: Made) -> tuple[Made, frozenset[str]]:
        """The same person as another clerk writes them, and what was done to the name."""
        done: set[str] = set()
        words = [*person.given, person.family]
        if len(person.given) > 1 and self._happens(0.35):
            words.pop(self.dice.randrange(len(person.given)))
            done.add("second name missing")
        if self._happens(0.45):
            words = [self._otherwise(word, done) for word in words]
        if self._happens(0.25):
            place = self.dice.randrange(len(words))
            words[place] = self._slip(words[place])
            done.add("typing error")
        if self._happens(0.3):
            words = [_bare(word) for word in words]
        if self._happens(0.15):
            words = [self.dice.choice((str.upper, str.lower))(word) for word in words]
        year = person.birth_year
        if self._happens(0.12):
            year += self.dice.choice((-1, 1))
            done.add("year one off")
        swapped = self._happens(0.15)
        if swapped:
            done.add("order swapped")
        made = replace(
            person,
            given=tuple(words[:-1]),
            family=words[-1],
            birth_year=year,
            is_swapped=swapped,
        )
        return made, frozenset(done) or frozenset({"as before"})

    def _happens(self, share: float) -> bool:
        return self.dice.random() < share

    def _otherwise(self, word: str, done: set[str]) -> str:
        others = [each for each in self.spellings.get(word, ()) if each != word]
        if not others:
            return word
        chosen = self.dice.choice(others)
        done.add("Arabic letters" if chosen[0] >= "\u0600" else "another spelling")
        return chosen

    def _slip(self, word: str) -> str:
        """One letter left out, doubled, hit beside, or two changed round."""
        place = self.dice.randrange(1, len(word)) if len(word) > 1 else 0
        kind = self.dice.randrange(4)
        if kind == 0 and len(word) > 2:
            return word[:place] + word[place + 1 :]
        if kind == 1:
            return word[:place] + word[place] + word[place:]
        if kind == 2 and 0 < place < len(word) - 1:
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        beside = self.dice.choice(_NEAR.get(word[place].lower(), word[place]))
        return word[:place] + beside + word[place + 1 :]


def _bare(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word)
    return "".join(each for each in apart if unicodedata.category(each) != "Mn")
