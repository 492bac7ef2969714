"""One interview as it is carried from screen to screen: setting, answers, finished input."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from components.language.catalogue import LANGUAGES, Language
from db.codes import TrustMode, TrustMoment, trust_items

#: Languages of the list that are written like one of ours; the others are asked from the French.
WRITTEN_AS: dict[str, Language] = {"ary": "ar", "apc": "ar", **{each: each for each in LANGUAGES}}

Interview = dict[str, Any]

FORM = "trust"
#: Where the interview is held in the browser's session; its only key in the draft.
STATE = "trust_interview"
#: What stays the same from one person to the next.
KEPT = ("agency_id", "wave_id", "mode")
#: What stays too in a run of many questionnaires elsewhere.
KEPT_IN_A_RUN = (*KEPT, "moment", "language")


def begin(setting: dict[str, Any] | None = None, run: int | None = None) -> Interview:
    """A new interview on its first screen; place and mode may be kept from the last one.

    ``run``: how many questionnaires of a run are stored (``None``: this is no run).

    Only what JSON can hold, since it is kept as a draft. ``step`` 0 is the setting, then one step
    an item, then the last look. ``refusal_id`` makes two taps on "refuses" one refusal. ``day`` is
    that of the first question; ``answered_on`` the one chosen at the end, when it has passed.
    ``is_set``: in a run, nobody is asked again for what stays the same.
    """
    names = KEPT if run is None else KEPT_IN_A_RUN
    kept = {name: value for name, value in (setting or {}).items() if name in names}
    made = {"step": 0, "setting": kept, "answers": {}, "refusal_id": refusal_id()}
    return made | {"run": run, "is_set": run is not None}


def after(interview: Interview) -> Interview:
    """The next interview once this one is stored."""
    run = interview.get("run")
    return begin(interview["setting"], None if run is None else run + 1)


def refusal_id() -> str:
    """A new submission of a refusal at the door."""
    return str(uuid.uuid4())


def items(interview: Interview) -> tuple[str, ...]:
    """The items to ask in this interview."""
    return trust_items(TrustMoment(interview["setting"]["moment"]))


def current_item(interview: Interview) -> str | None:
    """The item on screen; ``None`` on the first and the last screen."""
    step: int = interview["step"]
    if step == 0 or step > len(items(interview)):
        return None
    return items(interview)[step - 1]


def written_language(interview: Interview) -> tuple[Language, bool]:
    """The language the questions are written in, and whether it is the one asked for: one of the
    wave's (``written``)."""
    wanted = interview["setting"]["language"]
    offered = interview.get("written") or LANGUAGES
    written = WRITTEN_AS.get(wanted)
    if written is not None and written in offered:
        return written, True
    return next(each for each in LANGUAGES if each in offered), False


def is_read_alone(interview: Interview) -> bool:
    """Whether the person answers without an interviewer."""
    return bool(interview["setting"]["mode"] == TrustMode.SELF_TAB)


def missing(interview: Interview) -> list[str]:
    """Items not yet answered."""
    return [item for item in items(interview) if item not in interview["answers"]]


def finished(interview: Interview) -> dict[str, Any]:
    """The raw fields of ``TrustInput``."""
    asked = items(interview)
    answers = {item: code for item, code in interview["answers"].items() if item in asked}
    setting: dict[str, Any] = interview["setting"]
    day = interview.get("answered_on") or interview.get("day")
    answered_on = date.fromisoformat(day) if day else None
    return setting | {"answers": answers, "answered_on": answered_on}
