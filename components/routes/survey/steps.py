"""The screens of one form in their order, and what each of them asks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from components.language.catalogue import Language, translate
from components.reads import labels, reference
from components.routes.survey.state import State
from db.codes import (
    DONT_KNOW,
    NOT_APPLICABLE,
    REFUSED,
    TRUST_SCALE,
    Sex,
    TrustMoment,
    trust_items,
)
from db.queries.self_completion import Place

MOMENT, SEX = "moment", "sex"
#: No sex told.
UNTOLD = ""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One answer; ``is_apart`` for what is no answer, small and after the others."""

    value: str
    label: str
    is_apart: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One question: ``name`` is an item of the survey, ``MOMENT`` or ``SEX``."""

    name: str
    text: str
    choices: tuple[Choice, ...]
    chosen: str | None
    is_ladder: bool = False


def languages(place: Place) -> list[Language]:
    """What the wave is asked in and the programme offers."""
    ours = reference.languages()
    return [each for each in ours if each in place.languages] or ours


def names(state: State, place: Place) -> tuple[str, ...]:
    """The steps, as far as they are known: what is asked follows from the moment."""
    first = () if len(place.moments) == 1 else (MOMENT,)
    moment = moment_of(state, place) or TrustMoment.T1
    return (*first, *trust_items(moment), SEX)


def moment_of(state: State, place: Place) -> TrustMoment | None:
    """When in their path the person is: said by them, where the wave asks at several moments."""
    if len(place.moments) == 1:
        return place.moments[0]
    return next((each for each in place.moments if each == state.moment), None)


def first_open(state: State, place: Place) -> int:
    """The number of the first step without an answer, from 1; the last one needs none."""
    steps = names(state, place)
    return next(
        (number for number, name in enumerate(steps, 1) if is_missing(name, state, place)),
        len(steps),
    )


def is_missing(name: str, state: State, place: Place) -> bool:
    """Whether a step that needs an answer has none."""
    if name == SEX:
        return False
    return moment_of(state, place) is None if name == MOMENT else name not in state.answers


def step(number: int, state: State, place: Place, language: Language) -> Step:
    """The step of that number, with its texts."""
    name = names(state, place)[number - 1]
    if name == MOMENT:
        return _moment(state, place, language)
    return _sex(state, language) if name == SEX else _item(name, state, language)


def answered(state: State, asked: Step, value: str) -> State | None:
    """The form with that answer to a step, or ``None`` if it is none of the choices."""
    if value not in {each.value for each in asked.choices}:
        return None
    if asked.name == SEX:
        return replace(state, sex=value or None)
    if asked.name == MOMENT:
        asks = trust_items(TrustMoment(value))
        kept = {item: answer for item, answer in state.answers.items() if item in asks}
        return replace(state, moment=value, answers=kept)
    return replace(state, answers=state.answers | {asked.name: int(value)})


def _moment(state: State, place: Place, language: Language) -> Step:
    return Step(
        name=MOMENT,
        text=translate(language, "phone_form.moment"),
        choices=tuple(
            Choice(value=each, label=translate(language, f"phone_form.moment.{each}"))
            for each in place.moments
        ),
        chosen=state.moment,
    )


def _sex(state: State, language: Language) -> Step:
    choices = [
        Choice(value=each, label=translate(language, f"phone_form.sex.{each}")) for each in Sex
    ]
    untold = Choice(value=UNTOLD, label=translate(language, "phone_form.sex.untold"), is_apart=True)
    return Step(
        name=SEX,
        text=translate(language, "phone_form.sex"),
        choices=(*choices, untold),
        chosen=state.sex or UNTOLD,
    )


def _item(item: str, state: State, language: Language) -> Step:
    known = state.answers.get(item)
    found = labels.labels_in("ANSWER_0_3", language)
    apart = [
        Choice(value=str(code), label=found[str(code)], is_apart=True)
        for code in (DONT_KNOW, REFUSED, NOT_APPLICABLE)
    ]
    return Step(
        name=item,
        text=labels.labels_in("TRUST_ITEM", language)[item],
        choices=(*_scale(item, language), *apart),
        chosen=None if known is None else str(known),
        is_ladder=TRUST_SCALE[item] > 3,
    )


def _scale(item: str, language: Language) -> list[Choice]:
    """Best first; a ladder from its top."""
    top = TRUST_SCALE[item]
    if top > 3:
        ends = {top: "phone_form.top", 0: "phone_form.bottom"}
        return [
            Choice(
                value=str(rung),
                label=str(rung),
                note=translate(language, ends[rung]) if rung in ends else "",
            )
            for rung in range(top, -1, -1)
        ]
    if top == 1:
        words = {1: "trust_form.yes", 0: "trust_form.no"}
        return [
            Choice(value=str(code), label=translate(language, key)) for code, key in words.items()
        ]
    found = labels.four_points(item, language)
    return [Choice(value=str(code), label=label) for code, label in found.items()]
