"""The content of a whole page, for its files."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import pandas as pd

from components.cards.card import Card
from components.cards.downloads import Line
from components.language import i18n
from components.reads import labels, reference
from components.results import file_parts, filters, layout
from components.results.common import Asked, agency, listed
from components.results.compare import words as compared
from components.results.layout import Page
from db.codes import AGE_BANDS


@dataclass(frozen=True, kw_only=True)
class PageContent:
    """``parts``: what the files are named after; ``under``: what they are of, in a line; ``of``:
    the same, each filter by its name; ``uncut``: of cards that are not cut by all filters.

    ``said``: what stands below the answer; ``figures``: the table before the cards, with its name
    and, where it is said, the share of paper that each column takes; ``meaning``: definitions, each
    under its name; ``key``: all that the files depend on.
    """

    parts: Sequence[str]
    title: str
    under: str
    of: Sequence[Line]
    answer: str
    cards: Sequence[Card]
    approval: str
    key: Hashable
    uncut: str = ""
    said: Sequence[Line] = ()
    figures: tuple[str, pd.DataFrame, Sequence[float]] | None = None
    meaning: Sequence[tuple[str, Sequence[Line]]] = ()


#: The columns of the headline figures on paper.
WIDE = (3, 1, 1, 1.5, 6.5)


def of_page(name: str, asked: Asked, made: Page) -> PageContent:
    """Of a page with filters: what it shows, in its order."""
    figures = None
    if made.numbers is not None:
        figures = i18n.t("take.figures"), made.numbers, WIDE
    return PageContent(
        parts=[name, *file_parts.parts(asked, asked.wanted)],
        title=i18n.t(f"page.{name}"),
        under=compared.in_words(filters.in_words(asked.wanted), asked.against),
        of=_of(asked),
        answer=layout.told(made),
        said=[("", each) for each in [*made.reasons, *(notice.text for notice in made.notices)]],
        figures=figures,
        cards=layout.shown(made),
        uncut=filters.in_words(asked.wanted.of_everybody()),
        approval=file_parts.approval(asked),
        key=(name, asked.viewer, asked.wanted, asked.against, asked.version),
    )


def _of(asked: Asked) -> list[Line]:
    every, wanted = i18n.t("take.all"), asked.wanted
    sexes = [labels.label("SEX", each) for each in sorted(wanted.sexes)]
    ages = [labels.label("AGE_BAND", each) for each in AGE_BANDS if each in wanted.age_bands]
    return [
        (i18n.t("filter.period"), i18n.t("filter.words", start=wanted.start, end=wanted.end)),
        (i18n.t("compare.with"), compared.name(asked.against)),
        (i18n.t("filter.agency"), listed(map(agency, asked.agencies))),
        (i18n.t("filter.sex"), listed(sexes) or every),
        (i18n.t("filter.age"), listed(ages) or every),
    ]


def as_of() -> str:
    """ "Chiffres au ..."."""
    return i18n.t("card.as_of", day=reference.now())
