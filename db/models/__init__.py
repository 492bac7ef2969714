"""All tables, imported together so that their metadata is complete."""

from db.models.accounts import Account, FailedSignIn, SetupCode, SignInSession, SignInTicket
from db.models.audit import AuditEntry, AuditLink, AuditTail, ChangeCounter
from db.models.backups import Backup
from db.models.cases import Case, CaseChange
from db.models.codes import Code
from db.models.counts import AgencyCount, AgencyCountChange
from db.models.drafts import Draft
from db.models.first_contacts import FirstContact
from db.models.interventions import FollowUp, Intervention
from db.models.placements import Placement, RetentionCheck
from db.models.places import Agency, Organisation, Posting
from db.models.programme import Programme, ProgrammeChange
from db.models.referrals import Referral, ReferralLink
from db.models.releases import Release, ReleaseCell, ReleaseTruth
from db.models.training import TrainingEnrolment
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
    "Agency",
    "AgencyCount",
    "AgencyCountChange",
    "AuditEntry",
    "AuditLink",
    "AuditTail",
    "Backup",
    "Case",
    "CaseChange",
    "ChangeCounter",
    "Code",
    "Draft",
    "FailedSignIn",
    "FirstContact",
    "FollowUp",
    "Intervention",
    "NonUserCount",
    "Organisation",
    "Placement",
    "Posting",
    "Programme",
    "ProgrammeChange",
    "Referral",
    "ReferralLink",
    "Release",
    "ReleaseCell",
    "ReleaseTruth",
    "RetentionCheck",
    "SetupCode",
    "SignInSession",
    "SignInTicket",
    "TrainingEnrolment",
    "TrustCode",
    "TrustFieldwork",
    "TrustResponse",
    "TrustWave",
    "TrustWaveAgency",
]
