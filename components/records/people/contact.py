"""How a person who agreed to it can be reached: shown for one look, which is written down.

What is typed is kept as a draft, which goes with the consent. It may hold what stood there before:
so whoever comes back to the form of a contact that is kept looks at it once more.
"""

from __future__ import annotations

from html import escape
from typing import Any, NamedTuple

import streamlit as st

from components.fields import text
from components.fields.contact import name_and_number
from components.language import i18n
from components.language.plain import plain
from components.reads import labels
from components.records import recording
from components.records.people import facts, links
from components.saving import form_footer
from components.saving.draft import Draft, let_go
from components.saving.first_values import offered
from components.saving.form import FieldForm
from components.saving.problems import Problems
from components.saving.save import save
from components.saving.submit import submit_draft
from db.access.viewer import Viewer
from db.actions import contacts
from db.inputs import phones
from db.inputs.contacts import CallTime, Contact, ContactInput
from db.queries.contacts import Kept
from db.queries.person import Person
from db.records import CONTACT, form_of

NAMES = ("name", "phone", "second_phone", "language", "call_time")
_OPEN = "person_contact"


class Opened(NamedTuple):
    """The contact that is being written or corrected: its person, what stands there, and since
    when."""

    case_id: int
    first: Contact | None
    seen: str


def draw(viewer: Viewer, person: Person, kept: Kept | None) -> None:
    """A button that shows it, and is a look each time; or the fields of a new one."""
    if links.contact_of() != person.id:
        _close()
    elif opened := _opened(viewer, person, kept):
        _form(viewer, person, opened)
        return
    if kept is None:
        st.button(
            i18n.t("contact.add"),
            key="person_contact_add",
            icon=":material/add_call:",
            width="stretch",
            on_click=_open,
            args=(Opened(person.id, None, ""),),
        )
    # Gone with the next touch of anything: whoever needs it again looks again.
    elif st.button(
        i18n.t("contact.show"),
        key="person_contact_show",
        icon=":material/call:",
        width="stretch",
    ) and (shown := save(contacts.show, person.id, by=viewer.account_id)):
        _shown(person, shown.value, kept.seen)


def _opened(viewer: Viewer, person: Person, kept: Kept | None) -> Opened | None:
    """What the form is about: found by a look of its own where another browser session, or another
    day, had opened it."""
    held: Opened | None = st.session_state.get(_OPEN)
    if held is not None and held.case_id == person.id:
        return held
    first = None
    if kept is not None:
        shown = save(contacts.show, person.id, by=viewer.account_id)
        if shown is None:
            return None
        first = shown.value
    opened = Opened(person.id, first, kept.seen if kept else "")
    st.session_state[_OPEN] = opened
    return opened


def _open(opened: Opened) -> None:
    st.session_state[_OPEN] = opened
    st.query_params[links.CONTACT] = str(opened.case_id)


def _close() -> None:
    """Nothing of it stays in this browser session."""
    held: Opened | None = st.session_state.pop(_OPEN, None)
    if held is not None:
        let_go(form_of(CONTACT, held.case_id))
    st.query_params.pop(links.CONTACT, None)


def _leave() -> None:
    _close()
    st.rerun()


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
            args=(Opened(person.id, contact, seen),),
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


def _form(viewer: Viewer, person: Person, opened: Opened) -> None:
    form = form_of(CONTACT, person.id)
    draft = recording.start(FieldForm(name=form, fields=NAMES), viewer)
    problems = Problems(form)
    if draft.on_server is None:
        _begin(draft, person, opened.first)
    with st.container(border=True, key="person_contact_form"):
        recording.show_restored(draft, viewer)
        raw = {**_fields(draft, problems), "case_id": person.id, "seen": opened.seen}
        draft.flush(viewer)
        button = form_footer.Button(name="save", label=i18n.t("entry.save"), is_main=True)
        out = form_footer.WayOut("entry.leave", _leave)
        pressed = form_footer.draw(draft, problems, viewer, button, out=out, is_inside=True)
    if pressed == button.name and submit_draft(
        contacts.keep, ContactInput, raw, draft, problems, viewer
    ):
        _close()
        facts.leave_notice(i18n.t("contact.kept"))
        st.rerun()


def _begin(draft: Draft, person: Person, first: Contact | None) -> None:
    """What stands there, but for what was typed in a draft; a field that nobody has typed in shows
    what others have stored since."""
    form, stands = draft.form, _stored(person, first)
    before = draft.last.get(f"{form}_stood", {})
    untouched = {
        f"{form}_{name}": value
        for name, value in stands.items()
        if draft.last.get(f"{form}_{name}") == before.get(name)
    }
    held = {f"{form}_stood": stands, links.code_key(form): person.code}
    draft.begin_with(untouched | held)


def _stored(person: Person, first: Contact | None) -> dict[str, Any]:
    if first is None:
        language = person.facts.get("language")
        return dict(zip(NAMES, ("", "", "", language, CallTime.ANY.value), strict=True))
    second = phones.spaced(first.second_phone) if first.second_phone else ""
    numbers = phones.spaced(first.phone), second
    shown = first.name, *numbers, first.language, str(first.call_time)
    return dict(zip(NAMES, shown, strict=True))


def _fields(draft: Draft, problems: Problems) -> dict[str, Any]:
    form = draft.form
    return {
        **name_and_number(
            form,
            problems,
            name=draft.get(f"{form}_name", ""),
            phone=draft.get(f"{form}_phone", ""),
        ),
        "second_phone": _second(draft, problems),
        "language": _language(draft),
        "call_time": _time(draft),
    }


def _second(draft: Draft, problems: Problems) -> str:
    label, key = i18n.t("contact.second_phone"), f"{draft.form}_second_phone"
    typed = text.typed(
        label,
        value=draft.get(key, ""),
        key=key,
        type="phone",
        autocomplete="off",
        placeholder="06 12 34 56 78",
        icon=":material/call:",
    )
    problems.beside("second_phone", label)
    return typed


def _language(draft: Draft) -> str | None:
    names, key = labels.choices("LANGUAGE"), f"{draft.form}_language"
    chosen: str | None = st.pills(
        i18n.t("contact.language"),
        list(names),
        format_func=names.__getitem__,
        default=offered(draft, key, names),
        key=key,
    )
    return chosen


def _time(draft: Draft) -> str:
    times, key = [each.value for each in CallTime], f"{draft.form}_call_time"
    chosen: str | None = st.segmented_control(
        i18n.t("contact.call_time"),
        times,
        format_func=lambda each: i18n.t(f"contact.call_time.{each}"),
        default=offered(draft, key, times, CallTime.ANY.value),
        required=True,
        key=key,
    )
    return chosen or CallTime.ANY.value
