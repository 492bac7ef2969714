"""The languages that page tests run in: all in the long run, and always French; the form that is
used most also runs from right to left always.

That every sentence exists in all three languages is checked always (``test_texts.py``).
"""

import pytest

LONG = pytest.mark.long
LANGUAGES = ["fr", pytest.param("en", marks=LONG), pytest.param("ar", marks=LONG)]
BOTH_WAYS = ["fr", pytest.param("en", marks=LONG), "ar"]
