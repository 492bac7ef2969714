"""Each known way to misuse the survey's form at ``/t/<code>``, tried on the real server."""

from __future__ import annotations

import gzip
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlmodel import Session

from components.language.catalogue import translate
from components.routes.plain.form_posts import MOST_BYTES
from components.routes.plain.rate_limits import MOST, MOST_FROM_ADDRESS
from components.routes.survey.state import COOKIE
from db.actions import slips
from db.codes import TrustMode
from db.inputs.self_completion import PlaceInput, SlipsInput
from db.queries.code_hashes import hash_of
from db.store import engine as engines
from tests.answering import Person
from tests.browser.server import Server
from tests.cast import CAST
from tests.source import ROOT
from tests.wire import Wire

PROXY = "127.0.0.2"
WRONG = "2222-2222-2222"


class Behind(Server):
    """Started as the service is: what a header says of an address is ours to believe."""

    def start(self) -> None:
        environment = {
            **os.environ,
            "AMUDU_DATABASE_URL": self.database_url,
            "AMUDU_TRUSTED_PROXIES": PROXY,
            "PYTHONUNBUFFERED": "1",
        }
        command = [
            *(sys.executable, "-m", "uvicorn", "app:app", "--no-proxy-headers"),
            *("--host", "127.0.0.1", "--port", str(self.port)),
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        self._wait()


@pytest.fixture(scope="module")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Behind(tmp_path_factory.mktemp("survey"), sqlite_template)
    started.start()
    yield started
    started.stop()


@pytest.fixture(scope="module")
def codes(server: Server) -> Iterator[Iterator[str]]:
    """New slips of the agency of Rabat, one after the other."""
    with _writing(server) as session:
        made = slips.make(
            session,
            SlipsInput(wave_id=CAST.wave, agency_id=CAST.rabat, number=60),
            by=CAST.manager,
        )
        session.commit()
    yield iter(made)


def _writing(server: Server) -> Session:
    engine = engines.connect(server.database_url)
    return Session(engine.execution_options(writes=True))


def person(server: Server, code: str) -> Person:
    return Person(Wire(server.url), code)


def stored(server: Server) -> int:
    return server.count("trust_responses")


def test_the_whole_form_is_answered_without_a_script(server: Server, codes: Iterator[str]) -> None:
    before = stored(server)
    someone = person(server, next(codes))
    someone.begin("ar")
    assert 'lang="ar" dir="rtl"' in someone.text
    someone.answer_all()
    assert translate("ar", "phone_form.thanks") in someone.text
    assert stored(server) == before + 1
    mode, author, hour = server.ask(
        "SELECT mode, entered_by, substr(entered_at, 15) FROM trust_responses"
    )[-1]
    assert (mode, author, hour) == (TrustMode.SELF_QR, None, "00:00.000000")
    assert not [page for page in someone.pages if b"<script" in page.body]


def test_all_screens_together_are_light(server: Server, codes: Iterator[str]) -> None:
    someone = person(server, next(codes))
    someone.begin()
    someone.answer_all()
    plain = sum(len(page.body) for page in someone.pages)
    packed = sum(len(gzip.compress(page.body, 9)) for page in someone.pages if page.body)
    heads = sum(len(str(page.headers)) for page in someone.pages)
    assert plain < 50_000
    assert packed + heads < 50_000


def test_a_used_code_says_so_to_another_phone(server: Server, codes: Iterator[str]) -> None:
    first = person(server, next(codes))
    first.begin()
    first.answer_all()
    before, second = stored(server), person(server, first.code)
    assert second.get().status == 410
    assert translate("fr", "error.trust_code_used") in second.text
    assert stored(server) == before


def test_a_copied_cookie_stores_nothing_more(server: Server, codes: Iterator[str]) -> None:
    someone = person(server, next(codes))
    someone.begin()
    someone.answer_all(but_last=True)
    copied = Person(Wire(server.url, dict(someone.wire.cookies)), someone.code, [*someone.pages])
    before = stored(server)
    for each in (someone, copied, copied):
        each.post({"a": "F"})
        assert translate("fr", "phone_form.thanks") in each.text
    assert stored(server) == before + 1


def test_two_touches_at_once_store_once(server: Server, codes: Iterator[str]) -> None:
    someone = person(server, next(codes))
    someone.begin()
    someone.answer_all(but_last=True)
    before, sent = stored(server), {**someone.hidden(), "a": ""}
    with ThreadPoolExecutor(6) as several:
        touches = [
            several.submit(Wire(server.url, dict(someone.wire.cookies)).post, someone.path, sent)
            for _ in range(6)
        ]
    assert {touch.result().status for touch in touches} <= {200, 303}
    assert stored(server) == before + 1


def test_a_form_of_one_code_does_not_open_another(server: Server, codes: Iterator[str]) -> None:
    one, other = person(server, next(codes)), next(codes)
    one.begin()
    one.answer_all(but_last=True)
    before = stored(server)
    answer = one.wire.post(f"/t/{other}", {**one.hidden(), "a": ""})
    assert answer.status == 403
    assert stored(server) == before


def test_a_code_of_a_wave_to_come_or_over_opens_nothing(
    server: Server, codes: Iterator[str]
) -> None:
    code = next(codes)
    with _writing(server) as session:
        kept = server.ask("SELECT starts_on, ends_on FROM trust_waves WHERE id = 1")[0]
        for days, key in (
            (("2098-01-01", "2099-01-01"), "error.trust_code_not_yet"),
            (("2020-01-01", "2020-02-01"), "error.trust_code_over"),
        ):
            _dates(session, *days)
            answer = person(server, code).get()
            assert answer.status in (403, 410)
            assert translate("en", key).encode() in answer.body
        _dates(session, *kept)


def _dates(session: Session, start: str, end: str) -> None:
    change = "UPDATE trust_waves SET starts_on = ?, ends_on = ? WHERE id = 1"
    session.connection().exec_driver_sql(change, (start, end))
    session.commit()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "https://127.0.0.1.elsewhere.example"},
    ],
)
def test_another_site_posts_nothing(
    server: Server, codes: Iterator[str], headers: dict[str, str]
) -> None:
    someone = person(server, next(codes))
    someone.begin()
    someone.answer_all(but_last=True)
    before = stored(server)
    assert someone.post({"a": ""}, headers).status == 403
    assert stored(server) == before


