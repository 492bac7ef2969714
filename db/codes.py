"""Codes that rules and figures depend on; what only describes is data (``db.models.codes``)."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What an account is for; its rights are in ``db.access.permissions``."""

    AGENT = "agent"
    MANAGER = "manager"
    PARTNER = "partner"
    ADMINISTRATOR = "administrator"


#: The languages that screens can be written in.
LANGUAGES = ("fr", "en", "ar")


class Sex(StrEnum):
    """List ``SEX``."""

    WOMAN = "F"
    MAN = "M"
    OTHER = "X"


#: Lists ``AGE_BAND`` (what results are filtered by) and ``AGE_BAND_RELEASE``.
AGE_BANDS = ("15-17", "18-24", "25-34", "35-44", "45-54", "55-64", "65+")
RELEASED_AGE_BANDS = ("15-24", "25-34", "35+")


def age_limits(band: str) -> tuple[int, int]:
    """The youngest and oldest age of a band."""
    if band.endswith("+"):
        return int(band[:-1]), 200
    low, high = band.split("-")
    return int(low), int(high)


def released_age_band(age: int) -> str:
    """The band of a release; whoever is younger than all bands stands in the first."""
    reached = [band for band in RELEASED_AGE_BANDS if age >= age_limits(band)[0]]
    return reached[-1] if reached else RELEASED_AGE_BANDS[0]


class OutcomeType(StrEnum):
    """List ``OUTCOME_TYPE``: never summed into one "placements" figure."""

    WAGE = "WAGE"
    INTERN = "INTERN"
    APPRENT = "APPRENT"
    AUTO_ENT = "AUTO_ENT"
    OWN_ACC = "OWN_ACC"
    COOP = "COOP"
    COMPANY = "COMPANY"


SELF_EMPLOYMENT = frozenset(
    {OutcomeType.AUTO_ENT, OutcomeType.OWN_ACC, OutcomeType.COOP, OutcomeType.COMPANY}
)
#: What is counted and shown apart, never as one "placed".
OUTCOME_GROUPS: dict[str, frozenset[OutcomeType]] = {
    "WAGE": frozenset({OutcomeType.WAGE}),
    "INTERN": frozenset({OutcomeType.INTERN}),
    "APPRENT": frozenset({OutcomeType.APPRENT}),
    "SELF": SELF_EMPLOYMENT,
}
#: The group of each kind, also by its code as a plain text.
OUTCOME_GROUP_OF = {str(kind): group for group, kinds in OUTCOME_GROUPS.items() for kind in kinds}
#: Contracts (list ``CONTRACT_TYPE``) that fit a kind of outcome, in the list's order. The insertion
#: contract is an internship, never a wage job; only the self-employed have none.
CONTRACTS: dict[OutcomeType, tuple[str, ...]] = {
    OutcomeType.WAGE: ("CDI", "CDD", "INTERIM", "SEASON", "ORAL", "UNK"),
    OutcomeType.INTERN: ("CDD", "IDMAJ", "ORAL", "UNK"),
    OutcomeType.APPRENT: ("CDD", "ORAL", "UNK"),
    **dict.fromkeys(SELF_EMPLOYMENT, ("NA",)),
}
#: Of the lists ``EVIDENCE`` and ``CONTRACT_TYPE``: the contract was seen, and none is written.
CONTRACT_SEEN, NOT_WRITTEN = "CONTRACT", "ORAL"
RETENTION_MONTHS = (3, 6, 12)
#: A check may be answered this many days before it is due.
RETENTION_EARLY_DAYS = 15


class AttendanceMark(StrEnum):
    """Whether somebody was at a course on one day."""

    PRESENT = "PRESENT"
    ABSENT = "ABSENT"
    EXCUSED = "EXCUSED"


class TrainingStatus(StrEnum):
    """List ``TRAINING_STATUS``."""

    APPLIED = "APPLIED"
    ENROLLED = "ENROLLED"
    ONGOING = "ONGOING"
    COMPLETED = "COMPLETED"
    CERTIFIED = "CERTIFIED"
    DROPPED = "DROPPED"
    REJECTED = "REJECTED"


