"""A file is made only for whom its page was drawn, while they may still see the same.

A download runs when its button is touched, without the page and its gate: perhaps hours later, and
after the account was closed. So it reads the browser's session again.
"""

from __future__ import annotations

from collections.abc import Callable

from components import session
from db.actions import exports
from db.engine import writing
from db.errors import NotAllowed

Make = Callable[[], bytes]


def checked(file: str, make: Make) -> Make:
    """``make``, refused once the session has ended or its rights have changed; audited."""
    token = session.browser_token()
    drawn_for = session.current()

    def made() -> bytes:
        person = session.person_behind(token)
        if person is None:
            raise NotAllowed("session.ended")
        with writing() as opened:
            exports.record(opened, file, drawn_for, by=person.viewer.account_id)
        return make()

    return made
