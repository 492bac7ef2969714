"""Where the people of an agency that is closed go on."""

from __future__ import annotations

from db.inputs.normalisation import InputModel


class CasesHandover(InputModel):
    """All open cases of one agency go to another one."""

    agency_id: int
    to_agency_id: int
