"""The lists are loaded by each process that starts: of two at once, the later finds them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa
from sqlmodel import select

from db.models import Code
from db.store.engine import reading, writing
from seed_data import code_lists


def test_two_processes_that_start_at_once_load_the_lists_once(database: sa.Engine) -> None:
    with writing() as session:
        session.execute(sa.delete(Code))
    with ThreadPoolExecutor(2) as both:
        loads = [both.submit(code_lists.bring_up_to_date) for _ in range(2)]
        assert [each.result() for each in loads] == [len(code_lists.rows())] * 2
    with reading() as session:
        assert len(session.exec(select(Code)).all()) == len(code_lists.rows())
