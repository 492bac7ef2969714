"""A card of results: a sentence, what it counts, the chart, the same numbers, and their files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import zip_longest
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from components.cards import downloads, exports, file_names, opening, pictures, workbooks
from components.cards.charts import native
from components.cards.charts.theme import Spec
from components.cards.downloads import Line
from components.cards.exports import Make
from components.cards.opening import Opens
from components.language import i18n
from components.language.plain import plain

#: The file of notes beside a table; a table of text carries none.
NOTES = "notes"


@dataclass(frozen=True, kw_only=True, eq=False)
class Card:
    """All that one card shows; made once for the figures that it shows, and drawn on every run."""

    key: str
    headline: str
    note: str
    table: pd.DataFrame
    spec: Spec | None = None
    # What the marks of its chart are; said where the chart is, and nowhere else.
    legend: str = ""
    # Under the chart: what is compared, which months are lighter; files carry it with the note.
    reading: str = ""
    warning: str = ""
    # What stands in the chart's place where there is none, while its numbers can still be read.
    empty: str = ""
    # What could be chosen for there to be one; said on the screen, and not in files.
    advice: str = ""
    # What to do where there is nothing to show at all; without it, to look at a longer period.
    nothing: str = ""
    # True when filters by sex or age do not apply to it; its files then name no such filter.
    uncut: bool = False
    # The same numbers for its files, where the screen shows them as words.
    numbers: pd.DataFrame | None = None
    # Period and filters, as parts of the names of its files.
    parts: Sequence[str] = ()
    # Whether its figures are approved, in a sentence; every file says it.
    approval: str = ""
    # Rules, how to cite and whom to ask, for files of numbers; too long for a picture.
    about: Sequence[Line] = ()
    # The rows that its figure is made of, where it has any.
    opens: Opens | None = None

    @property
    def counts(self) -> str:
        """The note with how to read the chart, for those who do not see it."""
        return " · ".join(filter(None, (self.note, self.legend, self.reading)))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show, not even that numbers are hidden."""
        return self.spec is None and not self.empty

    @cached_property
    def drawn(self) -> Spec:
        """The chart, its rows as the browser gets them: Streamlit passes such bytes on as they are,
        and would write tables anew on every run."""
        spec = {name: part for name, part in (self.spec or {}).items() if name != native.KEY}
        rows = {name: _arrow(each) for name, each in spec.get("datasets", {}).items()}
        whole = spec | {"datasets": rows}
        return opening.touchable(whole, self.opens.marks) if self.opens else whole


def _arrow(rows: Any) -> bytes:
    """Rows as a stream of Arrow."""
    table = pa.Table.from_pandas(pd.DataFrame(rows), preserve_index=False)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())


def grid(
    cards: Sequence[Card],
    context: Callable[[Card], Sequence[str]],
    *,
    key: str = "cards",
    across: int = 2,
) -> None:
    """So many across, one on a phone; the last takes what is left of its row.

    ``context`` goes into a card's files: filters, date, rules.
    """
    left = len(cards) % across
    with st.grid(across, min_column_width=840 // across, key=key) as found:
        for place, card in enumerate(cards, 1):
            if left and place == len(cards):
                with found.cell(column_span=across - left + 1):
                    show(card, context)
            else:
                show(card, context)


def show(card: Card, context: Callable[[Card], Sequence[str]]) -> None:
    """One card; an empty one says what to do."""
    with st.container(border=True, key=f"card_{card.key}", height="stretch"):
        # One message for both: each costs more than what it says.
        st.markdown(f"**{plain(card.headline)}**\n\n:gray[:small[{plain(card.note)}]]")
        if card.is_empty:
            st.info(card.nothing or i18n.t("card.empty"), icon=":material/hourglass_empty:")
            return
        is_table = st.session_state.get(f"view_{card.key}") == "table"
        _body(card, is_table=is_table)
        if not is_table:
            # ``look.css`` puts both side by side at the card's end.
            _foot(card)
            return
        foot = f"foot_{card.key}"
        with st.container(horizontal=True, vertical_alignment="center", key=foot):
            _foot(card)
            files(card, [card.headline, card.counts, *context(card)])


def _foot(card: Card) -> None:
    _view(card)
    if card.opens is not None:
        opening.link(card.opens, card.key)


def _view(card: Card) -> None:
    """Whether the numbers stand in the chart's place; a table costs more than its chart."""
    st.segmented_control(
        card.headline,
        ["chart", "table"],
        format_func=lambda view: i18n.t(f"card.view.{view}"),
        default="chart",
        required=True,
        key=f"view_{card.key}",
        label_visibility="collapsed",
    )


def _body(card: Card, *, is_table: bool) -> None:
    if is_table:
        st.dataframe(
            card.table, hide_index=True, key=f"table_{card.key}", alt=card.headline, height="auto"
        )
    elif card.spec is None:
        said = f"{card.empty} {card.advice}".rstrip()
        st.info(said, icon=":material/visibility_off:")
    else:
        _chart(card)
    below = [plain(each) for each in (card.legend, card.reading, card.warning) if each]
    if below:
        st.caption("\n\n".join(below))


def _chart(card: Card) -> None:
    """The chart; a touch on one of its marks opens the rows behind it."""
    key, alt = f"chart_{card.key}", f"{card.headline} {card.counts}"
    if card.opens is None or not opening.is_touchable(card.drawn):
        st.vega_lite_chart(spec=card.drawn, key=key, theme=None, alt=alt)
        return
    state = st.vega_lite_chart(spec=card.drawn, key=key, theme=None, alt=alt, on_select="rerun")
    if (mark := opening.touched(state)) is not None:
        opening.go(card.opens.of_mark(mark))


def files(card: Card, notes: list[str]) -> None:
    """Downloads, made when they are asked for."""
    reader = exports.reader()
    name = file_names.stem([file_names.subject(card.key), *card.parts])
    for kind, make in _makers(card, notes).items():
        file = f"{name}_notes.txt" if kind == NOTES else f"{name}.{kind}"
        st.download_button(
            i18n.t("file.notes") if kind == NOTES else kind.upper(),
            reader.checked(file, make),
            file_name=file,
            key=f"file_{card.key}_{kind}",
            on_click="ignore",
            type="tertiary",
        )


def _makers(card: Card, notes: list[str]) -> dict[str, Make]:
    """What makes each kind of file; a session's language is asked now, not at the download."""
    rtl, language = i18n.is_rtl(), i18n.language()
    made: dict[str, Make] = {}
    told = [*notes, *filter(None, [card.approval])]
    if card.spec is not None:
        for picture in pictures.KINDS:
            made[picture] = partial(pictures.picture, card.spec, told, picture, rtl=rtl)
    table = card.table if card.numbers is None else card.numbers
    labels = [i18n.t("file.what"), i18n.t("file.counts"), i18n.t("file.period")]
    lines: list[Line] = [*zip_longest(labels[: len(notes)], notes, fillvalue="")]
    lines += [(i18n.t("approval.file"), card.approval)] * bool(card.approval) + [*card.about]
    sheet = workbooks.Sheet(name=i18n.t("file.numbers"), title=card.headline, table=table)
    about = workbooks.About(
        name=i18n.t("file.about"), lines=lines, contents=i18n.t("file.contents")
    )
    made["csv"] = partial(downloads.csv_bytes, table, language)
    made[NOTES] = partial(downloads.notes_bytes, lines)
    made["xlsx"] = partial(workbooks.xlsx_bytes, [sheet], about, rtl=rtl)
    return made
