"""The page "before and after": what to ask agencies for, the registers, work, and trust."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from components.language import i18n
from components.results.attention import Notice
from components.results.before_after import curves, registers, words
from components.results.common import Asked, listed
from components.results.layout import Page
from components.results.trust import changes as trust_changes
from db.access.permissions import Permission, may
from db.measures.before_after import Compared, Series

Verdicts = Mapping[str, list[Series]]


def build(asked: Asked) -> Page:
    """The registers month by month first, each beside what changed; then time and trust."""
    both = [asked.measure(each.measure) for each in _REGISTERS]
    return Page(
        answer=answer(*both),
        reasons=more(*both),
        nothing=i18n.t("before_after.nothing"),
        notices=list(_asks(asked)),
        named=[registers.around(asked, each) for each in _REGISTERS],
        across=1,
        more=[
            *(registers.changes(asked, each) for each in _REGISTERS),
            curves.card(asked, curves.TO_WORK),
            curves.card(asked, curves.AT_WORK),
            trust_changes.card(asked),
        ],
    )


def answer(registered: Compared, positioned: Compared) -> str:
    """Did the agent change anything: in which agencies the registers show it and by how much, in
    which not, and of which nothing can be said, and why; never that it was the agent."""
    first, second = (words.by_verdict(each.series) for each in (registered, positioned))
    if not first:
        return i18n.t("before_after.answer.nobody")
    said = [_counted("both" if _is_same(first, second) else "registered", first)]
    is_seen = {"more", "fewer", *words.BENT} & {*first, *second}
    return " ".join([*said, *([i18n.t("before_after.cause")] if is_seen else [])])


def more(registered: Compared, positioned: Compared) -> list[str]:
    """The same of the other register, unless both were told at once."""
    first, second = (words.by_verdict(each.series) for each in (registered, positioned))
    return [] if not first or _is_same(first, second) else [_counted("positioned", second)]


def _is_same(first: Verdicts, second: Verdicts) -> bool:
    return _ids(first) == _ids(second) and not _MEASURED & first.keys()


#: Verdicts that are told with their numbers, which differ from register to register.
_MEASURED = {"more", "fewer", *words.BENT, "unclear"}


def _ids(found: Verdicts) -> dict[str, list[int]]:
    return {verdict: [each.agency_id for each in these] for verdict, these in found.items()}


def _counted(subject: str, found: Verdicts) -> str:
    told = [
        i18n.tn(f"before_after.answer.{verdict}", len(these), agencies=words.named(these))
        for verdict, these in found.items()
    ]
    return i18n.t(f"before_after.answer.{subject}", told=listed(told))


_REGISTERS = (registers.REGISTERED, registers.POSITIONED)


def _asks(asked: Asked) -> Iterator[Notice]:
    """What to ask agencies for; a manager is led to where it is typed."""
    writes = may(asked.viewer.role, Permission.REGISTER_COUNTS_WRITE)
    for series in asked.measure(registers.REGISTERED.measure).series:
        for ask in words.asks(series):
            yield Notice(ask, "inbox", "register-counts" if writes else None)
