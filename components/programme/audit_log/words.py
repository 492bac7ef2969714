"""An act in the reader's words, and as a row of a table; made once, so that a file can be written
after its page is gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from components.language import i18n
from components.programme.audit_log.vocabulary import ACTS, ENTITIES, FIELDS, UNNUMBERED
from components.reads import labels, reference
from components.reads.order import in_order
from components.reads.read import read
from db.access.viewer import Viewer
from db.codes import Role
from db.queries import audit_log
from db.queries.audit_log import Act

COLUMNS = ("at", "who", "role", "what", "about", "fields", "reason")


@dataclass(frozen=True, kw_only=True)
class Words:
    """Every name that a row can need, in one language."""

    columns: dict[str, str]
    people: dict[int, str]
    acts: dict[str, str]
    about: dict[str, str]
    fields: dict[str, str]
    roles: dict[str, str]
    agencies: dict[str, str]
    reasons: dict[str, str]
    server: str
    other_act: str
    other_field: str
    numbered: str
    named: str
    zone: ZoneInfo

    def who(self, act: Act) -> str:
        return act.author or self.server

    def what(self, act: Act) -> str:
        return self.acts.get(act.action, self.other_act)

    def about_what(self, act: Act) -> str:
        """The kind of thing and which one: by its name where it has one that is nobody's secret."""
        kind = self.about.get(act.entity, "")
        name = self._name(act)
        if name:
            return self.named.format(kind=kind, name=name) if kind else name
        if not kind or not act.entity_id or act.entity in UNNUMBERED:
            return kind
        return self.numbered.format(kind=kind, number=act.entity_id)

    def _name(self, act: Act) -> str:
        if act.entity == "account" and act.entity_id.isdecimal():
            return self.people.get(int(act.entity_id), "")
        if act.entity in ("agency", "register"):
            return self.agencies.get(act.entity_id, "")
        if act.entity in ("slip", "trust") and "/" in act.entity_id:
            return self.agencies.get(act.entity_id.split("/")[1], "")
        return act.entity_id if act.entity in ("code", "file") else ""

    def field_names(self, act: Act) -> str:
        """The fields, each once."""
        named = (self.fields.get(each, self.other_field) for each in act.fields)
        return " · ".join(dict.fromkeys(named))

    def reason(self, act: Act) -> str:
        return self.reasons.get(act.reason, act.reason)

    def at(self, act: Act) -> datetime:
        return act.at.astimezone(self.zone)

    def table(self, acts: Sequence[Act]) -> pd.DataFrame:
        """The acts as a table; a moment as a spreadsheet sorts it."""
        rows: list[dict[str, Any]] = [
            {
                "at": f"{self.at(act):%Y-%m-%d %H:%M:%S}",
                "who": self.who(act),
                "role": self.roles.get(act.role, ""),
                "what": self.what(act),
                "about": self.about_what(act),
                "fields": self.field_names(act),
                "reason": self.reason(act),
            }
            for act in acts
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS)).rename(columns=self.columns)


def words(viewer: Viewer) -> Words:
    """The words of now, in the language of this session."""
    void_reasons = {code: labels.label("VOID_REASON", code) for code in labels_of("VOID_REASON")}
    return Words(
        columns={name: i18n.t(f"act.column.{name}") for name in COLUMNS},
        people=read(audit_log.people, viewer=viewer),
        acts=in_order({name: i18n.t(f"act.{name}") for name in ACTS}),
        about=in_order({name: i18n.t(f"act.about.{name}") for name in ENTITIES}),
        fields={name: i18n.t(key) for name, key in FIELDS.items()},
        roles={role.value: i18n.t(f"role.{role}") for role in Role},
        agencies={str(key): labels.agency(key) for key in reference.agencies()},
        reasons=void_reasons | {"OTHER_AGENCY": i18n.t("act.reason.other_agency")},
        server=i18n.t("act.server"),
        other_act=i18n.t("act.other"),
        other_field=i18n.t("act.field.another"),
        numbered=i18n.t("act.numbered", kind="{kind}", number="{number}"),
        named=i18n.t("act.named", kind="{kind}", name="{name}"),
        zone=reference.zone(),
    )


def labels_of(list_name: str) -> list[str]:
    """All codes of a list, retired ones too."""
    return list(reference.codes(list_name))
