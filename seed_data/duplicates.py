"""Names of the newest people as keys, somebody who came twice, and a pair that waits for a manager.

It draws from dice of its own, so that no other row of the demo moves.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

from sqlmodel import Session

from db.models import CasePair, NameKey, PairState
from db.queries.duplicates import NEAR_NAME, SAME_NAME
from db.secrets.names import near, pairs
from db.secrets.sealing import match_keys
from seed_data.people import Person
from seed_data.store import Row, insert

#: So many of the newest people told their name.
NAMED = 60
FIRST = {
    "F": ("Awa", "Fatoumata", "Mariam", "Aïcha", "Blessing", "Esther", "Ruqaya", "Hanan"),
    "M": ("Mamadou", "Ibrahima", "Moussa", "Ousmane", "Junior", "Patrick", "Khaled", "Yassin"),
}
FAMILY = (
    "Diallo", "Traoré", "Koné", "Camara", "Ndiaye", "Mbarga", "Kabongo", "Al Khatib", "Haddad",
    "Ouattara", "Sow", "Ngono",
)  # fmt: skip
#: One person under two spellings.
TWICE = {
    "F": ("Fatou Zahra Benali", "فاطمة الزهراء بن علي"),
    "M": ("Mohamed Jalloh", "Diallo Mouhamed"),
}


def fill(session: Session, crowd: list[Person]) -> None:
    """The keys and the pair; nothing where too few people came to find two who may be one."""
    dice = Random(1968)
    same = _latest(crowd, in_one_agency=True)
    across = _latest(crowd, in_one_agency=False, but=same)
    newest = {each.id: each for each in (*crowd[-NAMED:], *same, *across)}.values()
    twice = {
        person.id: name
        for two in (same, across)
        if two
        for person, name in zip(two, TWICE.get(two[0].sex, TWICE["F"]), strict=True)
    }
    rows: list[Row] = []
    for person in newest:
        made = f"{dice.choice(FIRST.get(person.sex, FIRST['F']))} {dice.choice(FAMILY)}"
        name = twice.get(person.id, made)
        keys = match_keys(pairs(name), SAME_NAME) | match_keys(near(name), NEAR_NAME)
        rows += [{"case_id": person.id, "key": key} for key in sorted(keys)]
    insert(session, NameKey, rows)
    if across:
        insert(session, CasePair, [_asked(*across)])


def _latest(
    crowd: list[Person], *, in_one_agency: bool, but: tuple[Person, ...] = ()
) -> tuple[Person, ...]:
    """Two of the newest; where none of these may be one, on some days, of those before them too."""
    for number in range(NAMED, len(crowd) + NAMED, NAMED):
        if found := _two(crowd[-number:], in_one_agency=in_one_agency, but=but):
            return found
    return ()


def _two(
    people: list[Person], *, in_one_agency: bool, but: tuple[Person, ...] = ()
) -> tuple[Person, ...]:
    """The last two who may be one person, of one agency or of two; none if nobody may."""
    left = [person for person in reversed(people) if person not in but and person.agency == 1]
    for other in left:
        for one in reversed(people):
            if (
                one.id != other.id
                and one not in but
                and (one.sex, one.language) == (other.sex, other.language)
                and one.first < other.first
                and abs(one.birth_year - other.birth_year) <= 1
                and (one.agency == other.agency) is in_one_agency
            ):
                return one, other
    return ()


def _asked(one: Person, other: Person) -> Row:
    low, high = sorted((one.id, other.id))
    return {
        "one_id": low,
        "other_id": high,
        "state": PairState.ASKED,
        "asked_by": other.agent,
        "asked_at": other.entered + timedelta(minutes=1),
        "decided_by": None,
        "decided_at": None,
    }
