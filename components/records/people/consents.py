"""What a person has agreed to, each purpose two taps from being given or taken back."""

from __future__ import annotations

import streamlit as st

from components.language import i18n
from components.language.plain import plain
from components.reads import labels
from components.records.people import facts
from components.saving.problems import Problems
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import consents
from db.codes import ConsentPurpose
from db.inputs.consents import ConsentInput, ConsentWithdrawal
from db.queries.consents import Consents, Said
from db.queries.person import Person

#: The purpose that is being given or taken back, with its person.
_OPEN = "person_consent"
GUARDIAN = ConsentPurpose.GUARDIAN


def guardian_first(viewer: Viewer, person: Person, found: Consents) -> None:
    """A minor whose guardian has not agreed: that first, since nothing else would be taken."""
    with st.container(border=True, key="person_guardian"):
        st.warning(i18n.t("consents.guardian_first"), icon=":material/escalator_warning:")
        _give(viewer, person, found.said[GUARDIAN])


def draw(viewer: Viewer, person: Person, found: Consents) -> None:
    """A line for each purpose; touched, what it means and the button that settles it."""
    opened = st.session_state.get(_OPEN)
    for purpose, said in found.said.items():
        if opened == (person.id, purpose):
            with st.container(border=True, key="person_consent_form"):
                st.markdown(f"**{name(purpose)}**")
                (_withdraw if said.stands else _give)(viewer, person, said)
                st.button(
                    i18n.t("people.leave"),
                    key="person_consent_leave",
                    type="tertiary",
                    on_click=_close,
                )
        else:
            st.button(
                f"{name(purpose)} · **{_state(said)}**",
                key=f"person_consent_{purpose.value}",
                icon=f":material/{_sign(said)}:",
                width="stretch",
                on_click=_open,
                args=(person.id, purpose),
            )


def name(purpose: ConsentPurpose) -> str:
    """What a purpose is called, as its list has it."""
    return labels.label("CONSENT_SCOPE", purpose.value)


def _state(said: Said) -> str:
    if said.given_on is None:
        return i18n.t("consents.state.none")
    if said.withdrawn_on is not None:
        return i18n.t("consents.state.withdrawn", day=i18n.day_short(said.withdrawn_on))
    return i18n.t("consents.state.given", day=i18n.day_short(said.given_on))


def _sign(said: Said) -> str:
    if said.stands:
        return "check_circle"
    return "radio_button_unchecked" if said.given_on is None else "do_not_disturb_on"


def _open(case_id: int, purpose: ConsentPurpose) -> None:
    st.session_state[_OPEN] = (case_id, purpose)


def _close() -> None:
    st.session_state.pop(_OPEN, None)


def _give(viewer: Viewer, person: Person, said: Said) -> None:
    form = f"person_{person.id}_{said.purpose.value}"
    problems = Problems(form)
    st.caption(i18n.t(f"consents.means.{said.purpose.value}"))
    names = labels.choices("LANGUAGE")
    first = said.language or person.facts.get("language")
    language = st.pills(
        i18n.t("consents.language"),
        list(names),
        format_func=names.__getitem__,
        default=first if first in names else None,
        required=True,
        key=f"{form}_language",
    )
    problems.beside("language", i18n.t("consents.language"))
    problems.summary()
    who = "guardian" if said.purpose is GUARDIAN else "person"
    if not st.button(
        i18n.t(f"consents.give.{who}"), key="person_consent_give", type="primary", width="stretch"
    ):
        return
    raw = {"case_id": person.id, "purpose": said.purpose, "language": language or ""}
    if submit(consents.give, ConsentInput, raw, viewer, problems):
        _end(i18n.t("consents.given", purpose=name(said.purpose)))


def _withdraw(viewer: Viewer, person: Person, said: Said) -> None:
    problems = Problems(f"person_{person.id}_{said.purpose.value}_withdrawal")
    parts = [i18n.t("consents.state.given", day=said.given_on)]
    if said.language:
        parts.append(labels.label("LANGUAGE", said.language))
    parts.append(i18n.t("people.event.by", name=said.recorded_by))
    st.caption(plain(i18n.line(*parts)))
    st.warning(i18n.t(f"consents.after.{said.purpose.value}"), icon=":material/info:")
    problems.summary()
    if not st.button(i18n.t("consents.withdraw"), key="person_consent_withdraw", width="stretch"):
        return
    raw = {"case_id": person.id, "purpose": said.purpose}
    if submit(consents.withdraw, ConsentWithdrawal, raw, viewer, problems):
        _end(i18n.t(f"consents.withdrawn.{said.purpose.value}"))


def _end(sentence: str) -> None:
    _close()
    facts.leave_notice(sentence)
    st.rerun()
