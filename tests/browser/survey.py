"""A wave of the trust survey: opened at a desk, answered from a slip on a phone."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import date

from playwright.sync_api import expect

from components.language.catalogue import Language, translate
from tests.browser.officer import touch
from tests.browser.visitor import Visitor

CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")
#: The answers that three people give to each question, counted from the first, best one.
OPINIONS = (0, 1, 7)


def open_wave(manager: Visitor, starts_on: date, ends_on: date) -> None:
    """Planned for later, then opened today."""
    manager.open("trust-waves")
    days = {"starts_on": f"{starts_on:%d/%m/%Y}", "ends_on": f"{ends_on:%d/%m/%Y}"}
    manager.fill("wave_plan_", {"name": "Première vague", **days, "target": "10"})
    manager.press("wave_plan_submit")
    manager.press("waves_done_noted")
    touch(manager, "wave_begin_")
    manager.page.locator("[class*=st-key-wave_begin_]:not([class*=_open]) button").click()
    manager.press("waves_done_noted")
    expect(manager.page.locator("[class*=st-key-wave_extend_]").first).to_be_visible()


def print_slips(manager: Visitor) -> list[str]:
    """Two sheets of ten slips for the first agency; the codes that stand on them."""
    touch(manager, "waves_slips_", "summary")
    touch(manager, "slips_number_", text="20")
    with manager.page.expect_download() as coming:
        manager.page.locator("[class*=st-key-slips_print_] button").click()
    found = sorted(codes_of(coming.value.path().read_bytes()))
    assert len(found) == 20
    return found


def codes_of(pdf: bytes) -> set[str]:
    """The codes in what a sheet's lines say, of which each is written in glyphs of its own."""
    parts = [
        _unpacked(part[1]) for part in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S)
    ]
    fonts = [_letters(part) for part in parts if b"beginbfchar" in part]
    lines = [line for part in parts for line in _lines(part)]
    said = ("".join(font.get(each, "?") for each in line) for line in lines for font in fonts)
    return {line for line in said if CODE.fullmatch(line)}


def _unpacked(part: bytes) -> bytes:
    try:
        return zlib.decompress(part)
    except zlib.error:
        return part


def _letters(font: bytes) -> dict[int, str]:
    found = re.findall(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>\s", font)
    return {
        int(glyph, 16): bytes.fromhex(letter.decode()).decode("utf-16-be", "replace")
        for glyph, letter in found
    }


def _lines(part: bytes) -> Iterator[list[int]]:
    for block in re.findall(rb"BT (.*?) ET", part, re.S):
        shown = re.findall(rb"\(((?:[^()\\]|\\.)*)\) Tj", block, re.S)
        raw = b"".join(re.sub(rb"\\(.)", _plain, each, flags=re.S) for each in shown)
        yield [int.from_bytes(raw[at : at + 2]) for at in range(0, len(raw), 2)]


def _plain(escaped: re.Match[bytes]) -> bytes:
    return {b"n": b"\n", b"r": b"\r", b"t": b"\t"}.get(escaped[1], escaped[1])


def open_slip(person: Visitor, slip: str) -> None:
    """By the address that stands on it."""
    person.page.goto(f"{person.server.url}/t/{slip.replace('-', '')}")


def answer(person: Visitor, slip: str, language: Language, number: int) -> None:
    """The whole questionnaire, the answer of that number to each question, until the thanks."""
    open_slip(person, slip)
    page = person.page
    page.click(f"button[value={language}]")
    total = int(page.locator("progress").get_attribute("max") or 0)
    for step in range(1, total + 1):
        page.locator(f"progress[value='{step}']").wait_for()
        answers = page.locator("fieldset > div:not(.a) label")
        since_long = answers.locator("input[value=T1]")
        if since_long.count():
            since_long.check()
        else:
            answers.nth(min(number, answers.count() - 1)).click()
        page.click("button.m")
    expect(page.locator("h1")).to_have_text(translate(language, "phone_form.thanks"))
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
