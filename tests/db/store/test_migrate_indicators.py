"""A definition that no longer says what is counted gets another version, beside the old one."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from db.actions.targets import newest_version
from db.codes import LANGUAGES
from db.models import IndicatorText, IndicatorVersion
from db.queries import indicators
from db.store.migrate import upgrade
from tests.cast import CAST
from tests.migrations import downgrade


def test_referrals_are_counted_whoever_agreed(database: sa.Engine) -> None:
    writer = database.execution_options(writes=True)
    with Session(writer) as session:
        brought = newest_version(session, "IR3.1").number
        for language in LANGUAGES:
            row = session.get_one(IndicatorText, (newest_version(session, "IR3.1").id, language))
            row.definition, row.denominator = "Sent with consent", "Consents"
            row.title = f"Answers ({language})"
        session.commit()
    for _ in range(2):
        downgrade(database, "0037")
        upgrade(database)
    with Session(database) as session:
        viewer = CAST.viewer(session, CAST.manager)
        new, old = indicators.versions(session, "IR3.1", viewer=viewer)
        assert (old.number, new.number) == (brought, brought + 1)
        assert old.texts["en"]["definition"] == "Sent with consent"
        assert new.texts["en"]["definition"].startswith("Of the referrals sent in the period")
        for language in LANGUAGES:
            said = new.texts[language]
            assert said["title"] == f"Answers ({language})"
            assert said["numerator"] == old.texts[language]["numerator"]
            assert "Consents" not in said["denominator"]
        assert (new.breakdowns, new.author) == (old.breakdowns, "")


def test_one_that_says_so_already_stays(database: sa.Engine) -> None:
    versions = sa.select(sa.func.count()).where(col(IndicatorVersion.indicator) == "IR3.1")
    with Session(database) as session:
        before = session.execute(versions).scalar_one()
    downgrade(database, "0037")
    upgrade(database)
    with Session(database) as session:
        assert session.execute(versions).scalar_one() == before
