"""Whether the figures of a period are approved, in one sentence beside them."""

from __future__ import annotations

from collections.abc import Iterator

from components.language import i18n
from components.reads import figures, reference
from db.access.permissions import Permission, may
from db.access.viewer import Viewer
from db.inputs.results import ResultFilter, preset
from db.queries import approvals
from db.queries.approvals import AgencyMonth


def last_months(agencies: frozenset[int]) -> ResultFilter:
    """The period in which it is asked what waits: twelve months, the running one among them, or
    those of a younger programme. The same on every page."""
    days = preset("12m", reference.today(), reference.programme().starts_on)
    return ResultFilter(*days, agencies)


def waiting(
    viewer: Viewer, agencies: frozenset[int], version: int
) -> Iterator[tuple[str, list[AgencyMonth]]]:
    """The months that wait for the viewer: to be said complete by an agent, approved by a
    manager; nothing where none does."""
    months = lately(viewer, agencies, version)
    if may(viewer.role, Permission.PERIOD_PROPOSE):
        own = len(viewer.agencies & agencies) if agencies else len(viewer.agencies)
        word, found = "to_complete", approvals.unsaid(months, own)
    else:
        word, found = "to_approve", approvals.waiting(months)
    if found:
        yield word, found


def lately(viewer: Viewer, agencies: frozenset[int], version: int) -> list[AgencyMonth]:
    """What was said of each of these months."""
    return figures.measured(approvals.months, viewer, last_months(agencies), version)


def line(viewer: Viewer, wanted: ResultFilter, version: int) -> str:
    """ "Chiffres approuvés le 3 octobre 2026 par Leïla"; empty where nobody was posted.

    Sex and age cut figures, and no approval: one question for all of them.
    """
    found = figures.measured(approvals.standing, viewer, wanted.of_everybody(), version)
    if not found.total or found.at is None:
        return i18n.t("approval.provisional") if found.total else ""
    said = {"day": found.at.date(), "name": found.by}
    if found.approved < found.total:
        sentence = i18n.tn("approval.partly", found.approved, total=found.total, **said)
    else:
        sentence = i18n.t("approval.approved", **said)
    if found.changed:
        sentence = f"{sentence} {i18n.tn('approval.changed', found.changed)}"
    return sentence
