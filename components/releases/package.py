"""A release for programs: one JSON file, a Data Package with its tables in it.

Shape: ``docs/release.schema.json``, after https://datapackage.org (Data Package, Table Schema), and
what those have no word for: rules, marks, units. Codes are the same in every language, labels are
in the reader's. Made from released cells only.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from components.cards.cells import safe
from components.language import i18n
from components.reads import reference
from components.releases import citing
from components.releases import files as release_files
from components.releases import words as release_view
from components.releases.words import ReleasedTable
from db.codes import Mark
from db.models import Release
from db.privacy import FrozenRules
from db.privacy.shares import SMALLEST_SURVEY

Json = dict[str, object]
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
PERSONS, PERCENT, ANSWERS = "persons", "percent", "answers"


def of(release: Release, tables: Sequence[ReleasedTable], says: Sequence[str]) -> Json:
    """The whole file; ``says``: the sentences of the page."""
    programme = reference.programme().name
    rules = FrozenRules(release.threshold, release.base)
    return {
        "$schema": PROFILE,
        "name": f"amudu-release-{release.number}-edition-{release.edition}",
        "title": i18n.t(
            "release.package_title", programme=programme, release=release_view.name(release)
        ),
        "description": release_view.method(release),
        "homepage": citing.address(release),
        "created": f"{release.frozen_at:%Y-%m-%dT%H:%M:%SZ}",
        "language": i18n.language(),
        "contributors": [{"title": citing.contact().rstrip("."), "roles": ["publisher"]}],
        "citation": citing.citation(release),
        "release": {
            "number": release.number,
            "edition": release.edition,
            "series": release.series,
            "period_start": release.period_start.isoformat(),
            "period_end": release.period_end.isoformat(),
            "frozen_on": release_view.frozen_on(release).isoformat(),
        },
        "rules": {
            "threshold": release.threshold,
            "base": release.base,
            "least_total": rules.least_total,
            "least_answers": SMALLEST_SURVEY,
        },
        "summary": list(says),
        "resources": [_resource(table, release) for table in tables],
    }


def written(package: Json) -> bytes:
    """The file's bytes."""
    return json.dumps(package, ensure_ascii=False, indent=1, allow_nan=False).encode()


def _resource(table: ReleasedTable, release: Release) -> Json:
    keys = ["row", "column"] if table.has_columns else ["row"]
    values = _values(table, release)
    return {
        "name": table.code.lower(),
        "type": "table",
        "title": release_files.headline(table),
        "description": table.unit,
        "data": [_record(row, keys, values) for row in table.rows.to_dict("records")],
        "schema": {
            "fields": [
                *(_category(table.rows, name) for name in keys),
                *values.values(),
                _mark(),
            ],
            "primaryKey": keys,
        },
    }


def _record(row: Mapping[Hashable, Any], keys: Sequence[str], values: Mapping[str, Json]) -> Json:
    record: Json = {name: str(row[name]) for name in keys}
    record |= {name: None if pd.isna(row[name]) else int(row[name]) for name in values}
    return record | {"mark": str(row["mark"])}


def _category(rows: pd.DataFrame, name: str) -> Json:
    """A field of codes, each with its label."""
    labels = "label" if name == "row" else f"{name}_label"
    pairs = dict(zip(rows[name], rows[labels], strict=True))
    return {
        "name": name,
        "type": "string",
        "title": i18n.t(f"release.column.{name}"),
        "categories": [{"value": code, "label": safe(label)} for code, label in pairs.items()],
        "constraints": {"required": True},
    }


def _values(table: ReleasedTable, release: Release) -> dict[str, Json]:
    """The fields of numbers, by name; each is empty where nothing is published."""
    if not table.is_trust:
        return {"value": _number("value", "value", PERSONS, release.base)}
    share = {"value": _number("value", "share", PERCENT, 1)}
    bounds = {name: _number(name, name, PERCENT, 1) for name in ("lower", "upper")}
    return share | bounds | {"n": _number("n", "n", ANSWERS, release.base)}


def _number(name: str, title: str, unit: str, rounded_to: int) -> Json:
    """A whole number, with what one of it is and what it is rounded to."""
    return {
        "name": name,
        "type": "integer",
        "title": i18n.t(f"release.column.{title}"),
        "unit": unit,
        "roundedTo": rounded_to,
        "constraints": {"minimum": 0},
    }


def _mark() -> Json:
    """What the absence of a number means."""
    labels = {
        Mark.PUBLISHED: i18n.t("release.published"),
        Mark.HIDDEN: i18n.t("release.hidden"),
        Mark.NOT_APPLICABLE: i18n.t("release.not_applicable"),
    }
    return {
        "name": "mark",
        "type": "string",
        "title": i18n.t("release.column.mark"),
        "categories": [{"value": mark.value, "label": label} for mark, label in labels.items()],
        "constraints": {"required": True, "enum": [mark.value for mark in labels]},
    }
