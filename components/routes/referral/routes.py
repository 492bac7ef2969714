"""``/r/<code>``: what came of a referral, in one touch; nothing about the person is shown."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.language.catalogue import LANGUAGES, Language, translate
from components.language.i18n import day_in
from components.reads import labels, reference, reference_cache
from components.reads.read import read
from components.routes.plain import code_guesses, html
from components.routes.plain.answering import answered
from components.visit.address import at
from db.actions import referral_links
from db.codes import ReferralStatus
from db.errors import AppError, InvalidInput
from db.queries.referral_links import Asked, Standing, behind
from db.store.engine import once

PATH = "/r"
FOLDER = Path(__file__).parent
#: What the template says by itself.
KEYS = {
    "title": "answer_form.title",
    "card": "answer_form.card",
    "promise": "answer_form.promise",
    "refused": "referral_form.refused",
}
#: How a page that takes no answer says so by HTTP.
STATUS = {Standing.UNKNOWN: 404, Standing.USED: 200, Standing.OVER: 410}


async def form(request: Request) -> Response:
    """The form behind a code, or what was posted with it."""
    return await answered(request, _shown, _posted, _told)


def _shown(request: Request) -> Response:
    reference_cache.look()
    if code_guesses.are_too_many(request):
        return _told(request, "phone_form.wait", 429)
    found = read(behind, request.path_params["code"])
    if found.asked is not None:
        return _asked(request, found.asked)
    if found.standing is Standing.UNKNOWN:
        code_guesses.count(request)
    return _told(request, referral_links.REFUSALS[found.standing], STATUS[found.standing])


def _posted(request: Request, fields: dict[str, str]) -> Response:
    reference_cache.look()
    if code_guesses.are_too_many(request):
        return _told(request, "phone_form.wait", 429)
    code, (status, reason) = request.path_params["code"], _answer(fields.get("s", ""))
    if status is None:
        return html.redirect(f"{at(PATH)}/{_written(code)}?l={_language(request)}")
    try:
        once(referral_links.answer, code, status, reason)
    except InvalidInput:
        # What was touched is no answer any more: the page says so, and shows those that are.
        found = read(behind, code)
        if found.asked is None:
            return _shown(request)
        return _asked(request, found.asked, "answer_form.changed")
    except AppError as refused:
        if refused.key == referral_links.REFUSALS[Standing.USED]:
            return _told(request, "answer_form.stored_before", STATUS[Standing.USED])
        return _shown(request)
    return _told(request, referral_links.REFUSALS[Standing.USED], 200, stored=status)


def _answer(touched: str) -> tuple[ReferralStatus | None, str | None]:
    """``SERVED`` or, with its reason, ``REFUSED.FULL``."""
    name, _, reason = touched[:60].partition(".")
    known = {each.value: each for each in ReferralStatus}
    return known.get(name), reason or None


def _asked(request: Request, asked: Asked, changed: str = "") -> Response:
    """The form, after a sentence where what was touched could not be stored."""
    language = _language(request)
    facts = translate(
        language,
        "answer_form.facts",
        agency=asked.agency_ar if language == "ar" else asked.agency,
        day=day_in(language, asked.sent_on),
        reason=labels.labels_in("REFERRAL_REASON", language)[asked.type],
    )
    words = labels.labels_in("REFERRAL_STATUS", language)
    text = html.template(FOLDER).render(
        language=language,
        languages=_all(),
        keys=KEYS,
        sentence="",
        changed=translate(language, changed) if changed else "",
        card=labels.card_code(asked.case_code),
        facts=facts,
        answers=[
            (each.value, words[each.value])
            for each in asked.steps
            if each is not ReferralStatus.REFUSED
        ],
        refusals=_refusals(language) if ReferralStatus.REFUSED in asked.steps else [],
    )
    return html.sent(request, text)


def _refusals(language: Language) -> list[tuple[str, str]]:
    names = labels.labels_in("REFERRAL_REFUSAL", language)
    return [
        (f"{ReferralStatus.REFUSED.value}.{code}", names[code])
        for code in reference.codes_in_use("REFERRAL_REFUSAL")
    ]


def _told(
    request: Request, sentence: str, status: int, *, stored: ReferralStatus | None = None
) -> Response:
    """One sentence, after what was stored if the post did that: the page is made of the post, so
    that no address tells it again."""
    language = _language(request)
    said = [translate(language, sentence)]
    if stored is not None:
        word = labels.labels_in("REFERRAL_STATUS", language)[stored.value]
        said.insert(0, translate(language, "answer_form.stored_as", status=word))
    text = html.template(FOLDER).render(
        language=language, languages=_all(), keys=KEYS, sentence=" ".join(said)
    )
    return html.sent(request, text, status)


def _language(request: Request) -> Language:
    """What the address says, else the browser's first of the programme's, else the programme's."""
    offered = _all()
    spoken = request.headers.get("accept-language", "").lower().split(",")
    wanted = [request.query_params.get("l", ""), *(each.strip()[:2] for each in spoken)]
    return next((each for code in wanted for each in offered if each == code), offered[0])


def _all() -> list[Language]:
    try:
        return reference.languages()
    except SQLAlchemyError:
        return list(LANGUAGES)


def _written(code: str) -> str:
    """A code as part of an address of ours, whatever was typed."""
    return "".join(each for each in code[:40] if each.isascii() and each.isalnum()) or "-"


ROUTES = [Route(f"{PATH}/{{code}}", form, methods=["GET", "POST"])]
