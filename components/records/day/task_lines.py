"""How a task is said in a line, and what was settled of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from components.language import i18n
from components.language.plain import isolated, plain
from components.reads import labels
from components.reads.labels import card_code
from components.records.my_day import when
from components.records.referral.fields import place_name
from components.visit.navigation import FORM_ICONS
from db.inputs.tasks import TaskKind
from db.queries.waiting import Part, Waiting, Whose

ICONS: Mapping[TaskKind, str] = {
    TaskKind.FOLLOW_UP: "event",
    TaskKind.CHECK: FORM_ICONS["placement"],
    TaskKind.REFERRAL: FORM_ICONS["referral"],
}


def line(each: Waiting, *, names_agency: bool) -> str:
    """ "**14:30** · **234-5678** · Rendez-vous"; elsewhere than today with its day."""
    parts = [f"**{card_code(each.case_code)}**" if each.case_code else i18n.t("entry.scope.group")]
    parts.append(what(each))
    is_on_time = each.shown_on == each.due_on
    hour = i18n.clock(each.due_at) if each.due_at and is_on_time else ""
    if each.part is Part.TODAY:
        parts = [f"**{hour}**", *parts] if hour else parts
    else:
        day = i18n.day_short(each.shown_on)
        parts += [i18n.joined(day, hour) if hour else day, when(each.days_late)]
    if names_agency:
        parts.append(plain(labels.agency(each.agency_id, short=True)))
    return i18n.line(*parts)


def what(each: Waiting) -> str:
    """An appointment, a check with its month, a referral with its place."""
    name = i18n.t(f"people.due.{each.kind.value}")
    if each.kind is TaskKind.CHECK:
        return f"{name} ({i18n.tn('day.check_month', each.month or 0)})"
    if each.kind is TaskKind.REFERRAL:
        place = place_name((each.organisation_id, each.to_agency_id))
        # Of whoever goes alone the place is not to be asked: it may not know that they come.
        key = "day.answer_of_person" if each.is_alone else "day.answer_of"
        if each.is_alone is None:
            key = "day.answer_awaited"
        # Set apart, or a Latin name among Arabic words would carry the date away.
        return plain(i18n.t(key, place=isolated(place)))
    return name


def settled(each: Waiting, *, names_owner: bool = True) -> str:
    """Whose it is when it is not mine, who handed it over and why, how often it was put off."""
    parts = []
    if names_owner and each.whose is Whose.COLLEAGUE:
        parts.append(i18n.t("day.seen_to_by", name=each.owner))
    if each.handed_by and each.is_back:
        parts.append(i18n.t("day.given_back", name=each.handed_by))
    elif each.handed_by:
        reason = labels.label("HANDOVER_REASON", each.handed_reason or "OTHER")
        parts.append(i18n.t("day.handed", name=each.handed_by, reason=reason))
    if each.put_off_times:
        parts.append(_put_off(each.put_off_times, each.due_on))
    return plain(i18n.line(*parts))


def _put_off(times: int, due_on: date) -> str:
    return i18n.tn("day.put_off_times", times, day=i18n.day_short(due_on))
