"""The order of a results page: its answer, the named charts, then details."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import pandas as pd
import streamlit as st

from components.cards import card as cards
from components.cards.card import Card
from components.language import i18n
from components.language.plain import plain
from components.reads import reference
from components.reads.dependency_cache import value_hash
from components.results import file_parts, filters
from components.results.attention import Notice
from components.results.common import Asked, agency, listed, nothing
from components.visit import navigation
from components.visit.streamlit_private import DeltaGenerator
from components.visit.streamlit_sent import Sent


@dataclass(frozen=True, kw_only=True)
class Page:
    """What a results page shows; made once a version of the figures, of cards that stand as long as
    theirs do.

    ``lead`` stands before the answer and leads to the page that says more; ``reasons`` say more of
    it below the filters, a paragraph each; ``figures`` draws what stands between them
    and the named charts, ``below`` what follows these.
    """

    answer: str
    named: Sequence[Card]
    #: The answer as files say it, where that of the screen advises what to choose.
    written: Callable[[], str] | None = None
    more: Sequence[Card] = ()
    lead: Notice | None = None
    reasons: Sequence[str] = ()
    notices: Sequence[Notice] = ()
    figures: Callable[[], None] | None = None
    below: Callable[[], None] | None = None
    #: What ``figures`` and ``below`` show, as a table for files.
    numbers: pd.DataFrame | None = None
    #: How many named charts stand side by side on a desktop.
    across: int = 2
    #: Whether ``figures`` and ``below`` draw nothing but what they were made with.
    is_fixed: bool = False
    #: Said where no agent was posted: nothing can have been entered.
    nobody: str = ""
    #: Said where no card has anything to show, if that is no matter of the period.
    nothing: str = ""
    #: What ``figures`` and ``below`` say, in short.
    marks: tuple[bytes, bytes] = (b"", b"")
    #: What its parts sent.
    sent: Sent = field(default_factory=Sent)


def completed(asked: Asked, made: Page, sent: Sent) -> Page:
    """The page with what all pages say: files named after their period and filters, and whether
    anybody was posted. ``sent``: what the page has sent before, as of whatever version."""
    named, more = (
        [file_parts.signed(asked, each) for each in found] for found in (made.named, made.more)
    )
    drawn = (made.figures, made.below) if made.is_fixed else ()
    first, then = (value_hash(each) for each in drawn) if drawn else (b"", b"")
    nobody = _nobody(asked)
    return replace(made, named=named, more=more, nobody=nobody, marks=(first, then), sent=sent)


def draw(asked: Asked, made: Page, top: DeltaGenerator, approval: Callable[[], None]) -> None:
    """Answer and attention at the ``top``, then figures, whether they are approved, named charts,
    details; nothing is drawn that has no content.

    Each part is sent again as it was, until somebody touches a widget in it.
    """
    named, more = _told_once(made.named, made.more)
    with top:
        is_told = bool(made.nobody or named or more)
        why = "" if is_told else made.nothing or nothing(is_all=asked.is_widest)
        first = partial(_first, asked, made, why)
        said = made.lead, made.answer, made.nobody, why
        made.sent.draw("answer", first, says=(*said, asked.is_side_by_side))
        made.sent.draw("notices", partial(_notices, made.notices), says=made.notices)
    if made.nobody:
        # What agencies without an agent have too, their register and trust, is drawn all the same.
        approval()
        _cards(asked, made, [*named, *more], "cards_more", 2)
        return
    if named or more:
        made.sent.draw("reasons", partial(_reasons, made.reasons), says=made.reasons)
        _drawn(made, made.figures, made.marks[0])
    approval()
    if not named and not more:
        return
    _cards(asked, made, named, "cards", made.across)
    _drawn(made, made.below, made.marks[1])
    _cards(asked, made, more, "cards_more", 2)
    left_out = len(made.named) + len(made.more) - len(named) - len(more)
    if left_out:
        is_all = made.nothing or asked.is_widest
        st.caption(i18n.tn("note.empty_yet" if is_all else "note.empty_cards", left_out))


def _first(asked: Asked, made: Page, why: str) -> None:
    """The answer, or why there is none."""
    if made.nobody:
        st.info(plain(made.nobody), icon=":material/person_off:")
    elif why:
        st.info(plain(why), icon=":material/hourglass_empty:")
    else:
        _answer(asked, made)


def _told_once(*parts: Sequence[Card]) -> Iterator[list[Card]]:
    """Those that have something to show, or say as the first why they show nothing: five cards of
    a wave with too few answers would say the same five times."""
    reasons: set[str] = set()
    for part in parts:
        kept = []
        for card in part:
            if not card.is_empty and not (card.spec is None and card.empty in reasons):
                kept.append(card)
            if card.spec is None:
                reasons.add(card.empty)
        yield kept


def _answer(asked: Asked, made: Page) -> None:
    with st.container(key="answer"):
        if made.lead is not None:
            _line(made.lead)
        st.markdown(plain(made.answer))
        if asked.is_side_by_side:
            st.caption(i18n.t("note.side_by_side"))


def _reasons(reasons: Sequence[str]) -> None:
    if reasons:
        with st.container(key="reasons"):
            st.markdown("\n".join(f"- {plain(each)}" for each in reasons))


def _drawn(made: Page, draw: Callable[[], None] | None, mark: bytes) -> None:
    if draw is None:
        return
    if made.is_fixed:
        # What cannot be written out is nothing that it said before.
        made.sent.draw("figures", draw, says=mark or object())
    else:
        draw()


def _cards(asked: Asked, made: Page, found: Sequence[Card], key: str, across: int) -> None:
    if not found:
        return
    grid = partial(cards.grid, found, lambda card: context(asked, card), key=key, across=across)
    made.sent.draw(key, grid, says=tuple(found))


def shown(made: Page) -> list[Card]:
    """The cards that are drawn, in their order."""
    return [each for each in all_cards(made) if not each.is_empty]


def told(made: Page) -> str:
    """The answer as files have it."""
    answer = made.written() if made.written else made.answer
    return " ".join([*([made.lead.text] if made.lead else []), answer])


def all_cards(made: Page) -> list[Card]:
    """Those that have nothing to show too."""
    return [*made.named, *made.more]


def context(asked: Asked, card: Card) -> list[str]:
    """What a card's files say beside it: the filters that cut it, and of when it is."""
    cut = asked.wanted.of_everybody() if card.uncut else asked.wanted
    return [filters.in_words(cut), i18n.t("card.as_of", day=reference.now())]


def _nobody(asked: Asked) -> str:
    found, begins = asked.agencies, reference.programme().starts_on
    if not found or asked.without_agent_in_period != found:
        return ""
    if reference.today() < begins:
        return i18n.t("note.not_begun", day=i18n.day(begins))
    return i18n.tn("note.no_agent", len(found), agencies=listed(map(agency, found)))


def _notices(notices: Sequence[Notice]) -> None:
    """What needs attention, one line each, with the page where more is said."""
    with st.container(key="attention"):
        if not notices:
            st.caption(i18n.t("attention.none"))
        for each in notices:
            _line(each)


def _line(notice: Notice) -> None:
    icon = f":material/{notice.icon}:"
    if notice.page is None:
        st.markdown(f"{icon} {plain(notice.text)}")
        return
    st.page_link(
        navigation.page(notice.page),
        label=plain(notice.text),
        icon=icon,
        query_params=dict(notice.query) or None,
    )
