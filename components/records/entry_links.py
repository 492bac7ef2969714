"""The address of the list of entries, narrowed to where one of them stands."""

from __future__ import annotations

from datetime import date

from components.fields.dates import as_typed
from components.language import i18n
from components.reads import labels
from db.access.viewer import Viewer


def of_day(viewer: Viewer, kind: str, agency_id: int, day: date) -> dict[str, str]:
    """One agency's entries of a kind (``db.records.KINDS``) of one day, as the widgets of the list
    write it (``entry_filters.py``)."""
    found = {
        "entries_kind": i18n.t(f"entries.kind.{kind}"),
        "entries_start": as_typed(day),
        "entries_end": as_typed(day),
    }
    if len(viewer.agencies) > 1:
        found["entries_agency"] = labels.agency(agency_id)
    return found
