"""The files of the page of data quality: what it says, without the rows that are to be mended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from components.cards.card import Card
from components.cards.downloads import Line
from components.language import i18n
from components.reads import labels
from components.reads.approval_words import changes, said, where
from components.records.quality import answer, approving, cards, mending, score, signs
from components.results import file_parts
from components.results.common import Asked
from components.results.page_content import PageContent
from db.access.permissions import Permission, may
from db.queries import approvals, quality_doubts
from db.queries.approvals import AgencyMonth
from db.queries.quality_doubts import Rule
from db.queries.quality_score import Quality, Score


def of_page(
    asked: Asked, found: Quality, shown: Score, months: Sequence[AgencyMonth], drawn: Sequence[Card]
) -> PageContent:
    """``drawn``: the cards of the page as they are looked at."""
    span = i18n.t("filter.words", start=asked.wanted.start, end=asked.wanted.end)
    chosen = [labels.agency(each) for each in asked.agencies if asked.wanted.agencies]
    place = i18n.joined(*chosen) or i18n.t("quality.everywhere")
    lines = [*_mend(asked, found), *_months(asked, months)]
    return PageContent(
        parts=["data-quality", *file_parts.parts(asked, asked.wanted)],
        title=i18n.t("page.data_quality"),
        under=f"{span} · {place}",
        of=[(i18n.t("filter.period"), span), (i18n.t("filter.agency"), place)],
        answer=answer.told(asked, found, shown),
        said=lines,
        figures=(i18n.t("quality.how"), score.parts(shown), ()),
        cards=[*drawn, *_tables(asked, found, months)],
        approval=file_parts.approval(asked),
        meaning=[(i18n.t("quality.how"), [("", score.formula(shown))]),
                 (i18n.t("quality.signs"), [("", each.text) for each in signs.told(asked)])],
        key=("data-quality", asked.viewer, asked.wanted, asked.version, tuple(lines),
             tuple((each.key, len(each.table.columns)) for each in drawn)),
    )  # fmt: skip


def _mend(asked: Asked, found: Quality) -> Iterator[Line]:
    label, texts = i18n.t("quality.mend"), [each.text for each in mending.lines(asked, found)]
    if not texts and not quality_doubts.total(found.doubts):
        texts = [i18n.t("quality.all_well")]
    for place, text in enumerate(texts):
        yield ("" if place else label), text


def _months(asked: Asked, months: Sequence[AgencyMonth]) -> Iterator[Line]:
    """The months that wait for the viewer's word, as the page has them."""
    over = [each for each in months if each.is_over]
    if over and _proposes(asked):
        label, found = (
            i18n.t("approval.title_own"),
            approvals.asked(months, len(asked.viewer.agencies)),
        )
    else:
        label, found = i18n.t("approval.title"), approvals.waiting(months)
    for place, each in enumerate(found):
        told = filter(None, [where(each), said(each), changes(each) if each.changes else ""])
        yield ("" if place else label), " · ".join(told)


def _proposes(asked: Asked) -> bool:
    return may(asked.viewer.role, Permission.PERIOD_PROPOSE)


def _tables(asked: Asked, found: Quality, months: Sequence[AgencyMonth]) -> Iterator[Card]:
    """What the page shows without a chart."""
    if len(asked.agencies) > 1:
        yield _card("agencies", i18n.t("quality.agencies"), cards.agencies(asked, found))
    if agents := answer.last(asked):
        yield _card("agents", i18n.t("quality.last_entry"), cards.last_entries(agents))
    doubts = quality_doubts.total(found.doubts)
    if doubts:
        rows = [
            (
                i18n.t(f"quality.rule.{each.value}"),
                doubts[each],
                i18n.t(f"quality.why.{each.value}"),
            )
            for each in Rule
            if doubts[each]
        ]
        names = ("quality.which_doubts", "quality.number", "take.meaning")
        table = pd.DataFrame(rows, columns=[i18n.t(name) for name in names])
        yield _card("doubts", i18n.tn("quality.to_check", doubts.total()), table)
    over = [each for each in months if each.is_over]
    if over and not _proposes(asked):
        yield _card("months", i18n.t("approval.all_months"), approving.counted(over))


def _card(name: str, headline: str, table: pd.DataFrame) -> Card:
    return Card(key=f"quality_{name}", headline=headline, note="", table=table)
