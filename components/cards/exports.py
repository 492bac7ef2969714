"""A file is made only for whom its page was drawn, while they may still see the same.

A download runs when its button is touched, without the page and its gate: perhaps hours later, and
after the account was closed. So it reads the browser's session again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from components.visit import owners, session
from db.access.viewer import Viewer
from db.actions import exports
from db.errors import NotAllowed
from db.store.engine import writing

Make = Callable[[], bytes]


@dataclass(frozen=True)
class Reader:
    """Whoever a page was drawn for, and the session they had then."""

    token: str | None
    viewer: Viewer | None

    def checked(self, file: str, make: Make) -> Make:
        """``make``, refused once the session has ended or its rights have changed; audited."""

        def made() -> bytes:
            person = session.person_behind(self.token)
            if person is None:
                raise NotAllowed("session.ended")
            with writing() as opened:
                exports.record(opened, file, self.viewer, by=person.viewer.account_id)
            content = make()
            owners.made(content, self.token)
            return content

        return made


def reader() -> Reader:
    """Whoever this page is drawn for now."""
    return Reader(session.browser_token(), session.current())
