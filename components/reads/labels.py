"""How codes, agencies and cases are named on screen, in the session's language."""

from __future__ import annotations

from components.language import i18n
from components.language.catalogue import Language
from components.reads import reference
from db.inputs import case_codes
from db.models import Agency, Code, Organisation


def label(list_name: str, code: str) -> str:
    """The label of one code; an unknown code shows as itself."""
    found = reference.codes(list_name).get(code)
    return _written(found) if found else code


def choices(list_name: str) -> dict[str, str]:
    """Codes in use today with their labels, in the list's order."""
    return {code: _written(found) for code, found in reference.codes_in_use(list_name).items()}


def labels_in(list_name: str, language: Language) -> dict[str, str]:
    """All labels of a list in another language than the screen's, for someone else to read."""
    return {code: _written(found, language) for code, found in reference.codes(list_name).items()}


def four_points(item: str, language: Language) -> dict[int, str]:
    """The answers to an item of four points, best first."""
    # One list serves both: "agree / satisfied".
    part = 1 if item == "S_SAT" else 0
    found = labels_in("ANSWER_0_3", language)
    texts = {code: found[str(code)].split(" / ")[part] for code in (3, 2, 1, 0)}
    return {code: text[:1].upper() + text[1:] for code, text in texts.items()}


def agency(agency_id: int, *, short: bool = False) -> str:
    """An agency's name, which no other has; the short one fits an axis. One that is not there is
    named by number."""
    every = reference.agencies()
    found = every.get(agency_id)
    if found is None:
        return i18n.t("agency.unnamed", id=str(agency_id))
    name, own = agency_name(found, short=short), found.short_name if short else found.name
    others = (agency_name(each, short=short) for each in every.values() if each is not found)
    return own if name != own and name in others else name


def agency_name(found: Agency, *, short: bool = False) -> str:
    """The name of an agency at hand; its Arabic name, where it has one, is short too."""
    if i18n.language() == "ar" and found.name_ar:
        return found.name_ar
    return found.short_name if short else place_name(found)


def organisation(organisation_id: int | None) -> str:
    """An organisation's name, which no other has; of one that is not there, or of none, a dash."""
    every = reference.organisations()
    found = every.get(organisation_id or 0)
    if found is None:
        return "—"
    # A translated name may be that of another one too; the name itself is not.
    name, language = place_name(found), i18n.language()
    others = (_name_in(language, each) for each in every.values() if each is not found)
    return found.name if name != found.name and name in others else name


def place_name(found: Agency | Organisation) -> str:
    """The full name of a place in the session's language, where it has one in it."""
    return _name_in(i18n.language(), found)


def _name_in(language: str, found: Agency | Organisation) -> str:
    own = {"en": found.name_en, "ar": found.name_ar}
    return own.get(language, "") or found.name


def card_code(code: str) -> str:
    """A case's code as it stands on its card: "234-5678".

    Among Arabic words its halves would change places ("C692-366"): there it is set apart. Where a
    line could end within it, a screen writes it bold and ``look.css`` keeps it whole: a joining
    character would hide it from a search in the page.
    """
    written = case_codes.written(code)
    return f"\u2066{written}\u2069" if i18n.is_rtl() else written


def country(language: Language | None = None) -> str:
    """The programme's country."""
    programme = reference.programme()
    return str(getattr(programme, f"country_{language or i18n.language()}"))


def _written(code: Code, language: Language | None = None) -> str:
    text: str = getattr(code, f"label_{language or i18n.language()}")
    if "{" not in text:
        return text
    return text.format(institution=reference.programme().institution, country=country(language))
