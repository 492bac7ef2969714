"""Agencies: codes from names, one row a form, rights, two editors, closing, deleting."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from db.actions import agencies
from db.errors import AppError, InvalidInput, NotAllowed, Problem
from db.inputs.parse import validated
from db.inputs.places import AgencyEdit, AgencyInput, Closing
from db.models import (
    Agency,
    AuditEntry,
    Intervention,
    NonUserCount,
    Organisation,
    Posting,
    Programme,
    ReleaseCell,
    TrustWaveAgency,
)
from db.models.base import now
from tests.acts import an_intervention, freeze
from tests.cast import CAST, ago, today

ADMIN = CAST.administrator
FES: dict[str, Any] = {"name": "Agence Fès Ville Nouvelle", "city": "Fès", "region": "MA-03"}


def wanted(**more: Any) -> AgencyInput:
    return validated(AgencyInput, FES | more)


def problems(act: Any, *arguments: Any) -> dict[str, Problem]:
    with pytest.raises(InvalidInput) as refused:
        act(*arguments, by=ADMIN)
    return refused.value.problems


def edit(session: Session, row: Agency, seen: dict[str, Any] | None = None, **more: Any) -> Any:
    known = {"name": row.name, "name_ar": row.name_ar, "short_name": row.short_name,
             "city": row.city, "region": row.region, "host_id": row.host_id}  # fmt: skip
    raw = {**known, **more, "id": row.id, "seen": {**known, **(seen or {})}}
    return validated(AgencyEdit, raw)


def test_a_code_is_made_from_the_name_and_no_two_are_the_same(session: Session) -> None:
    first = agencies.add(session, wanted(), by=ADMIN)
    second = agencies.add(session, wanted(name="Agence Fès, Ville nouvelle"), by=ADMIN)
    third = agencies.add(session, wanted(name="وكالة فاس"), by=ADMIN)
    total = agencies.add(session, wanted(name="Total"), by=ADMIN)
    codes = [session.get_one(Agency, each).code for each in (first, second, third, total)]
    assert codes == ["AGENCE-FES-VILLE-NOU", "AGENCE-FES-VILLE-N-2", "PLACE", "TOTAL-2"]
    assert all(code.isascii() and len(code) <= 20 for code in codes)


def test_a_new_agency_is_last_and_has_a_short_name(session: Session) -> None:
    row = session.get_one(Agency, agencies.add(session, wanted(), by=ADMIN))
    assert (row.short_name, row.sort, row.host_id) == (FES["name"], 4, 1)


def test_a_long_name_needs_a_short_one(session: Session) -> None:
    with pytest.raises(InvalidInput) as refused:
        wanted(name="Agence de Fès Ville Nouvelle, deuxième")
    assert refused.value.problems == {"short_name": Problem("error.short_name_needed", count=30)}


@pytest.mark.parametrize("field", ["name", "city", "region"])
def test_what_an_agency_cannot_be_without(field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        wanted(**{field: " "})
    assert refused.value.problems[field] == Problem("error.needed")


def test_the_first_agency_adds_the_programmes_institution_as_its_host(session: Session) -> None:
    session.exec(select(Programme)).one().institution = "Entraide Nationale"
    row = session.get_one(Agency, agencies.add(session, wanted(), by=ADMIN))
    host = session.get_one(Organisation, row.host_id)
    assert (host.name, host.code, host.type) == ("Entraide Nationale", "ENTRAIDE-NATIONALE", "PES")
    other = agencies.add(session, wanted(name="Agence Taza", short_name="Taza"), by=ADMIN)
    assert session.get_one(Agency, other).host_id == host.id


def test_a_form_that_is_sent_twice_adds_one_agency(session: Session) -> None:
    assert agencies.add(session, wanted(), by=ADMIN) == agencies.add(session, wanted(), by=ADMIN)
    assert problems(agencies.add, session, wanted(city="Taza")) == {
        "name": Problem("error.place_name_taken"),
        "short_name": Problem("error.place_name_taken"),
    }


@pytest.mark.parametrize(
    ("field", "value"), [("region", "XX"), ("languages", ["xx"]), ("host_id", 99)]
)
def test_choices_must_exist(session: Session, field: str, value: object) -> None:
    data = wanted(**{field: value})
    assert problems(agencies.add, session, data) == {field: Problem("error.unknown_choice")}


def test_a_closed_host_is_kept_and_not_chosen_anew(session: Session) -> None:
    session.get_one(Organisation, 1).closed_on = ago(1)
    data = wanted(host_id=1)
    assert problems(agencies.add, session, data) == {"host_id": Problem("error.unknown_choice")}
    row = session.get_one(Agency, CAST.rabat)
    agencies.edit(session, edit(session, row, city="Salé"), by=ADMIN)
    assert (row.city, row.host_id, row.code) == ("Salé", 1, "RABAT")


@pytest.mark.parametrize("who", [CAST.manager, CAST.agent_rabat])
def test_only_an_administrator_manages_agencies(session: Session, who: int) -> None:
    with pytest.raises(NotAllowed):
        agencies.add(session, wanted(), by=who)
    with pytest.raises(NotAllowed):
        agencies.close(session, Closing(id=CAST.tanger, closed_on=today()), by=who)
    with pytest.raises(NotAllowed):
        agencies.delete(session, CAST.tanger, by=who)


def test_the_second_of_two_editors_is_told(session: Session) -> None:
    row = session.get_one(Agency, CAST.rabat)
    data = edit(session, row, seen={"city": "Rabat-Salé"}, city="Salé")
    assert problems(agencies.edit, session, data) == {
        "city": Problem("error.stands_now", value="Rabat")
    }


def test_an_edit_that_is_sent_twice_is_one(session: Session) -> None:
    row = session.get_one(Agency, CAST.rabat)
    data = edit(session, row, name_en="Rabat Agency", languages=["fr", "wo", "fr"])
    agencies.edit(session, data, by=ADMIN)
    agencies.edit(session, data, by=ADMIN)
    assert (row.name_en, row.languages) == ("Rabat Agency", "fr,wo")


def test_closing_ends_the_postings_of_the_agency_alone(session: Session) -> None:
    later = Posting(account_id=CAST.manager, agency_id=CAST.rabat, starts_on=ago(-30))
    session.add(later)
    session.flush()
    agencies.close(session, Closing(id=CAST.rabat, closed_on=today()), by=ADMIN)
    session.expire_all()
    rows = {
        (each.agency_id, each.starts_on): each.ends_on for each in session.exec(select(Posting))
    }
    assert rows == {(CAST.rabat, ago(400)): today(), (CAST.casablanca, ago(400)): None}


def test_each_posting_that_a_closing_ends_or_deletes_has_its_row_in_the_log(
    session: Session,
) -> None:
    later = Posting(account_id=CAST.manager, agency_id=CAST.rabat, starts_on=ago(-30))
    session.add(later)
    session.flush()
    agencies.close(session, Closing(id=CAST.rabat, closed_on=today()), by=ADMIN)
    assert acts(session) == Counter(
        {("posting.end", ADMIN): 2, ("posting.delete", ADMIN): 1, ("agency.close", ADMIN): 1}
    )


def acts(session: Session) -> Counter[tuple[str, int | None]]:
    session.flush()
    return Counter(session.exec(select(AuditEntry.action, AuditEntry.account_id)).all())


def test_the_institution_that_an_agency_adds_has_its_row_in_the_log(session: Session) -> None:
    session.exec(select(Programme)).one().institution = "Entraide Nationale"
    agencies.add(session, wanted(), by=ADMIN)
    assert acts(session) == Counter({("organisation.add", ADMIN): 1, ("agency.add", ADMIN): 1})


def test_who_closes_later_is_told_on_which_day_it_was_closed(session: Session) -> None:
    for _ in range(2):
        agencies.close(session, Closing(id=CAST.rabat, closed_on=ago(1)), by=ADMIN)
    assert problems(agencies.close, session, Closing(id=CAST.rabat, closed_on=today())) == {
        "closed_on": Problem("error.place_is_closed", day=ago(1))
    }
    assert session.get_one(Agency, CAST.rabat).closed_on == ago(1)


def test_an_agency_does_not_close_before_its_last_entry(session: Session) -> None:
    an_intervention(session)
    data = Closing(id=CAST.rabat, closed_on=ago(1))
    assert problems(agencies.close, session, data) == {
        "closed_on": Problem("error.closed_before_entry", day=today())
    }
    session.exec(select(Intervention)).one().voided_at = now()
    agencies.close(session, data, by=ADMIN)


def test_a_closed_agency_opens_again_without_its_postings(session: Session) -> None:
    agencies.close(session, Closing(id=CAST.rabat, closed_on=ago(1)), by=ADMIN)
    agencies.reopen(session, CAST.rabat, by=ADMIN)
    session.flush()
    session.expire_all()
    assert session.get_one(Agency, CAST.rabat).closed_on is None
    ended = session.exec(select(Posting).where(Posting.account_id == CAST.agent_rabat)).one()
    assert ended.ends_on == ago(1)


def test_what_is_in_use_is_not_deleted(session: Session) -> None:
    with pytest.raises(AppError, match="delete_not"):
        agencies.delete(session, CAST.rabat, by=ADMIN)
    unused = agencies.add(session, wanted(), by=ADMIN)
    agencies.delete(session, unused, by=ADMIN)
    assert session.get(Agency, unused) is None


def test_an_agency_that_only_a_release_names_is_not_deleted(session: Session) -> None:
    freeze(session)
    session.execute(sa.delete(TrustWaveAgency))
    cells = session.exec(select(ReleaseCell).where(ReleaseCell.row_code == "TANGER"))
    assert cells.first() is not None
    with pytest.raises(AppError, match="delete_not"):
        agencies.delete(session, CAST.tanger, by=ADMIN)


def test_an_agency_where_only_people_who_never_came_were_counted_is_not_deleted(
    session: Session,
) -> None:
    made = agencies.add(session, wanted(), by=ADMIN)
    session.add(NonUserCount(agency_id=made, day=today(), answer="UNKNOWN", people=1))
    with pytest.raises(AppError, match="delete_not"):
        agencies.delete(session, made, by=ADMIN)
