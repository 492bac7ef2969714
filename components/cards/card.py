"""A card of results: a sentence, what it counts, the chart, the same numbers, and their files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import zip_longest

import pandas as pd
import pyarrow as pa
import streamlit as st

from components.cards import downloads, exports, file_names, pictures, workbooks
from components.cards.charts.theme import Spec
from components.cards.downloads import Line
from components.cards.exports import Make
from components.language import i18n

#: The file of notes beside a table; a table of text carries none.
NOTES = "notes"


@dataclass(frozen=True, kw_only=True)
class Card:
    """All that one card shows; made once a version of the figures and drawn on every run."""

    key: str
    headline: str
    note: str
    table: pd.DataFrame
    spec: Spec | None = None
    warning: str = ""
    # What stands in the chart's place where there is none, while its numbers can still be read.
    empty: str = ""
    # True when filters by sex or age do not apply to it; its files then name no such filter.
    uncut: bool = False
    # The same numbers for its files, where the screen shows them as words.
    numbers: pd.DataFrame | None = None
    # Period and filters, as parts of the names of its files.
    parts: Sequence[str] = ()
    # Rules, how to cite and whom to ask, for files of numbers; too long for a picture.
    about: Sequence[Line] = ()

    @cached_property
    def drawn(self) -> Spec:
        """The chart, its rows as Arrow tables: Streamlit need not convert them on every run."""
        spec = self.spec or {}
        rows = {
            name: pa.Table.from_pandas(pd.DataFrame(each), preserve_index=False)
            for name, each in spec.get("datasets", {}).items()
        }
        return spec | {"datasets": rows}


def grid(cards: Sequence[Card], context: Callable[[Card], Sequence[str]]) -> None:
    """Two across, one on a phone. ``context`` goes into a card's files: filters, date, rules."""
    with st.grid(2, min_column_width=380, key="cards"):
        for card in cards:
            show(card, context(card))


def show(card: Card, context: Sequence[str]) -> None:
    """One card; an empty one says what to do."""
    with st.container(border=True, key=f"card_{card.key}", height="stretch"):
        st.markdown(f"**{card.headline}**")
        st.caption(card.note)
        if card.spec is None:
            if not card.empty:
                st.info(i18n.t("card.empty"), icon=":material/hourglass_empty:")
            else:
                st.info(card.empty, icon=":material/visibility_off:")
                _menu(card, [card.headline, card.note, *context])
            return
        st.vega_lite_chart(
            spec=card.drawn,
            key=f"chart_{card.key}",
            theme=None,
            alt=f"{card.headline} {card.note}",
        )
        if card.warning:
            st.caption(card.warning)
        _menu(card, [card.headline, card.note, *context])


def _menu(card: Card, notes: list[str]) -> None:
    menu = st.popover(
        i18n.t("card.numbers"),
        icon=":material/table:",
        key=f"menu_{card.key}",
        type="tertiary",
        on_change="rerun",
    )
    # Drawn when it is opened: most are not, and a table costs more than its chart.
    if not menu.open:
        return
    with menu:
        st.dataframe(
            card.table, hide_index=True, key=f"table_{card.key}", alt=card.headline, height="auto"
        )
        files(card, notes)


def files(card: Card, notes: list[str]) -> None:
    """Downloads, made when they are asked for."""
    reader = exports.reader()
    name = file_names.stem([file_names.subject(card.key), *card.parts])
    with st.container(horizontal=True):
        for kind, make in _makers(card, notes).items():
            file = f"{name}_notes.txt" if kind == NOTES else f"{name}.{kind}"
            st.download_button(
                i18n.t("file.notes") if kind == NOTES else kind.upper(),
                reader.checked(file, make),
                file_name=file,
                key=f"file_{card.key}_{kind}",
                on_click="ignore",
            )


def _makers(card: Card, notes: list[str]) -> dict[str, Make]:
    """What makes each kind of file; a session's language is asked now, not at the download."""
    rtl, language = i18n.is_rtl(), i18n.language()
    made: dict[str, Make] = {}
    if card.spec is not None:
        for picture in pictures.KINDS:
            made[picture] = partial(pictures.picture, card.spec, notes, picture, rtl=rtl)
    table = card.table if card.numbers is None else card.numbers
    labels = [i18n.t("file.what"), i18n.t("file.counts"), i18n.t("file.period")]
    lines: list[Line] = [*zip_longest(labels[: len(notes)], notes, fillvalue=""), *card.about]
    sheet = workbooks.Sheet(name=i18n.t("file.numbers"), title=card.headline, table=table)
    about = workbooks.About(
        name=i18n.t("file.about"), lines=lines, contents=i18n.t("file.contents")
    )
    made["csv"] = partial(downloads.csv_bytes, table, language)
    made[NOTES] = partial(downloads.notes_bytes, lines)
    made["xlsx"] = partial(workbooks.xlsx_bytes, [sheet], about, rtl=rtl)
    return made
