"""A file is made only for whom its page was drawn, while they may still see the same.

A download runs when its button is touched, without the page and its gate: perhaps hours later, and
after the account was closed. So it reads the browser's session again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from components.visit import file_owners, session
from db.access.viewer import AccountId, Viewer
from db.actions import exports
from db.errors import NotAllowed
from db.store.engine import once

Make = Callable[[], bytes]
Value = TypeVar("Value")


@dataclass(frozen=True)
class Reader:
    """Whoever a page was drawn for, and the session they had then."""

    token: str | None
    viewer: Viewer | None

    def checked(self, file: str, make: Make, *, refused: Callable[[], None] | None = None) -> Make:
        """``make``, refused once the session has ended or its rights have changed; audited, unless
        ``refused`` raises that it is not to be taken."""

        checked = self.made_from(file, _nothing, lambda _: make())

        def made() -> bytes:
            if refused is not None:
                refused()
            return checked()

        return made

    def made_from(
        self, file: str, act: Callable[..., Value], make: Callable[[Value], bytes]
    ) -> Make:
        """The same for a file of what ``act(session, by=...)`` stores for it."""

        def made() -> bytes:
            person = session.person_behind(self.token)
            if person is None:
                raise NotAllowed("session.ended")
            by = person.viewer.account_id

            def stored(opened: Any) -> Value:
                exports.record(opened, file, self.viewer, by=by)
                return act(opened, by=by)

            content = make(once(stored))
            file_owners.record_file(content, self.token)
            return content

        return made


def _nothing(_: Any, *, by: AccountId) -> None:
    """Most files store nothing."""


def reader() -> Reader:
    """Whoever this page is drawn for now."""
    return Reader(session.browser_token(), session.current())
