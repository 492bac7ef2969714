"""``/t`` takes a code, ``/t/<code>`` is its form: one screen a question, each a plain page."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.language.catalogue import LANGUAGES, Language, translate
from components.reads import reference, reference_cache
from components.reads.read import read
from components.routes.plain import code_guesses, form_posts
from components.routes.plain.answering import answered
from components.routes.plain.html import redirect
from components.routes.survey import limits, state, steps
from components.routes.survey.pages import page
from components.routes.survey.state import State
from components.visit.address import at
from db.actions import self_completion
from db.errors import AppError, InvalidInput
from db.inputs import case_codes
from db.inputs.self_completion import SelfAnswers
from db.queries.self_completion import Behind, Place, Standing, behind
from db.store.engine import once

PATH = "/t"
#: How a page that refuses answers by HTTP.
STATUS = {
    Standing.UNKNOWN: 404,
    Standing.USED: 410,
    Standing.NOT_YET: 403,
    Standing.OVER: 410,
}


async def door(request: Request) -> Response:
    """A field for the code, for whoever cannot scan it."""
    return await answered(request, _door_shown, _door_used, _told)


async def form(request: Request) -> Response:
    """The form behind a code."""
    return await answered(request, _shown, _posted, _told)


def _door_shown(request: Request) -> Response:
    reference_cache.look()
    return page(request, _all(), title="phone_form.title", code_field=at(PATH))


def _door_used(_: Request, fields: dict[str, str]) -> Response:
    return redirect(_place_of(fields.get("c", "")))


def _shown(request: Request) -> Response:
    held, found, refusal = _opened(request)
    if refusal is not None or found is None or found.place is None:
        return refusal or _told(request, "phone_form.failed", 503)
    if held is None or held.language is None:
        if limits.has_enough(request, found.place):
            return _told(request, "phone_form.enough", 429)
        return _start(request, held, found.place)
    return _asked(request, held, found.place, held.language)


def _posted(request: Request, fields: dict[str, str]) -> Response:
    held, found, refusal = _opened(request)
    if refusal is not None or found is None or found.place is None:
        return refusal or _told(request, "phone_form.failed", 503)
    if held is None or not form_posts.has_secret(fields, held.form):
        return _told(request, "phone_form.late", 403, code_field=at(PATH))
    if "again" in fields:
        answer = redirect(_here(request))
        state.forget(answer, request)
        return answer
    place, number = found.place, _number(fields.get("q", ""))
    if number == 0:
        chosen = next((each for each in steps.languages(place) if each == fields.get("l")), None)
        if chosen and held.language is None and not limits.begins(request, place):
            return _told(request, "phone_form.enough", 429)
        return _on(request, replace(held, language=chosen), 1 if chosen else 0)
    if held.language is None or not 1 <= number <= len(steps.names(held, place)):
        return redirect(_here(request))
    asked = steps.step(number, held, place, held.language)
    said = steps.answered(held, asked, fields["a"]) if "a" in fields else None
    said = said or (held if asked.name == steps.SEX else None)
    if said is None:
        return _asked(request, held, place, held.language, number, "phone_form.choose_one")
    if asked.name == steps.SEX:
        return _sent(request, said, place, held.language)
    return _on(request, said, number + 1)


def _opened(request: Request) -> tuple[State | None, Behind | None, Response | None]:
    """This browser's form, what is behind the code, and the page that refuses, if any does."""
    reference_cache.look()
    typed, held = request.path_params["code"], state.held(request)
    if held is None and code_guesses.are_too_many(request):
        return None, None, _told(request, "phone_form.wait", 429)
    found = _behind(typed, held)
    if held is not None and (found.place is None or found.place.code_hash != held.code_hash):
        # The form of another code: it helps nobody to guess, and is begun anew.
        if code_guesses.are_too_many(request):
            return None, None, _told(request, "phone_form.wait", 429)
        held, found = None, _behind(typed, None)
    if held is not None and (held.is_done or found.standing is Standing.SENT):
        return held, found, _thanks(request, held)
    if found.standing is Standing.OPEN:
        return held, found, None
    if found.standing is Standing.UNKNOWN:
        code_guesses.count(request)
    code_field = at(PATH) if found.standing is Standing.UNKNOWN else None
    sentence = self_completion.REFUSALS[found.standing]
    return held, found, _told(request, sentence, STATUS[found.standing], code_field)


