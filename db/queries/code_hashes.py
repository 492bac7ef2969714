"""What is stored of the codes that open a form without an account."""

from __future__ import annotations

from db.inputs import case_codes
from db.secrets.sealing import fingerprint


def hash_of(typed: str) -> str:
    """The stored hash of a code, however it was typed."""
    return fingerprint(case_codes.normal(typed[:100]))
