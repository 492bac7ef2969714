"""The files of the page of indicators: of the list, and of one indicator's sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from components.cards.card import Card
from components.cards.downloads import Line
from components.language import i18n
from components.language.plain import isolated
from components.reads import approvals, indicator_words, labels, reference
from components.reads.indicators import Follower
from components.results.common import percent_cell
from components.results.indicators import agencies, definition, line, words
from components.results.indicators.agencies import Row
from components.results.page_content import PageContent
from db.inputs.results import ResultFilter
from db.queries.indicators import Note, Sheet
from db.statistics.rounding import whole


def of_list(
    follower: Follower, sheets: Sequence[Sheet], agency_id: int | None, answer: str
) -> PageContent:
    """Key indicators in numbers and each beside its path, then the others, then the agencies."""
    rows = [(each, follower.followed(each.code, agency_id, reference.today())) for each in sheets]
    key = [row for row in rows if row[0].is_key]
    others = [row for row in rows if not row[0].is_key]
    lines = (_titled(sheet, line.card(follower, sheet, found)) for sheet, found in key)
    cards = [each for each in lines if not each.is_empty]
    if others:
        title = i18n.tn("indicators.others", len(others))
        cards.append(Card(key="indicators_others", headline=title, note="", table=table(others)))
    if agency_id is None:
        cards += _agencies(follower, [sheet for sheet, _ in key])
    since = min((found.since for _, found in rows), default=reference.today())
    return PageContent(
        parts=_parts("indicators", agency_id),
        title=i18n.t("page.indicators"),
        under=indicator_words.place(agency_id),
        of=[_place(agency_id)],
        answer=answer,
        figures=(i18n.t("page.indicators"), table(key), ()) if key else None,
        cards=cards,
        approval=approval(follower, since, agency_id),
        meaning=[definition.lines(follower, each, agency_id) for each in sheets],
        key=("indicators", follower.viewer, agency_id, follower.version,
             tuple((each.code, each.is_key, each.version_id) for each in sheets)),
    )  # fmt: skip


def of_sheet(
    follower: Follower, row: Row, cards: Sequence[Card], notes: Sequence[Note], asks: str
) -> PageContent:
    """``cards``: what the sheet shows; ``asks``: that a deviation is to be explained."""
    sheet, found = row
    agency_id = found.agency_id
    said = [("", asks)] if asks else []
    for each in notes:
        said += [(i18n.t("indicators.sentence"), isolated(each.sentence)),
                 ("", indicator_words.noted(sheet, each))]  # fmt: skip
    span = i18n.t("filter.words", start=found.since, end=reference.today())
    return PageContent(
        parts=_parts(sheet.code, agency_id),
        title=indicator_words.said(sheet, "title"),
        under=f"{indicator_words.place(agency_id)} · {span}",
        of=[_place(agency_id), (i18n.t("filter.period"), span)],
        answer=words.sentence(sheet, found),
        said=said,
        figures=(i18n.t("take.figures"), table([row]), ()),
        cards=cards,
        approval=approval(follower, found.since, agency_id),
        meaning=[definition.lines(follower, sheet, agency_id),
                 *((named, [("", told), ("", limits)])
                   for named, told, limits in definition.earlier(follower, sheet))],
        key=(sheet.code, follower.viewer, agency_id, follower.version, sheet.version_id, asks,
             tuple(each.key for each in cards), tuple(each.written_at for each in notes)),
    )  # fmt: skip


def approval(follower: Follower, since: date, agency_id: int | None) -> str:
    """Whether the figures since a day are approved."""
    agencies = frozenset({agency_id}) if agency_id else frozenset[int]()
    wanted = ResultFilter(min(since, reference.today()), reference.today(), agencies)
    return approvals.line(follower.viewer, wanted, follower.version)


def table(rows: Sequence[Row]) -> pd.DataFrame:
    """Indicators in rows: where each stands, what was promised, and what the value rests on."""
    columns = {
        "title": [indicator_words.said(sheet, "title") for sheet, _ in rows],
        "column.value": [
            indicator_words.cell(sheet, found.value, found.standing.current)
            for sheet, found in rows
        ],
        "unit": [words.axis(sheet) for sheet, _ in rows],
        "column.state": [words.named(found.standing.state) for _, found in rows],
        "column.since": [i18n.day_cell(found.since) for _, found in rows],
        "column.expected": [_cell(sheet, found.standing.expected) for sheet, found in rows],
        "column.target": [
            _cell(sheet, found.standing.target.value if found.standing.target else None)
            for sheet, found in rows
        ],
        "column.until": [
            i18n.day_cell(found.standing.target.day) if found.standing.target else "—"
            for _, found in rows
        ],
        "column.rests_on": [words.rests_on(sheet, found) for sheet, found in rows],
    }
    return pd.DataFrame({i18n.t(f"indicators.{name}"): cells for name, cells in columns.items()})


def _cell(sheet: Sheet, value: float | None) -> object:
    """As the screen rounds it: a number of whole things, or of whole percent."""
    if sheet.adds_up.is_share:
        return percent_cell(value)
    return "—" if value is None else whole(value)


def _titled(sheet: Sheet, card: Card) -> Card:
    return replace(card, headline=f"{indicator_words.said(sheet, 'title')} · {card.headline}")


def _agencies(follower: Follower, key: Sequence[Sheet]) -> list[Card]:
    """Where each agency's key indicators stand, those that are behind at most first; of one that
    never had an agent it is said."""
    found = agencies.ranked(follower, key)
    if not found:
        return []
    titles = [indicator_words.said(each, "title") for each in key]
    apart = agencies.never_had_agent(follower)
    rows = [
        (_agency(agency_id, is_apart=agency_id in apart),
         *(words.named(each.standing.state) for _, each in rows))
        for agency_id, rows in found
    ]  # fmt: skip
    made = pd.DataFrame(rows, columns=[i18n.t("column.agency"), *titles])
    title = i18n.t("indicators.agencies")
    return [Card(key="indicators_agencies", headline=title, note="", table=made)]


def _agency(agency_id: int, *, is_apart: bool) -> str:
    name = labels.agency(agency_id, short=True)
    return f"{name} · {i18n.t('agency.without')}" if is_apart else name


def _place(agency_id: int | None) -> Line:
    return i18n.t("indicators.place"), indicator_words.place(agency_id)


def _parts(what: str, agency_id: int | None) -> list[str]:
    place = [reference.agencies()[agency_id].short_name] if agency_id else []
    return [what, *place, reference.today().isoformat()]