#: Someone who has a place; a mere application or a rejection is not an enrolment.
ENTERED_TRAINING = frozenset(TrainingStatus) - {TrainingStatus.APPLIED, TrainingStatus.REJECTED}
#: Who takes one of a course's places: who applied waits for one, and who left makes room.
HOLDS_PLACE = ENTERED_TRAINING - {TrainingStatus.DROPPED}
FINISHED_TRAINING = frozenset({TrainingStatus.COMPLETED, TrainingStatus.CERTIFIED})
OPEN_TRAINING = frozenset({TrainingStatus.APPLIED, TrainingStatus.ENROLLED, TrainingStatus.ONGOING})
#: How a course that was begun ends for a person.
TRAINING_ENDS = (TrainingStatus.COMPLETED, TrainingStatus.CERTIFIED, TrainingStatus.DROPPED)
#: Where an enrolment may go from where it stands; a status without a line here is final.
TRAINING_STEPS: dict[TrainingStatus, tuple[TrainingStatus, ...]] = {
    TrainingStatus.APPLIED: (
        TrainingStatus.ENROLLED,
        TrainingStatus.ONGOING,
        TrainingStatus.REJECTED,
    ),
    TrainingStatus.ENROLLED: (TrainingStatus.ONGOING, *TRAINING_ENDS),
    TrainingStatus.ONGOING: TRAINING_ENDS,
    TrainingStatus.COMPLETED: (TrainingStatus.CERTIFIED,),
}
#: What can be true of a course that has not begun.
BEFORE_THE_START = (TrainingStatus.APPLIED, TrainingStatus.ENROLLED)


class ReferralStatus(StrEnum):
    """List ``REFERRAL_STATUS``."""

    SENT = "SENT"
    ACCEPTED = "ACCEPTED"
    SERVED = "SERVED"
    NO_SHOW = "NO_SHOW"
    REFUSED = "REFUSED"
    NO_REPLY = "NO_REPLY"


#: The place has said something; silence is no answer.
ANSWERED_REFERRAL = frozenset(ReferralStatus) - {ReferralStatus.SENT, ReferralStatus.NO_REPLY}
#: The reason (list ``REFERRAL_REASON``) that IR1.1 counts.
TO_TRAINING = "TRAINING"
#: What a referral may become from what it is; a status without a line here is final.
REFERRAL_STEPS: dict[ReferralStatus, tuple[ReferralStatus, ...]] = {
    ReferralStatus.SENT: (
        ReferralStatus.ACCEPTED,
        ReferralStatus.SERVED,
        ReferralStatus.NO_SHOW,
        ReferralStatus.REFUSED,
        ReferralStatus.NO_REPLY,
    ),
    ReferralStatus.ACCEPTED: (ReferralStatus.SERVED, ReferralStatus.NO_SHOW),
    ReferralStatus.NO_SHOW: (ReferralStatus.SERVED,),
    ReferralStatus.NO_REPLY: (
        ReferralStatus.ACCEPTED,
        ReferralStatus.SERVED,
        ReferralStatus.NO_SHOW,
        ReferralStatus.REFUSED,
    ),
}
#: The acts of the log that answer a referral: an agent's, that of the agency to which it was sent,
#: and the place's own by its link.
REFERRAL_ANSWERS = ("referral.answer", "referral_received.answer", "referral_link.answer")
#: An answer is expected so many days after the day of sending; one who was accepted, so many days
#: after that to have been served.
REFERRAL_DAYS = {ReferralStatus.SENT: 14, ReferralStatus.ACCEPTED: 30}


class ConsentPurpose(StrEnum):
    """List ``CONSENT_SCOPE``; a guardian's comes first, since nothing else is kept without it."""

    GUARDIAN = "GUARDIAN"
    FOLLOW_UP = "FOLLOW_UP"
    REFERRAL = "REFERRAL"
    TRUST = "TRUST"


class RetentionStatus(StrEnum):
    """List ``RETENTION_STATUS``."""

    SAME = "SAME"
    OTHER = "OTHER"
    TRAIN = "TRAIN"
    NOT_WORK = "NOT_WORK"
    LEFT = "LEFT"
    UNREACH = "UNREACH"
    REFUSED = "REFUSED"
    DIED = "DIED"


WORKING = frozenset({RetentionStatus.SAME, RetentionStatus.OTHER})


class TrustMode(StrEnum):
    """List ``TRUST_MODE``."""

    SELF_TAB = "SELF_TAB"
    SELF_QR = "SELF_QR"
    INT_EXT = "INT_EXT"
    INT_OTHER = "INT_OTHER"
    INT_SAME = "INT_SAME"
    PHONE = "PHONE"
    OPEN_LINK = "OPEN_LINK"


