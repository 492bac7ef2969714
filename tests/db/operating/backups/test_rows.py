"""All rows go from one kind of database to the other and back, and nothing is lost on the way."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, timezone

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from db.codes import OutcomeType
from db.models import Agency, Draft, Organisation, Placement, Programme
from db.operating.backups import rows
from db.operating.backups.rows import OF_ITSELF, fill, sums
from db.operating.failures import Refused
from db.store.migrate import upgrade, upgrade_within
from tests.cast import CAST
from tests.db.operating.backups.conftest import MakeNew

BOTH = ("sqlite", "postgresql")
NO_ZONE = datetime(2026, 3, 1, 23, 59, 59, 123456)  # noqa: DTZ001 - as SQLite gives it


def copied(source: sa.Engine, target: sa.Engine) -> dict[str, rows.Sum]:
    with source.connect() as read, target.execution_options(writes=True).begin() as written:
        return fill(read, written)


def of(engine: sa.Engine) -> dict[str, rows.Sum]:
    with engine.connect() as connection:
        return sums(connection)


def add(engine: sa.Engine, *added: SQLModel) -> None:
    with Session(engine.execution_options(writes=True)) as session:
        session.add_all(added)
        session.commit()


@pytest.fixture
def odd(database: sa.Engine) -> sa.Engine:
    """Values that the two kinds of database keep in different ways."""
    add(
        database,
        Draft(account_id=CAST.agent_rabat, form="odd", sealed=bytes(range(256)),
              kept_at=datetime(2026, 1, 1, 0, 0, 0, 1, timezone(timedelta(hours=-7)))),
        Organisation(code="ODD", name="L'été — عربي 😀 \"x\" \\ \t", type="PES"),
        Placement(agency_id=CAST.rabat, entered_by=CAST.agent_rabat, case_id=CAST.case_rabat,
                  submission_id="odd", type=OutcomeType.WAGE, contract="CDI",
                  evidence="CONTRACT", starts_on=datetime(2026, 2, 28, tzinfo=UTC).date(),
                  hours_per_week=10.1 + 10.2, cnss_declared=False),
    )  # fmt: skip
    return database


@pytest.mark.long
def test_there_and_back_all_is_equal(odd: sa.Engine, new: MakeNew, database: sa.Engine) -> None:
    other, back = new(next(each for each in BOTH if each != odd.dialect.name)), new("sqlite")
    found = copied(odd, other)
    assert found == of(odd) == of(other)
    assert copied(other, back) == found == of(back)
    assert found["drafts"].rows == 1 and found["placements"].rows >= 1
    with Session(back) as session:
        draft = session.exec(select(Draft)).one()
        assert draft.sealed == bytes(range(256))
        assert draft.kept_at == datetime(2026, 1, 1, 7, 0, 0, 1, tzinfo=UTC)


@pytest.mark.long
def test_a_row_can_be_added_to_the_copy(database: sa.Engine, new: MakeNew) -> None:
    """The next number is not one that came with the rows."""
    other = new("postgresql")
    copied(database, other)
    known = ids(other)
    add(other, Organisation(code="NEXT", name="Next", type="PES"))
    assert ids(other) - known == {max(known) + 1}


def ids(engine: sa.Engine) -> set[int]:
    with Session(engine) as session:
        return set(session.exec(select(Organisation.id)))


@pytest.mark.long
@pytest.mark.parametrize(
    ("column", "value"),
    [("name", "Agence Rabat "), ("closed_on", datetime(2026, 1, 1, tzinfo=UTC).date()),
     ("sort", 77)],
)  # fmt: skip
def test_a_changed_value_changes_the_checksum_of_its_table_alone(
    database: sa.Engine, column: str, value: object
) -> None:
    before = of(database)
    with Session(database.execution_options(writes=True)) as session:
        setattr(session.get_one(Agency, CAST.rabat), column, value)
        session.commit()
    after = of(database)
    assert [name for name in before if before[name] != after[name]] == ["agencies"]
    assert after["agencies"].rows == before["agencies"].rows


@pytest.mark.long
def test_both_kinds_of_database_have_the_same_checksums(
    sqlite_engine: sa.Engine, postgres_engine: sa.Engine
) -> None:
    """The cast's moments and secrets differ from template to template; its places do not."""
    ours, theirs = of(sqlite_engine), of(postgres_engine)
    same = ("agencies", "organisations", "codes", "programme", "change_counter")
    assert [ours[name] for name in same] == [theirs[name] for name in same]


