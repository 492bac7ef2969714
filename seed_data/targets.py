"""The targets of the made-up programme, of two years and more, laid around what the demo reached:
every state can be seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sqlmodel import Session, select

from db.access.viewer import Viewer, viewer_of
from db.codes import Role
from db.inputs.indicators import PlaceFilter
from db.measures.targets import followed
from db.models import (
    Account,
    Indicator,
    IndicatorBaseline,
    IndicatorNote,
    IndicatorTarget,
    IndicatorVersion,
)
from seed_data.plan import Plan

#: What was reached, as a part of what the path asks for by today: by indicator, for the programme
#: (none) and its agencies. Nobody reaches a target to the last person.
REACHED: dict[str, dict[int | None, float]] = {
    "IR1.2": {None: 1.3, 1: 1.25, 2: 0.96, 3: 1.3, 4: 0.7},
    "IR2.1": {None: 0.96, 1: 1.04, 2: 0.75, 3: 1.3, 4: 0.95},
    "IR2.3": {None: 0.95},
    "SO.1": {None: 0.7, 1: 1.04, 2: 0.6, 3: 1.3, 4: 0.75},
}
#: Targets are set in round numbers, from so many on.
ROUND, ROUND_FROM = 5, 100
#: Shares: the baseline, and the target of the last day; trust is asked in waves.
SHARES: dict[str, tuple[float, float]] = {"SO.4": (0.5, 0.75), "TR.1": (0.42, 0.7)}
#: The agencies where nobody was ever posted: a share has nothing to be a share of.
EVERYWHERE = (None, 1, 2, 3, 4, 5, 6)
#: An indicator that is followed since a few days only.
NEW, NEW_DAYS = "IR3.1", 10
SENTENCES = (
    "Un des deux agents de Casablanca n'a commencé qu'au printemps.",
    "Deux employeurs ont fermé leur atelier ; leurs salariés sont de nouveau accompagnés.",
    "Les contrats promis pour l'hiver ont été signés deux mois plus tard.",
    "Peu de places dans les entreprises partenaires ; trois nouvelles ont été visitées en mai.",
)


def fill(session: Session, plan: Plan) -> None:
    """Targets at the ends of half-years; of one indicator, why it was behind at the end of each."""
    manager = session.exec(select(Account).where(Account.role == Role.MANAGER)).first()
    if manager is None:
        return
    versions = {row.indicator: row.id for row in session.exec(select(IndicatorVersion))}
    dues = list(_half_years(plan.today))
    begun = plan.start - timedelta(days=1)
    viewer = viewer_of(session, manager.id)
    for code, places in REACHED.items():
        for place, part in places.items():
            reached = followed(session, PlaceFilter(code, place, plan.today), viewer=viewer)
            rate = (reached.standing.current or 0) / part / (plan.today - begun).days
            for due_on in dues:
                value = _rounded(rate * (due_on - begun).days)
                session.add(_target(code, place, due_on, value, versions[code]))
    for code, (base, goal) in SHARES.items():
        for place in EVERYWHERE:
            session.add(_baseline(code, place, base, begun))
            for number, due_on in enumerate(dues, start=1):
                value = round(base + (goal - base) * number / len(dues), 2)
                session.add(_target(code, place, due_on, value, versions[code]))
    session.add(_baseline(NEW, None, 0.4, plan.today - timedelta(days=NEW_DAYS)))
    session.add(_target(NEW, None, dues[-1], 0.6, versions[NEW]))
    row = session.get_one(Indicator, NEW)
    row.is_key = True
    session.flush()
    _explain(session, plan, dues, versions["SO.1"], viewer)


def _explain(
    session: Session, plan: Plan, dues: list[date], version_id: int, viewer: Viewer
) -> None:
    """Why one indicator was behind at the end of each half-year that is over."""
    for due_on, sentence in zip(dues, SENTENCES, strict=False):
        if due_on < plan.today:
            told = followed(session, PlaceFilter("SO.1", None, due_on), viewer=viewer).standing
            session.add(
                IndicatorNote(
                    indicator="SO.1",
                    due_on=due_on,
                    as_of=due_on,
                    value=told.current or 0,
                    expected=told.expected or 0,
                    sentence=sentence,
                    version_id=version_id,
                    written_by=viewer.account_id,
                )
            )


def _rounded(value: float) -> float:
    step = ROUND if value >= ROUND_FROM else 1
    return float(max(1, step * round(value / step)))


def _half_years(today: date) -> Iterator[date]:
    """From the end of the year before last to that of the next one."""
    for year in range(today.year - 2, today.year + 2):
        if year > today.year - 2:
            yield date(year, 6, 30)
        yield date(year, 12, 31)


def _baseline(code: str, place: int | None, value: float, day: date) -> IndicatorBaseline:
    return IndicatorBaseline(
        indicator=code, agency_id=place, value=value, on_day=day, source="Étude de base"
    )


def _target(
    code: str, place: int | None, due_on: date, value: float, version_id: int
) -> IndicatorTarget:
    return IndicatorTarget(
        indicator=code, agency_id=place, due_on=due_on, value=value, version_id=version_id
    )
