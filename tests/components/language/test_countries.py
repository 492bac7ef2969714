"""Countries have a name in each language, and a label that no language changes."""

from components.language.catalogue import LANGUAGES
from components.language.countries import NO_COUNTRY, countries, in_all_languages


def test_each_language_names_the_same_countries() -> None:
    named = [set(countries(language)) for language in LANGUAGES]
    assert named[0] == named[1] == named[2]
    assert {"MA", "TN", "SN", "CI"} <= named[0] and not named[0] & NO_COUNTRY
    assert all(len(name) <= 60 for language in LANGUAGES for name in countries(language).values())


def test_accents_do_not_send_a_country_to_the_end() -> None:
    names = list(countries("fr").values())
    assert names.index("Égypte") < names.index("Finlande")


def test_a_label_holds_each_name_once() -> None:
    assert in_all_languages("MA") == "Maroc · Morocco · المغرب"
    labels = [in_all_languages(code) for code in countries("fr")]
    assert len(labels) == len(set(labels))
