"""The languages that page tests run in; English, the second of two that run from left to right,
waits for the long run."""

import pytest

LANGUAGES = ["fr", pytest.param("en", marks=pytest.mark.long), "ar"]
