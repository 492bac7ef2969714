"""The sentence on contracts is of wage work, its table of every kind: the note tells both."""

from __future__ import annotations

from components.language import i18n
from components.results.placements import proofs


def test_contracts_of_wage_work_have_the_n_of_wage_work() -> None:
    with i18n.speaking("en"):
        assert "in wage employment: n = 16; in all: n = 28" in proofs._counted(16, 28)
        assert proofs._counted(None, 28) == proofs._counted(28, 28)