def _behind(typed: str, held: State | None) -> Behind:
    if held is None:
        return read(behind, typed)
    return read(behind, typed, form=held.form, begun=held.day)


def _start(request: Request, held: State | None, place: Place) -> Response:
    begun = held or state.begin(place.code_hash, reference.today())
    answer = page(
        request,
        steps.languages(place),
        title="phone_form.title",
        start=True,
        secret=begun.form,
        place=place,
    )
    state.keep(answer, request, begun)
    return answer


def _asked(
    request: Request,
    held: State,
    place: Place,
    language: Language,
    number: int | None = None,
    problem: str = "",
) -> Response:
    """The step that was asked for, but none beyond the first without an answer."""
    first = steps.first_open(held, place)
    wanted = number or _number(request.query_params.get("q", ""), first)
    if wanted == 0:
        return _start(request, held, place)
    wanted = min(wanted, first)
    total = len(steps.names(held, place))
    progress = translate(language, "phone_form.progress", number=wanted, total=total)
    heading = f"{progress} · {translate(language, 'phone_form.title')}"
    wrong = translate(language, problem) if problem else ""
    is_last = wanted == total
    return page(
        request,
        [language],
        title="phone_form.title",
        status=422 if problem else 200,
        heading=f"{wrong} {heading}" if wrong else heading,
        place=place,
        step=steps.step(wanted, held, place, language),
        number=wanted,
        total=total,
        progress=progress,
        secret=held.form,
        problem=wrong,
        go_on=translate(language, "phone_form.send" if is_last else "phone_form.next"),
    )


def _sent(request: Request, said: State, place: Place, language: Language) -> Response:
    moment = steps.moment_of(said, place)
    number = steps.first_open(said, place)
    if moment is None or number < len(steps.names(said, place)):
        return _on(request, said, number)
    try:
        data = SelfAnswers.model_validate(
            {
                "language": language,
                "moment": moment,
                "sex": said.sex,
                "answers": said.answers,
                "begun": said.day,
                "form": said.form,
            }
        )
        once(self_completion.finish, request.path_params["code"], data)
    except InvalidInput:
        return _on(request, replace(said, answers={}), 1)
    except AppError as refused:
        return _told(request, refused.key, 410)
    except SQLAlchemyError:
        answer = _told(request, "phone_form.failed", 503)
        state.keep(answer, request, said)
        return answer
    answer = redirect(_here(request))
    state.keep(answer, request, said.done())
    return answer


def _thanks(request: Request, held: State) -> Response:
    told = [held.language] if held.language else _all()
    answer = page(request, told, title="phone_form.thanks", sentence="phone_form.stored")
    if not held.is_done:
        state.keep(answer, request, held.done())
    return answer


def _told(request: Request, sentence: str, status: int, code_field: str | None = None) -> Response:
    """One sentence, in every language of the programme."""
    return page(
        request,
        _all(),
        title="phone_form.title",
        status=status,
        sentence=sentence,
        code_field=code_field,
    )


def _all() -> list[Language]:
    try:
        return reference.languages()
    except SQLAlchemyError:
        return list(LANGUAGES)


def _on(request: Request, said: State, number: int) -> Response:
    answer = redirect(f"{_here(request)}?q={number}")
    state.keep(answer, request, said)
    return answer


def _here(request: Request) -> str:
    return _place_of(request.path_params["code"])


def _place_of(typed: str) -> str:
    """The address of a code; whatever else was typed leads to a wrong one."""
    code = "".join(each for each in case_codes.normal(typed[:100]) if each.isascii())
    return at(f"{PATH}/{''.join(each for each in code if each.isalnum()) or '-'}")


def _number(typed: str, otherwise: int = -1) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 3 else otherwise


ROUTES = [
    Route(PATH, door, methods=["GET", "POST"]),
    Route(f"{PATH}/{{code}}", form, methods=["GET", "POST"]),
]
