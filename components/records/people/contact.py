"""How a person who agreed to it can be reached: shown for one look, which is written down."""

from __future__ import annotations

from html import escape

import streamlit as st

from components.fields import text
from components.fields.contact import name_and_number
from components.language import i18n
from components.language.plain import plain
from components.reads import labels
from components.records.people import facts
from components.saving.problems import Problems
from components.saving.save import save
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import contacts
from db.inputs import phones
from db.inputs.contacts import CallTime, Contact, ContactInput
from db.queries.contacts import Kept
from db.queries.person import Person

#: The contact that is being written or corrected: its person, what stood there, and since when.
_OPEN = "person_contact"


def draw(viewer: Viewer, person: Person, kept: Kept | None) -> None:
    """A button that shows it, and is a look each time; or the fields of a new one."""
    case_id, first, seen = st.session_state.get(_OPEN, (None, None, ""))
    if case_id != person.id:
        _close()
    if case_id == person.id:
        _form(viewer, person, first, seen)
    elif kept is None:
        st.button(
            i18n.t("contact.add"),
            key="person_contact_add",
            icon=":material/add_call:",
            width="stretch",
            on_click=_open,
            args=(person.id, None, ""),
        )
    # Gone with the next touch of anything: whoever needs it again looks again.
    elif st.button(
        i18n.t("contact.show"),
        key="person_contact_show",
        icon=":material/call:",
        width="stretch",
    ) and (shown := save(contacts.show, person.id, by=viewer.account_id)):
        _shown(person, shown.value, kept.seen)


def _open(case_id: int, first: Contact | None, seen: str) -> None:
    st.session_state[_OPEN] = (case_id, first, seen)


def _close() -> None:
    st.session_state.pop(_OPEN, None)


def _shown(person: Person, contact: Contact | None, seen: str) -> None:
    with st.container(border=True, key="person_contact_shown"):
        if contact is None:
            st.warning(i18n.t("contact.unreadable"), icon=":material/key_off:")
        else:
            _how_to_call(contact)
        st.button(
            i18n.t("contact.correct"),
            key="person_contact_correct",
            type="tertiary",
            icon=":material/edit:",
            on_click=_open,
            args=(person.id, contact, seen),
        )


def _how_to_call(contact: Contact) -> None:
    st.markdown(f"**{plain(i18n.bidi_isolated(contact.name))}**")
    for number in contact.phones:
        said = escape(phones.spaced(number))
        # A link that rings; ``dir``, for digits are read from the left in every language.
        st.html(f'<a class="call" href="tel:{escape(number)}" dir="ltr">{said}</a>')
    parts = [i18n.t(f"contact.call_time.{contact.call_time}")]
    if contact.language:
        parts.append(labels.label("LANGUAGE", contact.language))
    st.caption(i18n.line(*parts))
    st.caption(i18n.t("contact.look"))


def _form(viewer: Viewer, person: Person, first: Contact | None, seen: str) -> None:
    form = f"person_{person.id}_contact"
    problems = Problems(form)
    with st.container(border=True, key="person_contact_form"):
        raw = {
            **name_and_number(
                form,
                problems,
                name=first.name if first else "",
                phone=phones.spaced(first.phone) if first else "",
            ),
            "second_phone": _second(form, problems, first),
            "language": _language(form, first, person),
            "call_time": _time(form, first),
        }
        problems.summary()
        sent = st.button(
            i18n.t("entry.save"), key="person_contact_save", type="primary", width="stretch"
        )
        st.button(
            i18n.t("people.leave"), key="person_contact_leave", type="tertiary", on_click=_close
        )
    if sent and submit(
        contacts.keep, ContactInput, {**raw, "case_id": person.id, "seen": seen}, viewer, problems
    ):
        _close()
        facts.leave_notice(i18n.t("contact.kept"))
        st.rerun()


def _second(form: str, problems: Problems, first: Contact | None) -> str:
    stored = first.second_phone if first else ""
    typed = text.typed(
        i18n.t("contact.second_phone"),
        value=phones.spaced(stored) if stored else "",
        key=f"{form}_second_phone",
        type="phone",
        autocomplete="off",
        placeholder="06 12 34 56 78",
        icon=":material/call:",
    )
    problems.beside("second_phone", i18n.t("contact.second_phone"))
    return typed


def _language(form: str, first: Contact | None, person: Person) -> str | None:
    names = labels.choices("LANGUAGE")
    kept = first.language if first else person.facts.get("language")
    chosen: str | None = st.pills(
        i18n.t("contact.language"),
        list(names),
        format_func=names.__getitem__,
        default=kept if kept in names else None,
        key=f"{form}_language",
    )
    return chosen


def _time(form: str, first: Contact | None) -> str:
    chosen: str | None = st.segmented_control(
        i18n.t("contact.call_time"),
        [each.value for each in CallTime],
        format_func=lambda each: i18n.t(f"contact.call_time.{each}"),
        default=str(first.call_time) if first else CallTime.ANY.value,
        required=True,
        key=f"{form}_call_time",
    )
    return chosen or CallTime.ANY.value
