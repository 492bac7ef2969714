"""A code reads the same way round in every language."""

from __future__ import annotations

import pytest

from components import i18n, labels
from db import case_codes


@pytest.mark.parametrize("is_rtl", [False, True])
def test_a_code_is_set_apart_from_arabic_words(
    monkeypatch: pytest.MonkeyPatch, is_rtl: bool
) -> None:
    monkeypatch.setattr(i18n, "is_rtl", lambda: is_rtl)
    written = labels.card_code("366C692")
    assert written.strip("\u2066\u2069") == "366-C692"
    assert (written[0], written[-1]) == (("\u2066", "\u2069") if is_rtl else ("3", "2"))
    assert case_codes.normal(written) == "366C692"
