"""How a form behind a code is shown or posted to: in a thread, so that no session waits."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from components.routes.plain import form_posts

Shown = Callable[[Request], Response]
Used = Callable[[Request, dict[str, str]], Response]
#: A page of one sentence, by its key, and how it says so by HTTP.
Told = Callable[[Request, str, int], Response]


async def answered(request: Request, shown: Shown, used: Used, told: Told) -> Response:
    """The page, or the answer to a post that is ours and small; a sentence where that fails."""
    try:
        return await _asked_or_posted(request, shown, used, told)
    except SQLAlchemyError:
        return await run_in_threadpool(told, request, "phone_form.failed", 503)


async def _asked_or_posted(request: Request, shown: Shown, used: Used, told: Told) -> Response:
    if request.method != "POST":
        return await run_in_threadpool(shown, request)
    if not form_posts.is_from_here(request):
        return await run_in_threadpool(told, request, "phone_form.from_elsewhere", 403)
    try:
        fields = await form_posts.fields(request)
    except form_posts.TooLarge:
        answer = await run_in_threadpool(told, request, "phone_form.too_large", 413)
        answer.headers["Connection"] = "close"
        return answer
    return await run_in_threadpool(used, request, fields)
