"""Postings in words: of whom, from when to when, and what is notable in an agency."""

from __future__ import annotations

from datetime import date

from components.language import i18n
from components.reads import reference
from db.queries.postings import Posted, Stretch


def span(posted: Posted) -> str:
    """From when to when, and for which part of the week."""
    said = [_days("span", posted.starts_on, posted.ends_on)]
    if posted.share < 100:
        said.append(i18n.t("postings.share_of", share=posted.share))
    return i18n.line(*said)


def _days(what: str, start: date, end: date | None) -> str:
    """A sentence for days with an end, or without one, past or to come."""
    if end is not None:
        return i18n.t(f"postings.{what}.between", start=start, end=end)
    when = "ahead" if start > reference.today() else "since"
    return i18n.t(f"postings.{what}.{when}", start=start)


def stretch(found: Stretch) -> str:
    """Days without an agent, or with several, named."""
    if not found.agents:
        return _days("gap", found.start, found.end)
    agents = i18n.joined(*found.agents)
    days = _days("span", found.start, found.end)
    return i18n.t("postings.together", agents=agents, days=days)
