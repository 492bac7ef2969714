"""The weakest part of a score."""

from __future__ import annotations

from components.reads import quality
from db.queries.quality_score import Part, Score


def test_a_part_is_weakest_only_where_something_is_missing() -> None:
    whole = {Part.IN_TIME: (4, 4), Part.WEEKS: (2, 2)}
    assert quality.weakest(Score(100.0, whole)) is None
    assert quality.weakest(Score(None, {})) is None
    found = quality.weakest(Score(75.0, whole | {Part.WEEKS: (1, 2)}))
    assert found == (quality.named(Part.WEEKS), 1, 2)
