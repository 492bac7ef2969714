"""What the bars of a chart open: each label of its rows, in words of the page of rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from components.cards.opening import WORD, Opens, Said
from components.language import i18n
from components.results.common import Asked, agency, at
from db.inputs.dates import months_after
from db.inputs.results import months_of

#: The words of the page of rows for a first and a last day, and for an agency.
FIRST, LAST, AGENCY = f"{WORD}first", f"{WORD}last", f"{WORD}agency"


def said(**parts: str) -> dict[str, str]:
    """Parts of a figure, by the names that ``db.measures.row_sources`` gives them."""
    return {f"{WORD}{name}": code for name, code in parts.items()}


def of_months(asked: Asked, figure: str, **parts: str) -> Opens:
    """A bar an agency and month. Where one agency is looked at it is said by the link itself: a
    page of one agency has no filter that would, nor a chart of one a name beside its bars."""
    is_one = asked.wanted.agencies and len(asked.agencies) == 1
    only = {AGENCY: str(asked.agencies[0])} if is_one else {}
    return Opens(
        figure=figure,
        said={**said(**parts), **only},
        marks={"month": _months(asked), "series": of_agency(asked)},
    )


def of_agency(asked: Asked) -> dict[str, Said]:
    """By an agency's name."""
    return {agency(each): {AGENCY: str(each)} for each in asked.agencies}


def _months(asked: Asked) -> dict[str, Said]:
    return {i18n.month(each): within(each) for each in months_of(asked.wanted)}


def within(first: date, months: int = 1) -> Said:
    """So many months from a first day."""
    last = months_after(first, months) - timedelta(days=1)
    return {FIRST: first.isoformat(), LAST: last.isoformat()}


def by(asked: Asked, name: str, labels: Mapping[str, str]) -> dict[str, Said]:
    """One part by the labels of its codes, each alone, and with an agency's name beside it; codes
    of one label are one bar."""
    found: dict[str, Said] = {}
    for label in dict.fromkeys(labels.values()):
        held = [code for code, each in labels.items() if each == label]
        found[label] = said(**{name: "+".join(held)})
        for place, each in of_agency(asked).items():
            (named,) = at([label], [place])
            found[named] = {**found[label], **each}
    return found


def grouped(name: str, groups: Mapping[str, str], text: str) -> dict[str, Said]:
    """Parts of a bar that hold several codes each; ``groups``: the part of each code, told by
    ``<text>.<part>``."""
    codes: dict[str, list[str]] = {}
    for code, part in groups.items():
        codes.setdefault(part, []).append(code)
    return {
        i18n.t(f"{text}.{part}"): said(**{name: "+".join(held)}) for part, held in codes.items()
    }
