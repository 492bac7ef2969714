"""Somebody who answers the trust survey at ``/t/<code>``, reading pages as they are sent."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.wire import Answer, Wire

#: As many screens as there can be, and one more.
MOST = 16


@dataclass
class Person:
    """A browser without scripts at one server; ``pages`` are all the answers that it got."""

    wire: Wire
    code: str
    pages: list[Answer] = field(default_factory=list)

    @property
    def path(self) -> str:
        return f"/t/{self.code}"

    @property
    def text(self) -> str:
        """The page on screen."""
        return html.unescape(self.pages[-1].body.decode())

    def get(self, query: str = "") -> Answer:
        return self._kept(self.wire.get(self.path + query))

    def post(
        self, fields: Mapping[str, object], headers: Mapping[str, str] | None = None
    ) -> Answer:
        """A form with the page's own hidden fields; a redirect is followed."""
        answer = self._kept(self.wire.post(self.path, {**self.hidden(), **fields}, headers))
        if answer.status == 303:
            return self._kept(self.wire.get(answer.headers["Location"]))
        return answer

    def hidden(self) -> dict[str, str]:
        """What the first form of the page holds besides."""
        return dict(re.findall(r'type="hidden" name="(\w)" value="([^"]*)"', self.form()))

    def form(self) -> str:
        return self.text.split("</form>")[0]

    def values(self) -> list[str]:
        """The answers that the page offers."""
        return re.findall(r'type="radio" name="a" value="([^"]*)"', self.text)

    def begin(self, language: str = "fr") -> None:
        self.get()
        self.post({"l": language})

    def answer_all(self, *, but_last: bool = False) -> None:
        """The second choice of each question, up to the end."""
        for _ in range(MOST):
            values = self.values()
            if not values or (but_last and "" in values):
                return
            self.post({"a": values[1]})
        raise AssertionError("the form has no end")

    def _kept(self, answer: Answer) -> Answer:
        self.pages.append(answer)
        return answer
