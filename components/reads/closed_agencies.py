"""Which closed agencies still have open cases, for whoever says which agency goes on with them."""

from __future__ import annotations

from components.reads import figures, reference
from db.access.permissions import Permission, may
from db.access.viewer import Viewer
from db.queries import closed_agencies


def with_cases(viewer: Viewer, version: int) -> list[int]:
    """Their ids in the fixed order; none for whoever may not hand cases over."""
    today = reference.today()
    all_open = all(each.is_open(today) for each in reference.agencies().values())
    if all_open or not may(viewer.role, Permission.CASES_HAND_OVER):
        return []
    left = figures.queried(closed_agencies.left, viewer, version)
    return [each.agency_id for each in left if each.open]
