"""Whether there is anything that results could show."""

from __future__ import annotations

from components.reads import figures
from db.access.viewer import Viewer
from db.queries import last_entries


def is_anything_entered(viewer: Viewer, version: int) -> bool:
    """Whether any entry stands at an agency whose results the viewer reads."""
    return figures.queried(last_entries.is_anything_entered, viewer, version)
