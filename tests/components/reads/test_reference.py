"""What one process writes of the programme, every page reads at its next run."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from components.reads import labels, reference, reference_cache
from db import audit
from db.models import Agency, Code, Organisation, Programme
from db.operating.commands.programme import create_agency
from db.store.engine import writing
from seed_data import code_lists
from tests.cast import CAST


def create_fes() -> None:
    create_agency(
        code="FES", name="Agence Fès", short_name="Fès", name_en="", name_ar="فاس", city="Fès",
        region="MA-03", host="ANAPEC",
    )  # fmt: skip


def fes() -> set[str]:
    return {each.short_name for each in reference.agencies().values()} - {
        "Rabat",
        "Casablanca",
        "Tanger",
    }


@pytest.mark.fault("E11")
@pytest.mark.usefixtures("sqlite_engine")
def test_an_agency_of_another_process_is_there_at_the_next_run() -> None:
    reference_cache.look()
    assert not fes()
    create_fes()
    reference_cache.look()
    assert fes() == {"Fès"}


def rename(table: type[SQLModel], key: object, **values: str) -> Callable[[Session], None]:
    def act(session: Session) -> None:
        row = session.get_one(table, key)
        for name, value in values.items():
            setattr(row, name, value)
        audit.record(session, None, "test.rename", ENTITY[table])

    return act


ENTITY = {Programme: "programme", Code: "code", Agency: "agency", Organisation: "organisation"}
CHANGES: list[tuple[Callable[[Session], None], Callable[[], str]]] = [
    (rename(Programme, 1, name="Tawjih"), lambda: reference.programme().name),
    (
        rename(Code, ("SEX", "F"), label_fr="Tawjih", label_en="Tawjih", label_ar="Tawjih"),
        lambda: labels.label("SEX", "F"),
    ),
    (
        rename(Agency, CAST.rabat, name="Tawjih", name_ar="Tawjih"),
        lambda: labels.agency(CAST.rabat),
    ),
]


@pytest.mark.fault("E11")
@pytest.mark.usefixtures("sqlite_engine")
@pytest.mark.parametrize(("change", "shown"), CHANGES)
def test_a_change_is_read_at_the_next_run(
    change: Callable[[Session], None], shown: Callable[[], str]
) -> None:
    reference_cache.look()
    assert shown() != "Tawjih"
    with writing() as session:
        change(session)
    reference_cache.look()
    assert shown() == "Tawjih"


@pytest.mark.fault("E11")
@pytest.mark.parametrize("entity", sorted(audit.REFERENCE))
def test_both_counters_rise_with_reference_data(session: Session, entity: str) -> None:
    """Results pages hold names too, and watch the counter of the figures alone."""
    before = audit.version(session), audit.reference(session)
    audit.record(session, None, "test.rename", entity)
    assert (audit.version(session), audit.reference(session)) == (before[0] + 1, before[1] + 1)


@pytest.mark.fault("E11")
def test_a_figure_that_moves_leaves_names_alone(session: Session) -> None:
    before = audit.reference(session)
    audit.record(session, None, "intervention.record", "intervention", changes_results=True)
    assert audit.reference(session) == before


@pytest.mark.fault("E11")
def test_code_lists_that_are_loaded_are_noticed(session: Session) -> None:
    before = audit.reference(session)
    code_lists.load(session)
    assert audit.reference(session) == before
    session.get_one(Code, ("SEX", "F")).label_fr = "Dame"
    session.flush()
    code_lists.load(session)
    assert audit.reference(session) > before


@pytest.mark.fault("E11")
@pytest.mark.usefixtures("sqlite_engine")
def test_what_stands_still_is_read_once(sqlite_engine: sa.Engine) -> None:
    reference_cache.look()
    labels.label("SEX", "F"), labels.agency(CAST.rabat), reference.today()
    asked: list[str] = []

    def count(*each: object) -> None:
        asked.append(str(each[2]))

    sa.event.listen(sqlite_engine, "before_cursor_execute", count)
    reference_cache.look()
    for _ in range(50):
        labels.label("SEX", "F"), labels.agency(CAST.rabat), reference.today()
    sa.event.remove(sqlite_engine, "before_cursor_execute", count)
    assert len([each for each in asked if each.startswith("SELECT")]) == 1


@pytest.mark.fault("E11")
@pytest.mark.usefixtures("sqlite_engine")
def test_an_agency_that_is_not_there_is_named_by_number() -> None:
    assert labels.agency(998, short=True) == "Agence n° 998"
