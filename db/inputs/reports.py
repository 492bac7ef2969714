"""What a manager says in a report, part by part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import model_validator

from db.errors import InvalidInput, Problem
from db.inputs.normalisation import InputModel
from db.inputs.parse import problem

LONGEST_TEXT = 2000
#: The sentences of each report and period are a form of their own: so its drafts are called.
DRAFT = "report_"
#: Letters of a part in each report: the sheet of what was learnt has two pages in all.
LONGEST: Mapping[str, int] = {"DONOR": LONGEST_TEXT, "LESSONS": 800}
#: The parts of each report (``db.models.reports.ReportKind``) in their order.
PARTS: Mapping[str, tuple[str, ...]] = {
    "DONOR": (
        "SHEET", "BUDGET", "RELEVANCE", "EFFECTIVENESS", "EFFICIENCY", "SUSTAINABILITY",
        "CONCLUSIONS", "CONTEXT",
    ),
    "LESSONS": ("GOALS", "OBSTACLES", "APPROACH", "RESULTS", "LESSONS"),
}  # fmt: skip


@dataclass(frozen=True)
class ReportOf:
    """A report of a period, both days included."""

    report: str
    starts_on: date
    ends_on: date

    @property
    def draft(self) -> str:
        """The form under which what is typed in it is kept."""
        days = f"{self.starts_on:%y%m%d}_{self.ends_on:%y%m%d}"
        return f"{DRAFT}{self.report.lower()}_{days}"


class ReportTexts(InputModel):
    """``cells``: by part, what is to stand there; ``seen``: what stood there on screen."""

    report: str
    starts_on: date
    ends_on: date
    cells: dict[str, str]
    seen: dict[str, str]

    @model_validator(mode="after")
    def _known(self) -> ReportTexts:
        parts = PARTS.get(self.report, ())
        if self.ends_on < self.starts_on or not set(self.cells) <= set(parts):
            raise problem("error.unknown_choice")
        return self


def refuse_long(report: str, texts: Mapping[str, str]) -> None:
    """Raise ``InvalidInput`` for each part that is longer than its report has room for."""
    longest = LONGEST[report]
    problems = {
        part: Problem("error.text_long", count=longest)
        for part, text in texts.items()
        if len(text) > longest
    }
    if problems:
        raise InvalidInput(problems)
