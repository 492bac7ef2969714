"""What managers have marked on the time that a page shows; cached as all figures are."""

from __future__ import annotations

from components.language import i18n
from components.reads import figures, labels
from db.access.viewer import Viewer
from db.inputs.results import ResultFilter
from db.queries import marks as queries
from db.queries.marks import Marked


def marked(viewer: Viewer, wanted: ResultFilter, version: int) -> list[Marked]:
    """Events and notes that touch the period, at the agencies in question or everywhere."""
    return figures.measured(queries.marks, viewer, wanted.of_everybody(), version)


def name(mark: Marked) -> str:
    """Its kind in words."""
    return i18n.t(f"marks.kind.{mark.kind}")


def days(mark: Marked) -> str:
    """ "3 mars 2026", or its two days."""
    first, last = (i18n.day(each, "medium") for each in (mark.starts_on, mark.ends_on))
    return first if first == last else i18n.t("marks.days", start=first, end=last)


def place(mark: Marked) -> str:
    """Where it is."""
    if mark.agency_id is None:
        return i18n.t("indicators.programme")
    return labels.agency(mark.agency_id, short=True)
