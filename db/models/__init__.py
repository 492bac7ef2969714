"""All tables, imported together so that their metadata is complete."""

from db.models.accounts import Account, FailedSignIn, SetupCode, SignInSession, SignInTicket
from db.models.approvals import ApprovalState, PeriodApproval
from db.models.audit import AuditEntry, AuditLink, AuditTail, ChangeCounter, LastChange
from db.models.backups import Backup
from db.models.cases import Case, CaseChange
from db.models.codes import Code
from db.models.consents import Consent
from db.models.contacts import Contact, ContactMark
from db.models.counts import AgencyCount, AgencyCountChange
from db.models.courses import Attendance, Course, CourseAgency
from db.models.drafts import Draft, DraftText
from db.models.duplicates import CaseMerge, CasePair, MergedRow, NameKey, PairState
from db.models.first_contacts import FirstContact
from db.models.indicators import (
    AddsUp,
    Counted,
    Indicator,
    IndicatorBaseline,
    IndicatorChange,
    IndicatorNote,
    IndicatorTarget,
    IndicatorText,
    IndicatorVersion,
)
from db.models.interventions import FollowUp, Intervention
from db.models.marks import MarkedEvent, MarkKind
from db.models.place_proposals import PlaceProposal
from db.models.placements import Placement, RetentionCheck
from db.models.places import Agency, Organisation, Posting
from db.models.programme import Programme, ProgrammeChange
from db.models.referrals import Referral, ReferralLink
from db.models.releases import Release, ReleaseCell, ReleaseTruth
from db.models.reports import ReportKind, ReportText
from db.models.saved_views import SavedView
from db.models.tallies import Tallied, Tally
from db.models.tasks import Task, Transfer
from db.models.training import TrainingEnrolment, TrainingStep
from db.models.trust import (
    NonUserCount,
    TrustFieldwork,
    TrustResponse,
    TrustWave,
    TrustWaveAgency,
)
from db.models.trust_codes import TrustCode

__all__ = [
    "Account",
    "AddsUp",
    "Agency",
    "AgencyCount",
    "AgencyCountChange",
    "ApprovalState",
    "Attendance",
    "AuditEntry",
    "AuditLink",
    "AuditTail",
    "Backup",
    "Case",
    "CaseChange",
    "CaseMerge",
    "CasePair",
    "ChangeCounter",
    "Code",
    "Consent",
    "Contact",
    "ContactMark",
    "Counted",
    "Course",
    "CourseAgency",
    "Draft",
    "DraftText",
    "FailedSignIn",
    "FirstContact",
    "FollowUp",
    "Indicator",
    "IndicatorBaseline",
    "IndicatorChange",
    "IndicatorNote",
    "IndicatorTarget",
    "IndicatorText",
    "IndicatorVersion",
    "Intervention",
    "LastChange",
    "MarkKind",
    "MarkedEvent",
    "MergedRow",
    "NameKey",
    "NonUserCount",
    "Organisation",
    "PairState",
    "PeriodApproval",
    "PlaceProposal",
    "Placement",
    "Posting",
    "Programme",
    "ProgrammeChange",
    "Referral",
    "ReferralLink",
    "Release",
    "ReleaseCell",
    "ReleaseTruth",
    "ReportKind",
    "ReportText",
    "RetentionCheck",
    "SavedView",
    "SetupCode",
    "SignInSession",
    "SignInTicket",
    "Tallied",
    "Tally",
    "Task",
    "TrainingEnrolment",
    "TrainingStep",
    "Transfer",
    "TrustCode",
    "TrustFieldwork",
    "TrustResponse",
    "TrustWave",
    "TrustWaveAgency",
]
