"""A server whose day can be moved ahead."""

from __future__ import annotations

from datetime import date

from tests.browser.server import Server


class MovedServer(Server):
    """Everything in it is another day from one start to the next; nobody stays signed in."""

    app = Server.moved

    def move_to(self, day: date) -> None:
        self.stop()
        self.settings["TESTS_DAY"] = day.isoformat()
        self.start()
