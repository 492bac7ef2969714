"""How far a wave is: what came beside what is wanted."""

from __future__ import annotations

import pytest

from components.language import i18n
from components.programme.waves.progress import _wanted
from db.queries.trust_waves import AgencyProgress


def agency(agency_id: int, target: int | None) -> AgencyProgress:
    return AgencyProgress(
        agency_id=agency_id, target=target, answers=10, approached=None, refused=0
    )


def test_a_mark_stands_where_a_number_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "fr")
    found = _wanted([agency(1, 30), agency(2, None)], ["Rabat", "Casa"])
    assert found is not None
    assert found.rows.to_numpy().tolist() == [["Rabat", 30]]
    assert _wanted([agency(2, None)], ["Casa"]) is None
