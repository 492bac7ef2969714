"""A page with its filters is kept under a name, and opened again in two touches."""

from __future__ import annotations

import pytest

from components.language import i18n
from components.language.catalogue import translate
from components.results import view_filters
from db.access.viewer import viewer_of
from db.inputs.saved_views import Filters
from db.queries.saved_views import own
from db.store import engine as engines
from tests.acts_views import keep
from tests.cast import CAST
from tests.pages.phone import SignedIn
from tests.pages.results_page import fill, open_page, said

pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")


@pytest.mark.long
def test_a_page_is_kept_as_it_is_filtered_found_again_and_renamed(signed_in: SignedIn) -> None:
    fill()
    with engines.writing() as session:
        keep(session, "Trimestre", agencies=[CAST.casablanca], against="last_year")
        keep(session, "D'une autre personne", by=CAST.agent_rabat)
        viewer = viewer_of(session, CAST.manager)
    signed_in(CAST.manager)
    app = open_page("training", views=True, filter_agency=[CAST.rabat], filter_period="half")
    buttons = {each.label: each for each in app.button}
    assert not any("autre personne" in label for label in buttons)
    app.text_input(key="view_name_1").set_value("Rabat, T1")
    app.button(key="view_save").click().run()
    with engines.reading() as session:
        first, second = own(session, viewer=viewer)
    assert (second.name, second.page) == ("Rabat, T1", "training")
    assert second.filters == Filters(period="half", agencies=[CAST.rabat])
    app.button(key=f"view_open_{first.id}").click().run()
    assert not app.exception
    assert app.session_state["filter_period"] == "quarter"
    assert app.session_state["filter_agency"] == [CAST.casablanca]
    assert translate("fr", "compare.name.last_year") in said(app)
    app.toggle(key="view_changes").set_value(True).run()
    app.text_input(key=f"view_{second.id}_name").set_value("trimestre")
    app.button(key=f"view_{second.id}_rename").click().run()
    with engines.reading() as session:
        assert [each.name for each in own(session, viewer=viewer)] == ["Trimestre", "Rabat, T1"]
    app.button(key=f"view_{first.id}_remove").click().run()
    with engines.reading() as session:
        assert [each.name for each in own(session, viewer=viewer)] == ["Rabat, T1"]


def test_a_view_says_the_words_of_who_reads_it_and_no_agency_that_they_do_not_see() -> None:
    filters = Filters(
        period="own", first="01/02/2026", agencies=[CAST.rabat, CAST.casablanca],
        against=str(CAST.casablanca), place=CAST.casablanca,
    )  # fmt: skip
    with engines.reading() as session:
        manager, agent = (viewer_of(session, each) for each in (CAST.manager, CAST.agent_rabat))
    found = view_filters.address(filters, manager)
    assert found["filter_period"] == i18n.t("filter.period.own")
    assert found["filter_from"] == "01/02/2026"
    assert (found["filter_compare"], found["agency"]) == ("Casablanca", str(CAST.casablanca))
    narrow = view_filters.address(filters, agent)
    assert narrow["filter_agency"] == ["Rabat"]
    assert not {"filter_compare", "agency"} & set(narrow)
