"""The codes that released tables and cells are stored under; their sentences are made from them."""

from __future__ import annotations

#: A table of persons is ``<measure>.<breakdown>``, one of the survey ``trust.<item>.<wave>``.
TRUST = "trust"
TWO_WAY = "kind_by_agency"
#: The half of the year in which a person was first counted; by agency beside it.
HALF, HALF_BY_AGENCY = "half", "half_by_agency"
FIRST_HALF, SECOND_HALF = "H1", "H2"
#: A half-year's only breakdown is none: the grand total.
TOTAL_ONLY = "total"
#: What a reader's table of grand totals is called; it is made of other tables and stored nowhere.
TOTALS = "totals"
#: The column of a table that has none.
NO_COLUMN = "-"
#: The columns of the survey: those trusting and the others, and the true number of valid answers.
TRUSTING, OTHER, N = "TRUSTING", "OTHER", "N"


def measure_of(code: str) -> str:
    """What a table counts."""
    return code.partition(".")[0]


def breakdown_of(code: str) -> str:
    """What a table of persons is broken down by."""
    return code.partition(".")[2]


def is_trust(code: str) -> bool:
    """Whether a table is one of the survey."""
    return measure_of(code) == TRUST
