"""The pages of the survey: one template, whose parts are filled as they are needed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from components.language.catalogue import Language
from components.routes.plain import html

FOLDER = Path(__file__).parent
#: What the template says by itself.
KEYS = {
    "again": "phone_form.again",
    "back": "phone_form.back",
    "begin": "phone_form.begin",
    "code": "phone_form.code",
    "open": "phone_form.open",
    "promise": "phone_form.promise",
    "title": "phone_form.title",
}


def page(
    request: Request, languages: Sequence[Language], *, title: str, status: int = 200, **shown: Any
) -> Response:
    """A page; with several languages, what it says is said in each of them.

    ``title`` names a sentence. ``shown`` fills the template's parts, each of which may be missing.
    """
    known = dict.fromkeys(("start", "step", "sentence", "code_field", "place"))
    text = html.template(FOLDER).render(
        {**known, **shown},
        language=languages[0],
        languages=languages,
        title=title,
        keys=KEYS,
    )
    return html.sent(request, text, status)
