"""What every recorded event has in common: where, who entered it, when, and whether it stands."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from db.models.base import UtcDateTime, now


class RecordedEvent(SQLModel):
    """An event keeps its agency when the person moves; a void keeps the row and its reason."""

    id: int = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agencies.id")
    entered_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    entered_by: int = Field(foreign_key="accounts.id")
    submission_id: str = Field(max_length=36)
    position: int = 0
    corrected_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    voided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    voided_by: int | None = Field(default=None, foreign_key="accounts.id")
    void_reason: str | None = Field(default=None, max_length=20)

    @property
    def seen(self) -> str:
        """The state of the row; a correction compares it to notice somebody else's change."""
        return self.corrected_at.isoformat() if self.corrected_at else ""
