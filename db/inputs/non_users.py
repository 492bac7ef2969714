"""What somebody who never came says, as a tap hands it over."""

from __future__ import annotations

from db.inputs.records import Submission


class NonUserInput(Submission):
    """One person met by an agent of ``agency_id``; ``answer`` is a code of list ``NON_USER``."""

    agency_id: int
    answer: str
