"""The merges of the yearly tables: chosen once for a programme, and the same every year.

Rule 1 of ``docs/privacy.md#the-rules``. Each breakdown has levels, from the finest to none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from pydantic import field_validator

from db.codes import OutcomeType, Sex
from db.inputs.code_lists import Reason
from db.inputs.normalisation import InputModel
from db.inputs.parse import problem

NONE = "NONE"
#: The levels of each breakdown, in the order in which they merge.
LEVELS: Mapping[str, tuple[str, ...]] = {
    "agency": ("EACH", NONE),
    "sex": ("TWO", NONE),
    "age": ("THREE", "TWO", NONE),
    "kind": ("THREE", "TWO", NONE),
}
#: What the code of a group is named after, beside codes of the lists.
MEN_AND_OTHERS, FROM_25 = "MX", "25+"
VOCATIONAL, LANGUAGES, OTHER_COURSES, NOT_VOCATIONAL = "T_VOC", "T_LANG", "T_OTHER", "T_REST"
AT_WORK, OWN_WORK, NOT_WAGE = "W_LEARN", "W_OWN", "W_REST"

_SEXES = {Sex.WOMAN.value: Sex.WOMAN.value, Sex.MAN.value: MEN_AND_OTHERS}
_COURSES = {
    "EN_CEF": VOCATIONAL,
    "EN_CFA": VOCATIONAL,
    "OFPPT": VOCATIONAL,
    "TAEHIL": VOCATIONAL,
    "RPL": VOCATIONAL,
    "LANGUAGE": LANGUAGES,
    "LITERACY": LANGUAGES,
}
_WORK = {
    OutcomeType.WAGE.value: OutcomeType.WAGE.value,
    OutcomeType.INTERN.value: AT_WORK,
    OutcomeType.APPRENT.value: AT_WORK,
}
_AGES = {"15-24": "15-24"}
#: By breakdown and level, for kinds by measure too: the group of a code, and that of every other
#: one. A code that a programme adds is among the others, so that no row is ever added.
_GROUPS: Mapping[tuple[str, ...], tuple[Mapping[str, str], str]] = {
    ("sex", "TWO"): (_SEXES, MEN_AND_OTHERS),
    ("age", "TWO"): (_AGES, FROM_25),
    ("kind", "THREE", "enrolments"): (_COURSES, OTHER_COURSES),
    ("kind", "TWO", "enrolments"): (
        {code: group for code, group in _COURSES.items() if group == VOCATIONAL},
        NOT_VOCATIONAL,
    ),
    ("kind", "THREE", "placements"): (_WORK, OWN_WORK),
    ("kind", "TWO", "placements"): ({OutcomeType.WAGE.value: OutcomeType.WAGE.value}, NOT_WAGE),
}


@dataclass(frozen=True)
class Groups:
    """A level for each breakdown."""

    agency: str = "EACH"
    sex: str = "TWO"
    age: str = "THREE"
    kind: str = "THREE"

    def __post_init__(self) -> None:
        for breakdown, levels in LEVELS.items():
            if self.level(breakdown) not in levels:
                raise ValueError(f"no such level of {breakdown}")

    @classmethod
    def read(cls, stored: str) -> Self:
        """As the database keeps them; raises ``ValueError`` for anything else."""
        return cls(**dict(zip(LEVELS, stored.split(","), strict=True)))

    def stored(self) -> str:
        """As the database keeps them."""
        return ",".join(self.level(breakdown) for breakdown in LEVELS)

    def level(self, breakdown: str) -> str:
        """How finely a breakdown is shown."""
        return str(getattr(self, breakdown))

    @property
    def shown(self) -> tuple[str, ...]:
        """The breakdowns that the tables have."""
        return tuple(breakdown for breakdown in LEVELS if self.level(breakdown) != NONE)

    def of(self, measure: str, breakdown: str, codes: Sequence[str]) -> dict[str, str]:
        """The group of each code, the groups in their fixed order."""
        level = self.level(breakdown) if breakdown in LEVELS else NONE
        key = (breakdown, level, measure) if breakdown == "kind" else (breakdown, level)
        if key not in _GROUPS:
            return {code: code for code in codes}
        named, other = _GROUPS[key]
        order = [*dict.fromkeys(named.values()), other]
        group_of = {code: named.get(code, other) for code in codes}
        return dict(sorted(group_of.items(), key=lambda each: order.index(each[1])))


class GroupsChoice(InputModel):
    """The merges that a programme chooses; ``seen``: what stood there when they were chosen."""

    agency: str
    sex: str
    age: str
    kind: str
    seen: str
    reason: Reason

    @field_validator(*LEVELS)
    @classmethod
    def _known(cls, level: str, known: Any) -> str:
        if level not in LEVELS[known.field_name]:
            raise problem("error.unknown_choice")
        return level

    @property
    def groups(self) -> Groups:
        """As the tables are made by them."""
        return Groups(self.agency, self.sex, self.age, self.kind)
