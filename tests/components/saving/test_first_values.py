"""A choice begins with what was kept, if it can still be chosen."""

from __future__ import annotations

import pytest

from components.saving.first_values import Entered, offered


@pytest.mark.parametrize(
    ("kept", "otherwise", "shown"),
    [
        ("PHONE", None, "PHONE"),
        ("PHONE", "AGENCY", "PHONE"),
        ("TELEX", None, None),
        ("TELEX", "AGENCY", "AGENCY"),
        (None, "AGENCY", "AGENCY"),
        (None, "TELEX", None),
    ],
)
def test_a_retired_code_is_not_offered_again(
    kept: str | None, otherwise: str | None, shown: str | None
) -> None:
    values = {} if kept is None else {"mode": kept}
    first = Entered("correct_intervention_7", values)
    found = offered(first, "correct_intervention_7_mode", ["AGENCY", "PHONE"], otherwise)
    assert found == shown
