"""What an indicator's definition, value, place and deviations are called on every screen."""

from __future__ import annotations

from components.language import i18n, percents
from components.reads import labels, reference
from db.measures.indicator import Value
from db.queries.indicators import Note, Sheet
from db.statistics.rounding import percent, whole


def said(sheet: Sheet, field: str) -> str:
    """What the definition says in the session's language."""
    text = sheet.texts[i18n.language()][field]
    return text.replace("{institution}", reference.programme().institution)


def short(sheet: Sheet) -> str:
    """What it counts, in few words; a definition may be written anew, what is counted may not."""
    return i18n.t(f"indicators.short.{sheet.code}")


def place(agency_id: int | None, *, short: bool = False) -> str:
    """An agency's name, or the programme's."""
    return labels.agency(agency_id, short=short) if agency_id else i18n.t("indicators.programme")


def number(sheet: Sheet, value: float | None) -> str:
    """A value without its unit: a count, or a share in percent."""
    if value is None:
        return "—"
    return i18n.percent(value) if sheet.adds_up.is_share else i18n.number(whole(value))


def reached(sheet: Sheet, found: Value, current: float | None) -> str:
    """``current``, as ``found`` has it: a share of few by its two counts."""
    if current is None or not is_of_few(sheet, found):
        return number(sheet, current)
    return percents.counts(found.numerator, found.denominator)


def cell(sheet: Sheet, found: Value, current: float | None) -> int | str:
    """The same for a table: a number of whole things, or of whole percent."""
    if current is None or is_of_few(sheet, found):
        return reached(sheet, found, current)
    return percent(current) if sheet.adds_up.is_share else whole(current)


def is_of_few(sheet: Sheet, found: Value) -> bool:
    """Whether it is a share of few, which is no finding."""
    return sheet.adds_up.is_share and percents.is_few(found.denominator)


def noted(sheet: Sheet, note: Note) -> str:
    """What a sentence on a deviation is about, who wrote it and when."""
    return i18n.t(
        "indicators.note_of",
        due=i18n.day(note.due_on),
        current=number(sheet, note.value),
        expected=number(sheet, note.expected),
        author=note.author,
        day=i18n.day(note.as_of),
    )
