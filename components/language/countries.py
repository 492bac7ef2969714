"""Countries of the world, named in the languages of the screens."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from babel import Locale

from components.language.catalogue import LANGUAGES, Language

#: Two letters that name no country: unions, a currency zone, tests, and "unknown".
NO_COUNTRY = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


@lru_cache(maxsize=8)
def countries(language: Language) -> dict[str, str]:
    """Names by code (ISO 3166), in the order of the alphabet; those that all languages name."""
    everywhere = set.intersection(*(set(Locale(each).territories) for each in LANGUAGES))
    named = {
        code: name
        for code, name in Locale(language).territories.items()
        if code in everywhere and len(code) == 2 and code.isalpha() and code not in NO_COUNTRY
    }
    return dict(sorted(named.items(), key=lambda each: _sorted_as(each[1])))


def in_all_languages(code: str) -> str:
    """The names of a country, each once: "Maroc · Morocco · المغرب"."""
    return " · ".join(dict.fromkeys(countries(language)[code] for language in LANGUAGES))


def _sorted_as(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each))
