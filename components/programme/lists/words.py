"""The three labels of a code as fields, and what a code is called on this page."""

from __future__ import annotations

from collections.abc import Mapping

from components.fields import text
from components.language import i18n
from components.language.catalogue import LANGUAGES
from components.language.plain import isolated, plain
from components.saving.problems import Problems
from db.models import Code


def fields(form: str, problems: Problems, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """A field a language; ``known``: what they are filled with."""
    raw = {}
    for language in LANGUAGES:
        name = f"label_{language}"
        label = i18n.t("codes.label_in", language=i18n.t(f"language.{language}"))
        value = known[name] if known else ""
        raw[name] = text.typed(label, key=f"{form}_{name}", value=value)
        problems.beside(name, label)
    return raw


def labels(code: Code) -> dict[str, str]:
    """The labels as they are stored, fill-ins included."""
    return {f"label_{each}": getattr(code, f"label_{each}") for each in LANGUAGES}


def own(code: Code) -> str:
    """The label in the language of the screen, safe for Markdown."""
    return plain(labels(code)[f"label_{i18n.language()}"])


def below(code: Code, *, is_used: bool | None) -> str:
    """Whether a code is used, where that is told; then its other labels, each in its own
    direction."""
    rest = [label for name, label in labels(code).items() if name != f"label_{i18n.language()}"]
    apart = [isolated(plain(label)) for label in dict.fromkeys(rest)]
    uses = [] if is_used is None else [i18n.t("codes.used" if is_used else "codes.unused")]
    return " · ".join([*uses, *apart])
