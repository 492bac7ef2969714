"""A month's approval in words: where it stands, and what has changed since."""

from __future__ import annotations

from components.language import i18n
from components.language.plain import isolated
from components.reads import labels
from db.models import ApprovalState
from db.queries.approvals import AgencyMonth


def where(month: AgencyMonth) -> str:
    """ "Rabat Akkari · oct. 2026"."""
    return f"{labels.agency(month.agency_id, short=True)} · {i18n.month(month.month)}"


def said(month: AgencyMonth) -> str:
    """Who said what of it, and when."""
    if month.state is None or month.at is None:
        return i18n.t("approval.said.nothing")
    told = {"name": month.by, "day": month.at.date()}
    if month.state is ApprovalState.RETURNED:
        return i18n.t("approval.said.returned", note=isolated(month.note), **told)
    if month.changes:
        return i18n.t("approval.said.changed", **told)
    return i18n.t(f"approval.said.{month.state.value.lower()}", **told)


def changes(month: AgencyMonth) -> str:
    """ "Depuis : 2 interventions saisies, 1 insertion annulée"."""
    told = [
        i18n.tn(f"approval.change.{each.how.value}", each.number, kind=_kind(each.kind))
        for each in month.changes
    ]
    return i18n.t("approval.since", changes=i18n.joined(*told))


def _kind(kind: str) -> str:
    return i18n.t(f"approval.kind.{kind}")