def test_values_that_look_alike_differ() -> None:
    lines = [{"a": value} for value in (None, "", 0, False, "0", 0.0, time(0, 0), b"")]
    found = []
    for line in lines:
        counted = rows._Counted()
        counted.add([line])
        found.append(counted.sum().sha256)
    assert len(set(found)) == len(lines) - 1, "an empty text and no bytes are of different columns"


def test_a_moment_is_one_whatever_its_zone() -> None:
    east = NO_ZONE.replace(tzinfo=UTC).astimezone(timezone(timedelta(hours=5)))
    assert rows._in_utc(NO_ZONE) == rows._in_utc(east)
    assert rows._plain(rows._in_utc(east)) == "2026-03-01T23:59:59.123456+00:00"


@pytest.mark.long
def test_a_database_in_use_is_not_filled(
    sqlite_engine: sa.Engine, postgres_engine: sa.Engine
) -> None:
    before = of(postgres_engine)
    with pytest.raises(Refused, match="not empty: it has rows in"):
        copied(sqlite_engine, postgres_engine)
    assert of(postgres_engine) == before


@pytest.mark.long
@pytest.mark.parametrize("dialect", BOTH)
def test_code_lists_that_were_loaded_are_in_nobody_s_way(
    sqlite_engine: sa.Engine, new: MakeNew, dialect: str
) -> None:
    other = new(dialect)
    upgrade(other)
    with sqlite_engine.connect() as read, other.execution_options(writes=True).begin() as written:
        code = next(each for each in rows.tables(read) if each.name == "codes")
        one = read.execute(sa.select(code).limit(1)).mappings().one()
        written.execute(code.insert(), [{**one, "list": "X"}])
    assert copied(sqlite_engine, other) == of(sqlite_engine) == of(other)


@pytest.mark.long
def test_what_a_new_database_holds_of_itself_is_known(new: MakeNew) -> None:
    engine = new("sqlite")
    upgrade(engine)
    assert {name for name, each in of(engine).items() if each.rows} <= OF_ITSELF


@pytest.mark.long
def test_an_older_database_is_copied_as_it_is(new: MakeNew) -> None:
    older, other = new("sqlite"), new("postgresql")
    with older.execution_options(writes=True).begin() as connection:
        upgrade_within(connection, "0001")
        rows.tables(connection)
    copied(older, other)
    with other.connect() as connection:
        assert rows.revision(connection) == "0001"
        assert "setup_codes" not in {table.name for table in rows.tables(connection)}


@pytest.mark.long
def test_a_newer_database_is_not_filled_from_an_older_one(new: MakeNew) -> None:
    older, newer = new("sqlite"), new("sqlite")
    with older.execution_options(writes=True).begin() as connection:
        upgrade_within(connection, "0001")
    upgrade(newer)
    with pytest.raises(Refused, match="newer"):
        copied(older, newer)


def test_what_is_no_database_of_ours_is_not_read(new: MakeNew) -> None:
    with pytest.raises(Refused, match="no tables of Amudu"):
        copied(new("sqlite"), new("sqlite"))


def test_no_table_points_to_a_later_one_or_its_own_later_rows() -> None:
    """Rows are put in table by table, each after those that it points to; and a table's own in the
    order of their ids."""
    order = [table.name for table in SQLModel.metadata.sorted_tables]
    for table in SQLModel.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table is table:
                rules = [each for each in table.constraints if isinstance(each, sa.CheckConstraint)]
                assert any(f"{key.parent.name} < id" in str(each.sqltext) for each in rules)
                continue
            assert order.index(key.column.table.name) < order.index(table.name)


@pytest.mark.long
def test_the_demo_there_and_back_is_equal(demo_sqlite: sa.Engine, new: MakeNew) -> None:
    other, back = new("postgresql"), new("sqlite")
    found = copied(demo_sqlite, other)
    assert copied(other, back) == found == of(demo_sqlite)
    assert sum(each.rows for each in found.values()) > 9000
    with Session(back) as session:
        assert session.exec(select(Programme.is_demo)).one()
