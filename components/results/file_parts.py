"""What the files of a results page say beyond their card: filters in their names, how to cite."""

from __future__ import annotations

from dataclasses import replace

from components.cards import file_names
from components.cards.card import Card
from components.cards.downloads import Line
from components.language import i18n
from components.reads import approvals, labels, reference
from components.results.common import Asked
from db.codes import AGE_BANDS
from db.inputs.results import ResultFilter


def signed(asked: Asked, card: Card) -> Card:
    """A card whose files are named after their period and filters, and say whether its figures are
    approved and how to cite them; as it is, where they do."""
    if card.about:
        return card
    cut = asked.wanted.of_everybody() if card.uncut else asked.wanted
    return replace(card, parts=parts(asked, cut), approval=approval(asked), about=about())


def approval(asked: Asked) -> str:
    """The sentence that stands under the title of the page."""
    return approvals.line(asked.viewer, asked.wanted, asked.version)


def parts(asked: Asked, wanted: ResultFilter) -> list[str]:
    """Period, agencies where not all are meant, sexes and age bands."""
    found = [*file_names.period(wanted.start, wanted.end, reference.today())]
    known = reference.agencies()
    if len(asked.agencies) < len(known):
        found += [known[each].short_name for each in asked.agencies]
    sexes = labels.labels_in("SEX", "en")
    found += [sexes[each] for each in sorted(wanted.sexes)]
    return found + [f"age {each}" for each in AGE_BANDS if each in wanted.age_bands]


def about() -> list[Line]:
    """For whom exact figures are, how to cite what changes with every entry, and whom to ask."""
    programme = reference.programme().name
    return [
        (i18n.t("file.for_whom"), i18n.t("file.exact")),
        (i18n.t("file.cite"), i18n.t("file.live")),
        (i18n.t("file.contact"), i18n.t("file.coordination", programme=programme)),
    ]
