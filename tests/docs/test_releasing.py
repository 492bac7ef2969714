"""The changelog's newest entry is this version, and commits since the last one read well."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Sequence
from datetime import date

import pytest

from tests.source import ROOT

CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
ENTRY = re.compile(r"(\d+)\.(\d+)\.(\d+) - (\d{4}-\d{2}-\d{2})")
#: Where subjects began to be short, for a history that has no tag yet.
FIRST_VERSION = "3cd10cd"
MOST_CHARACTERS = 72
NOISE = re.compile(r"Merge (branch|remote|pull|tag|commit)\b|fixup!|squash!|amend!|wip\b", re.I)


def entries(changelog: str) -> list[tuple[tuple[int, int, int], date]]:
    """Version and day of each entry, as they stand; ``Unreleased`` may come first."""
    headings = HEADING.findall(changelog)
    dated = [ENTRY.fullmatch(each) for each in headings[headings[:1] == ["Unreleased"] :]]
    assert all(dated), f"an entry without version and date among {headings}"
    return [
        ((int(each[1]), int(each[2]), int(each[3])), date.fromisoformat(each[4]))
        for each in dated
        if each
    ]


def falls(values: Sequence[object], *, strictly: bool) -> bool:
    """Whether the values stand in descending order."""
    in_order = sorted(values, reverse=True)  # type: ignore[type-var]
    return list(values) == in_order and (not strictly or len(set(values)) == len(values))


def git(*arguments: str) -> str | None:
    """What git says; ``None`` where there is no git, or it has no answer."""
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
    except FileNotFoundError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def subjects() -> list[str]:
    """Of the commits since the last tag, else since the first version; none when unknown."""
    since = git("describe", "--tags", "--abbrev=0") or FIRST_VERSION
    return (git("log", "--format=%s", f"{since}..HEAD") or "").splitlines()


def unfit(found: Sequence[str]) -> list[str]:
    return [each for each in found if len(each) > MOST_CHARACTERS or NOISE.match(each)]


def test_the_newest_entry_is_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert ".".join(map(str, entries(CHANGELOG)[0][0])) == project["version"]


def test_entries_are_dated_and_the_newest_comes_first() -> None:
    assert falls([version for version, _ in entries(CHANGELOG)], strictly=True)
    assert falls([day for _, day in entries(CHANGELOG)], strictly=False)


def test_commits_since_the_last_version_have_short_subjects() -> None:
    assert unfit(subjects()) == []


def test_these_checks_refuse_what_they_should() -> None:
    """Or a slip in them would let everything through."""
    good = "## Unreleased\n\n## 0.2.0 - 2026-11-28\n\n## 0.1.0 - 2026-11-25\n"
    assert entries(good)[0] == ((0, 2, 0), date(2026, 11, 28))
    for bad in (good.replace(" - 2026-11-25", ""), good + "## Unreleased\n"):
        with pytest.raises(AssertionError, match="without version"):
            entries(bad)
    assert not falls([1, 2], strictly=False) and not falls([2, 2], strictly=True)
    assert unfit(["Add a page", "Merge branch 'a'", "fixup! Add", "WIP", "a" * 73]) == [
        "Merge branch 'a'", "fixup! Add", "WIP", "a" * 73
    ]  # fmt: skip
