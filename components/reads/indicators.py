"""Indicators as pages ask for them: what each means, its figure, and where it stands; cached as all
figures are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from components.reads import figures
from components.reads.read import read
from db.access.viewer import Viewer
from db.inputs.indicators import IndicatorFilter, PlaceFilter
from db.measures import indicator as figure
from db.measures import shortfall as shortfalls
from db.measures import targets
from db.measures.indicator import Value
from db.measures.shortfall import Shortfall
from db.measures.targets import Followed, Period
from db.queries import indicators as queries
from db.queries.indicators import Note, Sheet

Found = TypeVar("Found")


class Follower:
    """Asks for whoever looks, as of one version of the figures."""

    def __init__(self, viewer: Viewer, version: int) -> None:
        self.viewer, self.version = viewer, version

    def sheets(self) -> list[Sheet]:
        """Every indicator by its newest definition, in the programme's order."""
        return figures.queried(queries.sheets, self.viewer, self.version)

    def versions(self, code: str) -> list[Sheet]:
        """All definitions of one, the newest first."""
        return read(queries.versions, code, viewer=self.viewer)

    def notes(self, code: str, agency_id: int | None) -> list[Note]:
        """The sentences on its deviations at one place, the newest first."""
        return read(queries.notes, code, agency_id, viewer=self.viewer)

    def notes_at(self, agency_id: int) -> list[tuple[str, Note]]:
        """The same of all indicators of an agency."""
        return read(queries.notes_at, agency_id, viewer=self.viewer)

    def value(self, wanted: IndicatorFilter) -> dict[str, Value]:
        """See ``db.measures.indicator.indicator``."""
        return self._measured(figure.indicator, wanted)

    def followed(self, code: str, agency_id: int | None, day: date) -> Followed:
        """See ``db.measures.targets.followed``."""
        return self._measured(targets.followed, PlaceFilter(code, agency_id, day))

    def shortfall(self, code: str, agency_id: int, day: date) -> Shortfall | None:
        """See ``db.measures.shortfall.shortfall``."""
        return self._measured(shortfalls.shortfall, PlaceFilter(code, agency_id, day))

    def periods(self, code: str, agency_id: int | None, day: date) -> list[Period]:
        """See ``db.measures.targets.periods``."""
        return self._measured(targets.periods, PlaceFilter(code, agency_id, day))

    def series(self, code: str, agency_id: int | None, day: date) -> list[tuple[date, Value]]:
        """See ``db.measures.targets.series``."""
        return self._measured(targets.series, PlaceFilter(code, agency_id, day))

    def _measured(
        self, measure: Callable[..., Found], wanted: IndicatorFilter | PlaceFilter
    ) -> Found:
        return figures.measured(measure, self.viewer, wanted, self.version)


def unexplained(sheet: Sheet, periods: Iterable[Period], notes: Iterable[Note]) -> list[Period]:
    """The periods whose deviation asks for a sentence that nobody has written."""
    known = {each.due_on for each in notes}
    return [
        each
        for each in periods
        if each.standing
        and each.standing.is_over(sheet.explain_over)
        and each.target.day not in known
    ]
