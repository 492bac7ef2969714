"""The access review: who sees what, in words, to be read, printed and signed."""

from __future__ import annotations

import streamlit as st

from components.accounts import words
from components.language import i18n
from components.language.plain import plain
from components.reads.order import by_name
from db.codes import Role
from db.queries.access_review import Access, Review


def attention(found: Review) -> None:
    """What somebody should look at, each reason with its names."""
    st.header(i18n.t("review.attention"))
    by_reason: dict[str, list[str]] = {}
    for each in _ordered(found.accounts):
        for concern in each.concerns:
            by_reason.setdefault(concern, []).append(each.account.display_name)
    lines = [
        f"- **{i18n.t(f'review.concern.{reason}')}** · {plain(i18n.line(*names))}"
        for reason, names in sorted(by_reason.items())
    ]
    if found.staying <= 1:
        sentence = "review.one_administrator" if found.staying else "review.no_administrator"
        lines.insert(0, f"- **{i18n.t(sentence)}**")
    if lines:
        st.markdown("\n".join(lines))
    else:
        st.success(i18n.t("review.nothing"), icon=":material/check_circle:")


def counts(found: Review) -> None:
    """How many open accounts each role has."""
    parts = [f"**{i18n.number(len(_of(found, role)))}** {i18n.t(f'role.{role}')}" for role in Role]
    parts.append(i18n.tn("review.closed", found.closed))
    st.markdown(" · ".join(parts))


def role(found: Review, role: Role) -> None:
    """What the role sees and does, then who has it."""
    mine = _of(found, role)
    st.header(f"{i18n.t(f'role.{role}')} · {i18n.number(len(mine))}")
    st.markdown(words.scope(role))
    with st.container(key=f"review_rights_{role}"):
        st.markdown("\n".join(f"- {right}" for right in words.rights(role)))
    if mine:
        st.markdown(f"**{i18n.t('review.who')}**")
        st.markdown("\n".join(f"1. {_line(each)}" for each in _ordered(mine)))


def _of(found: Review, role: Role) -> list[Access]:
    return [each for each in found.accounts if each.account.role is role]


def _ordered(accounts: list[Access]) -> list[Access]:
    return sorted(accounts, key=lambda each: by_name(each.account.display_name))


def _line(access: Access) -> str:
    account = access.account
    facts = [account.organisation, *map(words.place, access.places)]
    facts += [words.until(account), words.last_use(account)]
    marks = [i18n.t(f"review.concern.{each}") for each in access.concerns]
    said = plain(i18n.line(*facts))
    marked = "".join(f" · **{each}**" for each in marks)
    name, username = (
        plain(i18n.bidi_isolated(each)) for each in (account.display_name, account.username)
    )
    return f"**{name}** ({username}) · {said}{marked}"
