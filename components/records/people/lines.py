"""How a person is told in one line, and when they were last seen, in words."""

from __future__ import annotations

from datetime import date

from components.language import i18n
from components.reads import labels
from components.reads.labels import card_code
from db.queries.people import PersonLine

WEEK, MONTH, YEAR = 7, 30.4375, 365.25


def described(line: PersonLine, today: date, *, names_agency: bool) -> str:
    """ "234-5678 · femme 1995 · Guinée · vue il y a 3 semaines"."""
    parts = [
        f"**{card_code(line.code)}**",
        f"{i18n.t(f'entry.sex.{line.sex.value}')} {line.birth_year}",
        labels.label("NATIONALITY", line.nationality),
    ]
    if names_agency:
        parts.append(labels.agency(line.agency_id, short=True))
    parts.append(last_seen(line.last_on, today))
    if line.closed_on is not None:
        parts.append(i18n.t("people.closed"))
    return i18n.line(*parts)


def last_seen(day: date | None, today: date) -> str:
    """How long ago, as people say it: days, then weeks, months and years."""
    if day is None:
        return i18n.t("people.seen.never")
    days = (today - day).days
    if days <= 0:
        return i18n.t("people.seen.today")
    if days == 1:
        return i18n.t("people.seen.yesterday")
    if days < 2 * WEEK:
        return i18n.tn("people.seen.days", days)
    if days < 2 * MONTH:
        return i18n.tn("people.seen.weeks", days // WEEK)
    if days < 2 * YEAR:
        return i18n.tn("people.seen.months", int(days / MONTH))
    return i18n.tn("people.seen.years", int(days / YEAR))
