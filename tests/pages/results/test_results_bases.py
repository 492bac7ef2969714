"""A sentence's base is the chart's n, or the sentence says which part of it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from components.language.catalogue import Language, translate
from db.audit import raise_version
from db.codes import OutcomeType, RetentionStatus
from db.models import Placement, RetentionCheck
from db.store import engine as engines
from tests.cast import CAST, ago
from tests.languages import LANGUAGES
from tests.pages.phone import SignedIn
from tests.pages.results_page import fill, once_more, open_page, said

pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")


def answered() -> None:
    """Of two jobs one check of six months each, of an internship another; all answered."""
    with engines.writing() as session:
        for job in session.scalars(sa.select(Placement)):
            session.add(
                RetentionCheck(
                    placement_id=job.id,
                    month=6,
                    due_on=ago(40),
                    done_on=ago(40),
                    status=RetentionStatus.SAME,
                )
            )
            assert job.type in (OutcomeType.WAGE, OutcomeType.INTERN)
        raise_version(session)


@pytest.mark.long
@pytest.mark.fault("T6")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_about_part_of_a_chart_says_of_how_many(
    signed_in: SignedIn, language: Language
) -> None:
    signed_in(CAST.manager)
    fill()
    once_more()
    answered()
    words = said(open_page("placements", language))
    for key in ("headline.contracts.few", "headline.retention.few"):
        assert translate(language, key, part="2", whole="2") in words
