"""Why trust is not told."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from components.language import i18n
from components.language.catalogue import translate
from components.results.trust.common import nothing

HIDDEN = pd.DataFrame({"wave": [1]})


@pytest.mark.parametrize(
    ("rows", "sexes", "key"),
    [
        (HIDDEN, (), "headline.trust_hidden"),
        (HIDDEN, ("F",), "headline.trust_hidden_by_sex"),
        # Nobody was asked: answers are not too few.
        (HIDDEN[:0], (), "headline.no_wave"),
    ],
)
def test_the_headline_says_why_nothing_is_told(
    rows: pd.DataFrame, sexes: tuple[str, ...], key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "fr")
    asked = SimpleNamespace(wanted=SimpleNamespace(sexes=sexes))
    assert nothing(asked, rows) == translate("fr", key)  # type: ignore[arg-type]
