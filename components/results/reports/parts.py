"""What the data say in each part of a report: the sentences, charts and tables of the screens.

They are made by the functions that make the screens' own cards, so that no report says another
number. Made once a period, version and language, whoever writes beside them or takes the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

import streamlit as st

from components.cards.blocks import Block, Table, Text
from components.cards.card import Card
from components.language import i18n
from components.reads import labels, reference
from components.results import courses, headline, layout, overview, referrals
from components.results.card_blocks import blocks
from components.results.common import Asked, agency, listed
from components.results.indicators import words
from components.results.indicators.agencies import Row
from components.results.layout import Page
from components.results.placements import proofs, retention
from components.results.reports import matrix
from components.results.trust import drivers
from db.store.settings import settings


def found(asked: Asked, part: str) -> Sequence[Block]:
    """The blocks of a part of any report."""
    return _of(asked).part(part)


def answer(asked: Asked) -> str:
    """What there is to tell of the period, as the overview says it first."""
    return layout.told(_of(asked).page)


def _of(asked: Asked) -> _Said:
    key = (
        settings().database_url, asked.viewer, asked.wanted,
        reference.today(), asked.version,
    )  # fmt: skip
    return _said(key, i18n.language(), asked)


@st.cache_resource(max_entries=40, show_spinner=False)
def _said(key: tuple[object, ...], language: str, _asked: Asked) -> _Said:
    return _Said(_asked)


class _Said:
    """The page and the indicators of a period, read once, each when it is asked for."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self._parts: dict[str, Sequence[Block]] = {}

    def part(self, name: str) -> Sequence[Block]:
        if name not in self._parts:
            self._parts[name] = list(_PARTS[name](self))
        return self._parts[name]

    @cached_property
    def page(self) -> Page:
        return overview.build(self.asked)

    @cached_property
    def indicators(self) -> list[Row]:
        return matrix.followed(self.asked)

    @property
    def key(self) -> list[Row]:
        """Without those whose path begins after the period."""
        return [(sheet, each) for sheet, each in self.indicators
                if sheet.is_key and not each.begins_later]  # fmt: skip

    def card(self, key: str) -> Card:
        """One of the overview's."""
        return next(each for each in layout.all_cards(self.page) if each.key == key)


def _sheet(said: _Said) -> Iterator[Block]:
    """Who, where and since when: the facts of the programme's own settings."""
    asked, programme = said.asked, reference.programme()
    country = {"fr": programme.country_fr, "en": programme.country_en, "ar": programme.country_ar}
    days = (i18n.day(each) for each in (programme.starts_on, programme.ends_on))
    without, regions = set(asked.without_agent_in_period), defaultdict(list)
    for each in asked.agencies:
        regions[reference.agencies()[each].region].append(each in without)
    facts = {
        "programme": programme.name,
        "institution": programme.institution,
        "country": country[i18n.language()],
        "regions": listed(
            _with_agent(labels.label("REGION", each), all(regions[each]))
            for each in sorted(regions)
        ),
        "agencies": listed(_with_agent(agency(each), each in without) for each in asked.agencies),
        "days": i18n.t("reports.days", **dict(zip(("start", "end"), days, strict=True))),
    }
    yield Table(
        [i18n.t("reports.fact"), i18n.t("reports.what")],
        [[i18n.t(f"reports.fact.{name}"), text] for name, text in facts.items()],
        (1, 3),
    )


def _with_agent(name: str, is_without: bool) -> str:
    """A place by its name; one where nobody worked in the period is told apart."""
    return i18n.t("reports.without_agent", place=name) if is_without else name


def _figures(said: _Said) -> Iterator[Block]:
    """The overview's figures, with their change against the period before."""
    rows = said.page.numbers
    if rows is not None:
        figure, value, unit, change, _ = rows.columns
        values = [
            i18n.percent(each / 100) if of and isinstance(each, int) else str(each)
            for each, of in zip(rows[value], rows[unit], strict=True)
        ]
        # Without a time before there is no change to tell.
        told = {figure: list(rows[figure]), value: values}
        told |= {change: list(rows[change])} if any(rows[change]) else {}
        cells = [list(map(str, row)) for row in zip(*told.values(), strict=True)]
        yield Table(list(told), cells, (4, 1, 3)[: len(told)])
        if changes := headline.changes_are(said.asked):
            yield Text(changes, is_quiet=True)


def _relevance(said: _Said) -> Iterator[Block]:
    yield Text(said.page.answer)
    yield from blocks(said.card("funnel"))


def _counted(said: _Said) -> Iterator[Block]:
    if said.key:
        counts = words.counted([each for _, each in said.key])
        yield Text(i18n.t("indicators.answer", counts=counts))


def _effectiveness(said: _Said) -> Iterator[Block]:
    yield from _counted(said)
    yield from _figures(said)
    for each in said.page.named:
        yield from blocks(each)


def _efficiency(said: _Said) -> Iterator[Block]:
    yield from blocks(said.card("interventions"))
    yield from blocks(referrals.feedback(said.asked), is_drawn=False)


def _sustainability(said: _Said) -> Iterator[Block]:
    yield from blocks(retention.lasted(said.asked))
    yield from blocks(retention.states(said.asked), is_drawn=False)
    yield from blocks(proofs.contracts(said.asked), is_drawn=False)


def _conclusions(said: _Said) -> Iterator[Block]:
    lead = said.page.lead
    yield from (Text(each.text) for each in (*([lead] if lead else []), *said.page.notices))


def _context(said: _Said) -> Iterator[Block]:
    yield from blocks(said.card("register"), is_drawn=False)


def _goals(said: _Said) -> Iterator[Block]:
    if said.key:
        yield matrix.short(said.key)


def _obstacles(said: _Said) -> Iterator[Block]:
    for each in (
        courses.reasons(said.asked),
        referrals.feedback(said.asked),
        drivers.card(said.asked),
    ):
        yield from blocks(each, is_drawn=False, warns=False)


def _approach(said: _Said) -> Iterator[Block]:
    yield from blocks(said.card("interventions"), is_drawn=False, warns=False)
    yield from blocks(said.card("funnel"), warns=False)


def _results(said: _Said) -> Iterator[Block]:
    yield Text(said.page.answer)
    for each in said.page.named:
        yield from blocks(each, is_drawn=each is said.page.named[0], warns=False)


def _nothing(_: _Said) -> Iterator[Block]:
    yield from ()


def _matrix(said: _Said) -> Iterator[Block]:
    yield matrix.table(said.asked, said.indicators)


def _definitions(said: _Said) -> Iterator[Block]:
    yield from matrix.definitions(said.indicators)


#: What the program knows of neither budgets nor lessons, a manager alone can say.
_PARTS: Mapping[str, Callable[[_Said], Iterator[Block]]] = {
    "SHEET": _sheet,
    "BUDGET": _nothing,
    "RELEVANCE": _relevance,
    "EFFECTIVENESS": _effectiveness,
    "EFFICIENCY": _efficiency,
    "SUSTAINABILITY": _sustainability,
    "CONCLUSIONS": _conclusions,
    "CONTEXT": _context,
    "MATRIX": _matrix,
    "DEFINITIONS": _definitions,
    "FIGURES": _figures,
    "GOALS": _goals,
    "OBSTACLES": _obstacles,
    "APPROACH": _approach,
    "RESULTS": _results,
    "LESSONS": _nothing,
}