@pytest.mark.parametrize("secret", ["", "x", "ü" * 22])
def test_nor_does_anybody_without_the_forms_secret(
    server: Server, codes: Iterator[str], secret: str
) -> None:
    someone = person(server, next(codes))
    someone.begin()
    someone.answer_all(but_last=True)
    before = stored(server)
    assert someone.post({"a": "", "f": secret}).status == 403
    without = Wire(server.url).post(someone.path, {**someone.hidden(), "a": ""})
    assert without.status == 403
    assert stored(server) == before


def test_a_form_that_was_changed_outside_is_none(server: Server, codes: Iterator[str]) -> None:
    someone = person(server, next(codes))
    someone.begin()
    value = someone.wire.cookies[COOKIE]
    someone.wire.cookies[COOKIE] = value[:-9] + "A" * 9
    assert someone.post({"a": "T1"}).status == 403
    assert someone.get().status == 200
    assert 'name="l"' in someone.text


def test_too_much_is_refused_before_it_is_read(server: Server, codes: Iterator[str]) -> None:
    someone = person(server, next(codes))
    someone.begin()
    assert someone.post({"a": "1" * MOST_BYTES}).status == 413
    head = (
        f"POST {someone.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 900000000\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        line.sendall(head.encode())
        assert line.recv(200).startswith(b"HTTP/1.1 413")


def test_an_open_link_takes_one_answer_a_browser(server: Server) -> None:
    with _writing(server) as session:
        place = PlaceInput(wave_id=CAST.wave, agency_id=CAST.casablanca)
        code = slips.make_link(session, place, by=CAST.manager)
        session.commit()
    for _ in range(2):
        someone = person(server, code)
        someone.begin("en")
        someone.answer_all()
        someone.get()
        assert translate("en", "phone_form.thanks") in someone.text
    assert server.count("trust_responses", "mode = 'OPEN_LINK'") == 2
    assert server.count("trust_fieldwork", "agency_id = 2") == 0


def test_forms_by_open_links_are_bounded_and_those_under_way_go_on(
    server: Server, codes: Iterator[str]
) -> None:
    with _writing(server) as session:
        place = PlaceInput(wave_id=CAST.wave, agency_id=CAST.rabat)
        one, other = (slips.make_link(session, place, by=CAST.manager) for _ in range(2))
        session.commit()
    here = "127.0.0.5"
    first = Person(Wire(server.url, source=here), one)
    first.begin()
    waiting = Person(Wire(server.url, source=here), one)
    waiting.get()
    for number in range(MOST_FROM_ADDRESS - 1):
        # What a browser says of its address is not believed.
        headers = {"X-Forwarded-For": f"10.0.0.{number}", "Forwarded": f"for=10.0.0.{number}"}
        browser = Person(Wire(server.url, source=here), other)
        browser.get()
        assert browser.post({"l": "fr"}, headers).status == 200
    enough = translate("ar", "phone_form.enough")
    assert waiting.post({"l": "fr"}).status == 429
    assert enough in waiting.text
    for code in (one, other):
        late = Person(Wire(server.url, source=here), code)
        assert late.get().status == 429
        assert enough in late.text
    first.answer_all()
    assert translate("fr", "phone_form.thanks") in first.text
    assert Person(Wire(server.url, source=here), next(codes)).get().status == 200
    assert Person(Wire(server.url, source="127.0.0.6"), other).get().status == 200


def test_the_time_of_an_answer_tells_no_code(server: Server, codes: Iterator[str]) -> None:
    """Medians of many, taken by turns: a look-up that ended early would be several times faster."""
    code = next(codes)
    with _writing(server) as session:
        change = "UPDATE trust_codes SET used_on = created_on, form_hash = 'x' WHERE code_hash = ?"
        session.connection().exec_driver_sql(change, (hash_of(code),))
        session.commit()
    took: dict[str, list[float]] = {code: [], WRONG: []}
    for _ in range(12):
        for each, times in took.items():
            began = time.perf_counter()
            Wire(server.url).get(f"/t/{each}")
            times.append(time.perf_counter() - began)
    known, unknown = (statistics.median(times) for times in took.values())
    assert 1 / 3 < known / unknown < 3


def guesses(server: Server, source: str, count: int, **headers: str) -> list[int]:
    """The statuses of so many wrong codes, each by a new browser."""
    return [
        Wire(server.url, source=source).get(f"/t/2222-3333-{number:04}", headers).status
        for number in range(count)
    ]


def test_guesses_are_bounded_and_forms_under_way_go_on(
    server: Server, codes: Iterator[str]
) -> None:
    here = "127.0.0.3"
    begun, fresh = Person(Wire(server.url, source=here), next(codes)), next(codes)
    begun.begin()
    said = guesses(server, here, 2 * MOST)
    assert said == [404] * MOST + [429] * MOST
    # A right code is not told from a wrong one any more, with the cookie of another one or without.
    assert Wire(server.url, source=here).get(f"/t/{fresh}").status == 429
    assert begun.wire.get(f"/t/{fresh}").status == 429
    begun.answer_all()
    assert translate("fr", "phone_form.thanks") in begun.text
    assert person(server, fresh).get().status == 200


def test_a_forged_address_counts_as_the_one_that_it_came_from(server: Server) -> None:
    here, forged = "127.0.0.4", {"X-Forwarded-For": "10.0.0.1", "Forwarded": "for=10.0.0.1"}
    assert guesses(server, here, MOST, **forged)[-1] == 404
    assert guesses(server, here, 1, **{"X-Forwarded-For": "10.0.0.2"}) == [429]


def test_behind_a_proxy_of_ours_each_visitor_counts_alone(server: Server) -> None:
    line = {"X-Forwarded-For": "10.9.9.9, 10.0.0.7"}
    assert guesses(server, PROXY, MOST + 1, **line)[-1] == 429
    assert guesses(server, PROXY, 1, **{"X-Forwarded-For": "10.9.9.9, 10.0.0.8"}) == [404]