class TrustCodeKind(StrEnum):
    """A slip is used once; a poster's open link by many, each browser of which leaves a row."""

    SLIP = "SLIP"
    OPEN_LINK = "OPEN_LINK"
    BROWSER = "BROWSER"


class TrustMoment(StrEnum):
    """List ``TRUST_MOMENT``."""

    T0 = "T0"
    T1 = "T1"
    T2 = "T2"
    NON_USER = "NU"


#: The moments that a share of trust is told of: people who have used the service.
SERVED = (TrustMoment.T1, TrustMoment.T2)

#: Someone asks; in the other modes the person answers alone.
INTERVIEWER_MODES = frozenset(
    {TrustMode.INT_EXT, TrustMode.INT_OTHER, TrustMode.INT_SAME, TrustMode.PHONE}
)
TRUST_ITEMS = ("T1", "T2", "D_REL", "D_RES", "D_OPE", "D_INT", "D_FAI", "D_DAT", "S_SAT", "B_REC")
DRIVER_ITEMS = ("D_REL", "D_RES", "D_OPE", "D_INT", "D_FAI", "D_DAT")
#: Not an answer: outside every denominator, counted apart.
NOT_APPLICABLE, DONT_KNOW, REFUSED = 97, 98, 99
NO_ANSWER = (NOT_APPLICABLE, DONT_KNOW, REFUSED)
#: The highest answer of each item; the lowest is 0.
TRUST_SCALE = {**dict.fromkeys(TRUST_ITEMS, 3), "T1": 10, "T2": 10, "B_REC": 1}
#: The lowest answer that counts as trusting, agreeing, satisfied or recommending: 6 of 10, 2 of 3,
#: yes. Only from 0 to 10 there is an answer in the middle, which counts as neither.
TRUSTING_FROM = {item: {10: 6, 3: 2, 1: 1}[top] for item, top in TRUST_SCALE.items()}
NEUTRAL = {item: 5 for item, top in TRUST_SCALE.items() if top == 10}


def trust_items(moment: TrustMoment) -> tuple[str, ...]:
    """The items asked at a moment: someone who never came has no visit to judge."""
    return TRUST_ITEMS[:2] if moment is TrustMoment.NON_USER else TRUST_ITEMS


#: The texts of the questionnaire: what a wave is asked in.
WRITTEN = ("fr", "en", "ar")

#: List ``NON_USER``, what somebody who never came says of the last 12 months: no need of the
#: service, needed and tried, or else the main reason why it was needed and not tried.
NO_NEED, TRIED = "NO_NEED", "TRIED"


class WaveState(StrEnum):
    """Whether a wave takes answers of an agency; ``CLOSING``: of forms that were begun before."""

    ELSEWHERE = "elsewhere"
    PLANNED = "planned"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


class CountMeasure(StrEnum):
    """List ``AGENCY_MEASURE``: what an agency's own register counts in a month."""

    REGISTERED = "REGISTERED"
    POSITIONING = "POSITIONING"


#: Days after the first contact within which a person is asked to be registered, and to be back.
REGISTERED_WITHIN, BACK_WITHIN = 30, 90
REGISTRATION, POSITIONING, COORDINATION = "REGISTRATION", "POSITIONING", "COORD"
#: Types that are about no particular person.
GROUP_ONLY_TYPES = frozenset({"EMPLOYER", COORDINATION, "STAFF"})
GROUP_TYPES = frozenset({"OUTREACH", "INFO_SESSION", "JOB_WORKSHOP"}) | GROUP_ONLY_TYPES
UNDO = "UNDO"
#: The one of what a person has twice once two cases are put together.
TWICE = "DUPLICATE"


#: The rules of a release until the programme's row says otherwise, and the lowest that it may say:
#: ``docs/privacy.md#where-the-numbers-come-from``. Smaller bases tell the difference of two
#: editions to the person.
RELEASE_THRESHOLD, RELEASE_BASE = 10, 5
LOWEST_THRESHOLD, LOWEST_BASE = 5, 5
#: A share of trust rests on so many answers at least, whatever the programme's row says.
LOWEST_TRUST = 10


class Mark(StrEnum):
    """What stands in a released cell; ONE mark for hidden: a partner never learns the reason."""

    PUBLISHED = "published"
    HIDDEN = "hidden"
    NOT_APPLICABLE = "na"
