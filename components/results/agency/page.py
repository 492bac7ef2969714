"""The page of agencies: the list of all, or one of them from its answer to its details."""

from __future__ import annotations

from datetime import date
from functools import partial

from components.reads.indicators import Follower
from components.results import filters, no_agency
from components.results import page as results_page
from components.results.agency import detail, listing, place
from components.results.common import Asked
from components.results.compare import choice
from db.access.viewer import Viewer


def draw(views: results_page.Views) -> Asked | None:
    """What was asked of one agency; nothing where it is the list that is shown."""
    asked, head = results_page.opened("agencies", _chosen, views)
    if no_agency.is_shown(asked.viewer):
        return None
    if not asked.wanted.agencies:
        listing.draw(asked, Follower(asked.viewer, asked.version), head.answer)
        results_page.approval(asked)
        return None
    results_page.show("agencies", detail.build, asked, head)
    return asked


def _chosen(viewer: Viewer, today: date, version: int) -> filters.Chosen:
    agency_id = place.choose(viewer)
    other = partial(choice.choose, viewer, version, "agencies")
    return filters.of_place(viewer, today, agency_id, other)
