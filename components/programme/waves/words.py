"""A wave in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal

from components.language import i18n
from components.language.catalogue import LANGUAGES, translate
from components.reads import labels, reference
from db.access.survey_batches import BLOCK
from db.codes import WaveState
from db.models import TrustWave
from db.queries.trust_waves import Wave

COLOURS: dict[WaveState, Literal["blue", "green", "orange", "gray"]] = {
    WaveState.PLANNED: "blue",
    WaveState.OPEN: "green",
    WaveState.CLOSING: "orange",
    WaveState.CLOSED: "gray",
}


def title(wave: TrustWave) -> str:
    """ "Vague 3 · Printemps"; a name that is the number in words is not said again."""
    number = i18n.t("waves.number", number=wave.number)
    same = {translate(each, "waves.number", number=wave.number).casefold() for each in LANGUAGES}
    return number if wave.name.casefold() in {"", *same} else f"{number} · {wave.name}"


def days(wave: TrustWave) -> str:
    """From its first to its last day."""
    return i18n.t("waves.days", start=wave.starts_on, end=wave.ends_on)


def languages(wave: TrustWave) -> str:
    """The languages it is written in."""
    chosen = wave.languages.split(",")
    return _listed(labels.label("LANGUAGE", each) for each in LANGUAGES if each in chosen)


def moments(wave: TrustWave) -> str:
    """The moments it asks at."""
    return _listed(labels.label("TRUST_MOMENT", each) for each in wave.moments.split(","))


def agencies(wave: Wave) -> str:
    """Its agencies, in their fixed order."""
    return _listed(labels.agency(each, short=True) for each in in_order(wave.targets))


def target(wave: Wave) -> str:
    """The answers wanted of all its agencies; of how many none is said."""
    said = [each for each in wave.targets.values() if each is not None]
    if not said:
        return i18n.t("waves.no_target")
    return i18n.tn("waves.target_in_all", sum(said))


def received(number: int, *, is_about: bool) -> str:
    """A number of questionnaires; while a wave is open it is told in steps of ten."""
    if not is_about:
        return i18n.number(number)
    if number < BLOCK:
        return i18n.t("waves.fewer", least=BLOCK)
    return i18n.t("waves.about", count=i18n.number(number))


def in_order(ids: Collection[int]) -> list[int]:
    """Agencies in their fixed order, never by a figure."""
    return [each for each in reference.agencies() if each in ids]


def _listed(parts: Iterable[str]) -> str:
    return i18n.joined(*parts)
