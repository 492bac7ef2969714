"""How to cite a release: its sentence, its lasting address, and the release that a link names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from components.cards.downloads import Line
from components.language import i18n
from components.reads import reference
from components.releases import words
from components.visit.address import public
from db.models import Release

#: What an address names a release by; a number never serves for two, the edition is for readers.
NUMBER, EDITION = "release_number", "edition"


def address(release: Release) -> str:
    """Where anybody who may read it finds this release and no later one."""
    return public(f"/released?{urlencode(names(release))}")


def names(release: Release) -> dict[str, str]:
    """The parts of an address that name a release."""
    return {NUMBER: str(release.number), EDITION: str(release.edition)}


def citation(release: Release) -> str:
    """The sentence for a bibliography."""
    return i18n.t(
        "release.cite",
        programme=reference.programme().name,
        number=release.number,
        period=words.days(release),
        edition=release.edition,
        frozen=i18n.t("release.frozen_on", day=words.frozen_on(release)),
    )


def contact() -> str:
    """Whom to ask."""
    return i18n.t("file.coordination", programme=reference.programme().name)


def lines(release: Release) -> list[Line]:
    """The same for a file's notes."""
    return [
        (i18n.t("file.cite"), citation(release)),
        (i18n.t("release.address"), address(release)),
        (i18n.t("file.contact"), contact()),
    ]


@dataclass(frozen=True)
class Link:
    """The release that the address names, as it is written there."""

    number: str
    edition: str

    @property
    def is_bare(self) -> bool:
        """Whether it names none."""
        return not self.number and not self.edition

    def find(self, releases: Sequence[Release]) -> Release | None:
        """The release it names, by number, or by number and edition."""
        for release in releases:
            is_edition = self.edition in ("", str(release.edition))
            if self.number == str(release.number) and is_edition:
                return release
        return None

    def written(self) -> str:
        """What it asks for, in words."""
        if self.edition:
            return i18n.t("release.asked_edition", number=self.number, edition=self.edition)
        return i18n.t("release.asked", number=self.number)


def link() -> Link:
    """What the address of this page says."""
    return Link(st.query_params.get(NUMBER, ""), st.query_params.get(EDITION, ""))
