"""``python -m seed_data``: what it fills, what it refuses, and that it repeats itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from db.models import Account, AuditEntry, Case, Code, Intervention, Posting, Programme, Release
from db.store import engine as engines
from db.store.migrate import upgrade
from db.store.settings import settings
from seed_data import code_lists
from seed_data.__main__ import main
from seed_data.code_lists import rows as code_rows
from seed_data.plan import present_day
from tests.at_length import then_by_night
from tests.cast import play

#: When something was really done, whatever the seed.
REAL_MOMENTS = {
    ("audit_entries", "at"), ("audit_links", "mark"), ("audit_tail", "mark"),
    ("audit_tail", "seal"), ("contacts", "sealed"), ("indicator_notes", "written_at"),
    ("indicator_versions", "made_at"), ("releases", "frozen_at"),
}  # fmt: skip
#: What must differ in a second row.
UNIQUE = {"submission_id", "username"}
Make = Callable[..., sa.Engine]


def _all_rows(engine: sa.Engine) -> dict[str, list[tuple[Any, ...]]]:
    with engine.connect() as connection:
        return {
            table.name: sorted(
                connection.execute(
                    sa.select(*(c for c in table.c if (table.name, c.name) not in REAL_MOMENTS))
                ).tuples(),
                key=repr,
            )
            for table in SQLModel.metadata.sorted_tables
        }


def _count(engine: sa.Engine, table: type[SQLModel]) -> int:
    with Session(engine) as session:
        return int(session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


@pytest.mark.long
def test_the_same_seed_gives_the_same_rows_and_another_seed_others(
    make: Make, demo_sqlite: sa.Engine
) -> None:
    again = make("--demo", "--today", "2026-09-15")
    first, second = _all_rows(demo_sqlite), _all_rows(again)
    for table, rows in first.items():
        assert second[table] == rows, table
    few = ("--demo", "--today", "2026-09-15", "--cases", "30")
    assert _all_rows(make(*few))["cases"] != _all_rows(make(*few, "--seed", "7"))["cases"]


@pytest.mark.long
@pytest.mark.parametrize("today", then_by_night("2024-02-29", "2026-01-04"))
def test_the_published_figures_hold_whatever_the_last_day(make: Make, today: str) -> None:
    engine = make("--demo", "--today", today, "--seed", "11")
    assert _count(engine, Case) == 774
    with Session(engine) as session:
        registered = sa.select(sa.func.count(sa.distinct(col(Intervention.case_id)))).where(
            col(Intervention.type) == "REGISTRATION"
        )
        assert session.execute(registered).scalar_one() == 641
        last = session.execute(sa.select(sa.func.max(Intervention.happened_on))).scalar_one()
    assert last.isoformat() == today


@pytest.mark.long
def test_without_a_date_the_demo_ends_today_and_nothing_is_entered_in_the_future(
    make: Make,
) -> None:
    engine = make("--demo")
    with Session(engine) as session:
        last = session.exec(select(sa.func.max(Intervention.happened_on))).one()
        entered = session.exec(select(Intervention.entered_at)).all()
    assert last == present_day()
    assert max(entered) <= datetime.now(UTC)


def test_a_demo_is_marked_and_says_that_it_was_seeded_and_has_two_releases(
    demo_sqlite: sa.Engine,
) -> None:
    with Session(demo_sqlite) as session:
        assert session.exec(select(Programme.is_demo)).one() is True
        assert session.exec(select(AuditEntry).where(AuditEntry.action == "demo.fill")).one()
    assert _count(demo_sqlite, Release) == 2


@pytest.mark.long
def test_without_demo_only_code_lists_are_loaded_as_often_as_one_likes(empty: sa.Engine) -> None:
    assert main([]) == main([]) == 0
    assert _count(empty, Code) == len(code_rows())
    full = {name for name, rows in _all_rows(empty).items() if rows}
    defined = {"indicators", "indicator_texts", "indicator_versions"}
    assert full == {"codes", "change_counter", "audit_tail", "last_changes"} | defined


@pytest.mark.long
def test_a_code_that_leaves_the_file_is_retired_and_one_that_is_back_is_in_use(
    empty: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade(empty)
    all_rows = code_rows()
    for rows in (all_rows, all_rows[1:], all_rows):
        monkeypatch.setattr(code_lists, "rows", lambda rows=rows: rows)
        with Session(empty.execution_options(writes=True)) as session:
            code_lists.load(session)
            session.commit()
            first = session.get_one(Code, (all_rows[0]["list"], all_rows[0]["code"]))
            assert (first.valid_to is None) is (rows is all_rows)
            assert session.exec(select(sa.func.count()).select_from(Code)).one() == len(all_rows)


@pytest.mark.long
def test_a_database_in_use_is_refused_and_left_as_it_was(
    empty: sa.Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    upgrade(empty)
    with Session(empty.execution_options(writes=True)) as session:
        play(session)
        session.commit()
    before = _all_rows(empty)
    assert main(["--demo"]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert _all_rows(empty) == before


@pytest.mark.long
def test_a_filled_demo_is_refused(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    engine = make("--demo", "--cases", "5", "--today", "2026-09-15")
    capsys.readouterr()
    assert main(["--demo"]) == 1
    assert capsys.readouterr().err == (
        "This database is not empty: the demo goes into a new one.\n"
    )
    assert _count(engine, Case) == 5


def test_a_database_that_cannot_be_opened_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = sa.create_engine("sqlite:////nowhere/at/all.db")
    monkeypatch.setitem(engines._engines, settings().database_url, gone)
    assert main(["--demo"]) == 1
    told = capsys.readouterr()
    assert len((told.out + told.err).strip().splitlines()) == 1


@pytest.mark.long
def test_a_database_of_another_version_is_told_in_one_line(
    empty: sa.Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    upgrade(empty)
    with empty.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert main(["--demo"]) == 1
    assert capsys.readouterr().err == "The database is of another version of Amudu.\n"


@pytest.mark.parametrize(
    "options",
    [
        ["--cases", "10"],
        ["--demo", "--cases", "0"],
        ["--demo", "--today", "yesterday"],
        ["--demo", "--today", "2999-01-01"],
        ["--volume"],
    ],
)
def test_misuse_ends_with_2_and_says_how_it_is_used(
    options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(options)
    assert ended.value.code == 2
    assert "usage: python -m seed_data" in capsys.readouterr().err


def test_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert all(option in told for option in ("--demo", "--cases", "--seed", "--today"))


@pytest.mark.long
def test_progress_is_shown_stage_by_stage(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    make("--demo", "--cases", "30", "--today", "2026-09-15")
    assert re.search(r"30 cases, \d+ interventions", capsys.readouterr().err)


def test_the_next_row_of_every_table_gets_a_free_number(demo: Session) -> None:
    for table in (Intervention, Account, Posting, AuditEntry, Release):
        row = demo.exec(select(table).limit(1)).one().model_dump(exclude={"id"})
        fresh = {name: f"{value}-2" for name, value in row.items() if name in UNIQUE}
        numbers = {"number": 99, "edition": 99} if table is Release else {}
        starts = {"starts_on": row["ends_on"] or present_day()} if table is Posting else {}
        demo.add(table(**row | fresh | numbers | starts))
        demo.flush()
