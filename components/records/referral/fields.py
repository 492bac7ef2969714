"""The fields of a referral: why, where to, since when, and whether both places may speak of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from components.fields import persons
from components.fields.dates import as_past_day, past_day
from components.language import i18n
from components.reads import labels, reference
from components.reads.order import in_order
from components.saving.first_values import FirstValues, offered
from components.saving.problems import Problems
from db.models import Agency, Organisation, Referral

FORM = "referral"
NAMES = ("type", "place", "place_other", "day", "day_text")
KEYS = (*persons.keys(FORM), *(f"{FORM}_{name}" for name in NAMES))
SHARE, YES, NO = "share", "yes", "no"
SHARED = {YES: True, NO: False}
#: The choice of a place that is not among those used most, and how many of these are shown.
ELSEWHERE, SHORT = "elsewhere", 6
#: An organisation or an agency, by its id; one of the two.
Place = tuple[int | None, int | None]


def draw(
    first: FirstValues,
    today: date,
    problems: Problems,
) -> dict[str, Any]:
    """Reason, place, consent, day of one that is stored; the raw fields of ``ReferralCorrection``.

    The consent is left out where no first value of it is given: its reader may not know it.
    """
    raw = draw_new(first, today, problems)
    if first.get(f"{first.form}_{SHARE}") is None:
        return raw
    shared = _shared(first)
    problems.beside("may_share", i18n.t("referral_form.share"))
    return raw | {"may_share": None if shared is None else SHARED[shared]}


def draw_new(
    first: FirstValues,
    today: date,
    problems: Problems,
    used: Sequence[Place] = (),
    here: int | None = None,
) -> dict[str, Any]:
    """Reason, place and day of a new one, whose buttons ask for the consent (``page.save_as``).

    ``used`` places come first; nobody is sent to the agency that sends, ``here``.
    """
    kind = _reason(first)
    problems.beside("type", i18n.t("referral_form.type"))
    place = _place(first, today, used, here)
    problems.beside("organisation_id", i18n.t("referral_form.place"))
    problems.beside("to_agency_id", i18n.t("referral_form.place"))
    _say_closed(as_place(place), today, problems)
    day = past_day(first, "sent_on", today, problems, i18n.t("referral_form.day"))
    organisation_id, to_agency_id = as_place(place)
    return {
        "type": kind,
        "organisation_id": organisation_id,
        "to_agency_id": to_agency_id,
        "sent_on": day,
    }


def is_placed(raw: dict[str, Any]) -> bool:
    """Whether the raw fields name a place."""
    return (raw["organisation_id"], raw["to_agency_id"]) != (None, None)


def entered(row: Referral, today: date) -> dict[str, Any]:
    """A stored row as first values of ``draw``; without the consent where it is not told."""
    untold = row.may_share is None
    return {
        "type": row.type,
        "place": ELSEWHERE,
        "place_other": as_key((row.organisation_id, row.to_agency_id)),
        **({} if untold else {SHARE: YES if row.may_share else NO}),
        **as_past_day(row.sent_on, today),
    }


def as_key(place: Place) -> str:
    """A place as the value of a widget."""
    organisation_id, to_agency_id = place
    return f"a{to_agency_id}" if organisation_id is None else f"o{organisation_id}"


def as_place(key: str | None) -> Place:
    """The value of a widget as a place; nowhere without one."""
    if not key or not key[1:].isdecimal():
        return None, None
    return (int(key[1:]), None) if key[0] == "o" else (None, int(key[1:]))


def place_name(place: Place) -> str:
    """An organisation or agency, with its city when its name does not say it."""
    found = _found(place)
    return "" if found is None else _named(found)


def _found(place: Place) -> Organisation | Agency | None:
    organisation_id, to_agency_id = place
    if organisation_id is None:
        return reference.agencies().get(to_agency_id or 0)
    return reference.organisations().get(organisation_id)


def _say_closed(place: Place, today: date, problems: Problems) -> None:
    """That the chosen place has closed is said before anybody saves; the choice stays."""
    found = _found(place)
    is_said = problems.names("organisation_id")
    if found is not None and not found.is_open(today) and not is_said:
        st.warning(i18n.t("error.place_closed", day=found.closed_on), icon=":material/block:")


def _named(found: Organisation | Agency) -> str:
    name = labels.place_name(found)
    is_said = not found.city or found.city in found.name
    return name if is_said else f"{name} ({found.city})"


def _reason(first: FirstValues) -> str | None:
    codes = list(labels.choices("REFERRAL_REASON"))
    key = f"{first.form}_type"
    chosen: str | None = st.pills(
        i18n.t("referral_form.type"),
        codes,
        format_func=lambda code: labels.label("REFERRAL_REASON", code),
        default=offered(first, key, codes),
        required=True,
        key=key,
    )
    return chosen


def _place(first: FirstValues, today: date, used: Sequence[Place], here: int | None) -> str | None:
    """The places used most as buttons, all others in a list that is searched by typing."""
    names = _names(first, today)
    names.pop(as_key((None, here)), None)
    near = [key for key in map(as_key, used) if key in names][:SHORT]
    chosen: str | None = ELSEWHERE
    if near:
        key = f"{first.form}_place"
        options = [*near, ELSEWHERE]
        chosen = st.pills(
            i18n.t("referral_form.place"),
            options,
            format_func=lambda each: names.get(each) or i18n.t("referral_form.elsewhere"),
            default=offered(first, key, options),
            required=True,
            key=key,
        )
    if chosen != ELSEWHERE:
        return chosen
    key = f"{first.form}_place_other"
    kept, options = first.get(key), list(names)
    return st.selectbox(
        i18n.t("referral_form.place_other" if near else "referral_form.place"),
        options,
        index=options.index(kept) if kept in names else None,
        format_func=names.__getitem__,
        placeholder=i18n.t("referral_form.choose_place"),
        key=key,
    )


def _names(first: FirstValues, today: date) -> dict[str, str]:
    """All places of the directory in the order of their names; a closed one where it was chosen,
    for it may have closed while the form was filled in."""
    keys = (f"{first.form}_place", f"{first.form}_place_other")
    kept = {first.get(key) for key in keys} | {st.session_state.get(key) for key in keys}
    found = {as_key((each.id, None)): each for each in reference.organisations().values()} | {
        as_key((None, each.id)): each for each in reference.agencies().values()
    }
    return in_order(
        {key: _named(each) for key, each in found.items() if each.is_open(today) or key in kept}
    )


def _shared(first: FirstValues) -> str | None:
    names = {YES: i18n.t("referral_form.share.yes"), NO: i18n.t("referral_form.share.no")}
    key = f"{first.form}_{SHARE}"
    chosen: str | None = st.segmented_control(
        i18n.t("referral_form.share"),
        list(names),
        format_func=names.__getitem__,
        default=offered(first, key, names),
        required=True,
        key=key,
    )
    return chosen


def stored_key(row: Referral) -> str:
    """The sentence once it is stored: it tells whom to ask what came of it."""
    return "referral_form.saved" if row.may_share else "referral_form.saved_alone"
