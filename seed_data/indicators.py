"""First versions of the programme's indicators; whatever a manager has made of one stays."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, select

from db.codes import LANGUAGES
from db.models import AddsUp, Counted, Indicator, IndicatorText, IndicatorVersion

FOLDER = Path(__file__).parent


def load(session: Session, codes: Iterable[Mapping[str, Any]]) -> int:
    """Define the indicators that are not there yet; ``codes``: the rows of list ``INDICATOR``,
    which say their titles and levels. Returns how many were new."""
    known = set(session.exec(select(Indicator.code)))
    named = {row["code"]: row for row in codes}
    fresh = [row for row in rows() if row["code"] not in known]
    for row in fresh:
        code = named[row["code"]]
        session.execute(sa.insert(Indicator).values(_indicator(row, code)))
        version = IndicatorVersion(indicator=row["code"], number=1, **_definition(row, code))
        session.add(version)
        session.flush()
        session.execute(sa.insert(IndicatorText), [*_texts(version.id, code, row["texts"])])
    return len(fresh)


def rows() -> list[dict[str, Any]]:
    """The rows of both files: one an indicator, with its ``texts`` by language."""
    said: dict[str, dict[str, dict[str, str]]] = {}
    for each in _read("indicator_texts.csv"):
        said.setdefault(each.pop("code"), {})[each.pop("language")] = each
    return [{**row, "texts": said[row["code"]]} for row in _read("indicators.csv")]


def _read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _indicator(row: Mapping[str, Any], code: Mapping[str, Any]) -> dict[str, Any]:
    is_key = row["is_key"] == "1"
    return {"code": row["code"], "sort": code["sort"], "is_key": is_key, "explain_over": 20}


def _definition(row: Mapping[str, Any], code: Mapping[str, Any]) -> dict[str, Any]:
    extra = dict(each.split("=") for each in code["extra"].split(";"))
    return {
        "counts": Counted(row["counts"]),
        "adds_up": AddsUp(row["adds_up"]),
        "frequency": row["frequency"],
        "breakdowns": row["breakdowns"],
        "level": extra["level"],
    }


def _texts(
    version_id: int, code: Mapping[str, Any], texts: Mapping[str, Mapping[str, str]]
) -> Iterator[dict[str, Any]]:
    for language in LANGUAGES:
        title = code[f"label_{language}"]
        yield {"version_id": version_id, "language": language, "title": title} | dict(
            texts[language]
        )
