"""The code lists: which codes rules depend on, and what an administrator may say of a code."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    ValidationInfo,
    field_validator,
    model_validator,
)

from db.codes import (
    COORDINATION,
    GROUP_TYPES,
    NO_NEED,
    POSITIONING,
    REGISTRATION,
    TO_TRAINING,
    TRIED,
    TWICE,
    UNDO,
)
from db.inputs.normalisation import InputModel
from db.inputs.parse import Day, Needed, at_most, problem

#: Lists of which each code stands for a rule or a figure: nothing is added, retired or moved.
CLOSED = (
    "SEX", "AGE_BAND", "AGE_BAND_RELEASE", "TRAINING_STATUS", "OUTCOME_TYPE", "CONTRACT_TYPE",
    "RETENTION_STATUS", "REFERRAL_STATUS", "TRUST_ITEM", "ANSWER_0_3", "TRUST_MODE", "TRUST_MOMENT",
    "AGENCY_MEASURE", "INDICATOR", "CONSENT_SCOPE",
)  # fmt: skip
#: The other lists, with the codes of theirs that a rule, a figure or a form goes by.
OPEN: Mapping[str, frozenset[str]] = {
    "INTERVENTION_TYPE": GROUP_TYPES | {REGISTRATION, POSITIONING, COORDINATION, "SELF_EMP"},
    "MODE": frozenset({"AGENCY"}),
    "VOID_REASON": frozenset({UNDO, TWICE}),
    "NATIONALITY": frozenset({"NS"}),
    "EDUCATION_ISCED": frozenset({"NS"}),
    "OCCUPATION_ISCO08": frozenset({"NS"}),
    "LANGUAGE": frozenset(),
    "ENTRY_CHANNEL": frozenset({"NS", "SELF", "PEER"}),
    "STATUS_GROUP": frozenset({"NOT_REC"}),
    "CLOSE_REASON": frozenset({"OTHER"}),
    "FACT_REASON": frozenset(),
    "TRAINING_TYPE": frozenset(),
    "DROP_REASON": frozenset(),
    "CERTIFICATE": frozenset(),
    "CANCEL_REASON": frozenset(),
    "EVIDENCE": frozenset({"CNSS", "CONTRACT"}),
    "REGION": frozenset(),
    "ORG_TYPE": frozenset({"PES", "TRAIN"}),
    "BARRIER": frozenset(),
    "MEASURE": frozenset(),
    "SECTOR": frozenset(),
    "PLACEMENT_END": frozenset(),
    "NATIONALITY_GROUP": frozenset(),
    "NON_USER": frozenset({NO_NEED, TRIED}),
    "REFERRAL_REASON": frozenset({TO_TRAINING}),
    "REFERRAL_REFUSAL": frozenset(),
    "HANDOVER_REASON": frozenset(),
    "TRANSFER_REASON": frozenset(),
    "TRANSFER_REFUSAL": frozenset(),
}
LISTS = (*OPEN, *CLOSED)
#: The wording of the trust survey: answers to other words cannot be compared.
WORDED = ("TRUST_ITEM", "ANSWER_0_3")
#: Whose codes belong to a group, which is a code of another list; kept as ``group=...``.
GROUPED = {"NATIONALITY": "NATIONALITY_GROUP"}
MOST_BIG = 10
LONGEST_LABEL, LONGEST_WORDED, LONGEST_REASON = 100, 200, 300
#: What a label may leave to be filled in.
FILL_INS = frozenset({"institution", "country"})
#: Signs that a screen would read as a style, a link or a fill-in.
_SIGNS = re.compile(r"[\\`*_\[\]<>~$|#{}]|:[a-z]")
#: Codes that a programme adds begin so: none of the file, now or later, does.
OWN = "P_"
LONGEST_CODE = 20


def is_closed(list_name: str) -> bool:
    """Whether all codes of a list are bound to rules."""
    return list_name not in OPEN


def is_ruled(list_name: str, code: str) -> bool:
    """Whether a rule, a figure or a form goes by a code."""
    return code in OPEN.get(list_name, (code,))


def group_of(extra: str) -> str | None:
    """The group in a code's ``extra``."""
    return extra.removeprefix("group=") if extra.startswith("group=") else None


def code_for(label: str, taken: frozenset[str]) -> str:
    """A code made from a label, unlike those that are ``taken``."""
    bare = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().upper()
    stem = OWN + (re.sub(r"[^A-Z0-9]+", "_", bare).strip("_") or "CODE")
    number, code = 1, stem[:LONGEST_CODE].rstrip("_")
    while code in taken:
        number += 1
        code = f"{stem[: LONGEST_CODE - 4].rstrip('_')}_{number}"
    return code


#: Why something was changed; never about a person.
Reason = Annotated[str, Needed, at_most(LONGEST_REASON)]


class _Labels(InputModel):
    """The three labels of a code."""

    list: str
    label_fr: str
    label_en: str
    label_ar: str

    @field_validator("label_fr", "label_en", "label_ar")
    @classmethod
    def _plain(cls, label: str, known: ValidationInfo) -> str:
        is_worded = known.data.get("list") in ("TRUST_ITEM", "INDICATOR")
        most = LONGEST_WORDED if is_worded else LONGEST_LABEL
        if not label:
            raise problem("error.needed")
        if len(label) > most:
            raise problem("error.text_long", count=most)
        bare = label
        for name in FILL_INS if is_worded else ():
            bare = bare.replace(f"{{{name}}}", "")
        if _SIGNS.search(bare):
            raise problem("error.label_signs")
        return label

    @model_validator(mode="after")
    def _same_fill_ins(self) -> _Labels:
        found = [fill_ins(each) for each in (self.label_fr, self.label_en, self.label_ar)]
        if any(each != found[0] for each in found):
            raise problem("error.label_fill_ins")
        return self

    @property
    def labels(self) -> dict[str, str]:
        """The columns and what they are to hold."""
        return {name: getattr(self, name) for name in ("label_fr", "label_en", "label_ar")}


def fill_ins(label: str) -> frozenset[str]:
    """The names that a label leaves to be filled in."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(label) if name)


class NewCode(_Labels):
    """A code to be added at the end of its list; ``group`` where its list has groups."""

    group: str | None = None


class Relabel(_Labels):
    """Other words for a code; ``seen``: the labels that the form showed."""

    code: str
    seen: dict[str, str]


class Retire(InputModel):
    """From this day on a code is no longer offered."""

    list: str
    code: str
    from_day: Day


class Reorder(InputModel):
    """The codes in use of a list, in another order; ``seen``: the order that the screen showed."""

    list: str
    order: tuple[str, ...]
    seen: tuple[str, ...]


def _several(raw: Any) -> Any:
    return tuple(raw) if isinstance(raw, list) else raw


class BigTypes(InputModel):
    """The big buttons of the intervention form, in their order."""

    types: Annotated[tuple[str, ...], BeforeValidator(_several)]
    seen: str
    reason: Reason

    @field_validator("types")
    @classmethod
    def _few(cls, types: tuple[str, ...]) -> tuple[str, ...]:
        if not types:
            raise problem("error.needed")
        if len(types) > MOST_BIG or len(set(types)) < len(types):
            raise problem("error.too_many_big_types", count=MOST_BIG)
        return types
