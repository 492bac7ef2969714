"""A file is made for whom its page was drawn, while they may see it; the log tells who took it."""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest
from sqlmodel import Session, col, select

from components.cards import exports
from db.actions import exports as taken
from db.actions import sign_ins
from db.errors import NotAllowed
from db.models import Account, AuditEntry, Posting
from db.models.base import now
from db.store import engine as engines
from tests.cast import CAST
from tests.pages.phone import SignedIn
from tests.source import calls, dotted, files, name_of

Drawn = Callable[[int], Callable[[], bytes]]


@pytest.fixture
def drawn(signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> Drawn:
    """The maker behind a download button on the page of an account."""

    def draw(account_id: int) -> Callable[[], bytes]:
        token = signed_in(account_id)
        monkeypatch.setattr("components.visit.session.browser_token", lambda: token)
        return exports.reader().checked("amudu-people.csv", lambda: b"numbers")

    return draw


@pytest.mark.parametrize("who", [CAST.agent_rabat, CAST.manager, CAST.partner])
def test_who_takes_a_file_stands_in_the_log(drawn: Drawn, who: int) -> None:
    assert drawn(who)() == b"numbers"
    with engines.reading() as session:
        last = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
        assert last is not None
        assert (last.account_id, last.entity, last.entity_id) == (who, "file", "amudu-people.csv")


def close(session: Session) -> None:
    session.get_one(Account, CAST.agent_rabat).closed_at = now()


def sign_out(session: Session) -> None:
    sign_ins.end_all_own(session, None, by=CAST.agent_rabat)


def end_posting(session: Session) -> None:
    for posting in session.exec(select(Posting).where(Posting.account_id == CAST.agent_rabat)):
        session.delete(posting)


@pytest.mark.parametrize("change", [close, sign_out, end_posting])
def test_a_page_left_open_gives_no_file_once_its_rights_are_gone(
    drawn: Drawn, change: Callable[[Session], None]
) -> None:
    make = drawn(CAST.agent_rabat)
    with engines.writing() as session:
        change(session)
    with pytest.raises(NotAllowed):
        make()


def test_every_download_is_checked() -> None:
    """What a button gives out is what ``Reader`` returned, wherever a button stands."""
    found = [
        (name_of(path), dotted(call.args[1].func) if isinstance(call.args[1], ast.Call) else "")
        for path in files("components", "pages")
        for call in calls(path)
        if dotted(call.func).endswith(".download_button")
    ]
    assert len({name for name, _ in found}) >= 2
    assert [each for each in found if not each[1].endswith((".checked", ".made_from"))] == []


@pytest.mark.parametrize("end", ["csv", "xlsx"])
def test_the_log_has_room_for_every_name(end: str) -> None:
    width = AuditEntry.__table__.columns["entity_id"].type.length  # type: ignore[attr-defined]
    short = f"amudu_placements_2026-01_2026-06.{end}"
    assert taken.fitting(short) == short.removeprefix("amudu_")
    long = [
        taken.fitting(f"amudu_self-employment-kind-by-agency_2026-0{n}_2026-06_release-1.{end}")
        for n in range(2)
    ]
    assert long[0] != long[1]
    assert all(len(each) <= width and each.endswith(f".{end}") for each in long)
