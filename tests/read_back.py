"""Files as their readers open them: pandas, a spreadsheet of any separator, a workbook's own XML,
and LibreOffice where it is installed."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd

from components.cards.cells import DANGEROUS

#: Separators of a language's spreadsheet, written down here once more: a slip there is seen here.
SEPARATORS = {"fr": (";", ","), "en": (",", "."), "ar": (",", ".")}
ANY = (";", ",", "\t", "|")
#: What a spreadsheet calls the languages.
LCID = {"fr": 1036, "en": 2057, "ar": 6145}
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def table_of(data: bytes, language: str) -> pd.DataFrame:
    """A table of text as pandas reads it for a reader of this language."""
    separator, decimal = SEPARATORS[language]
    return pd.read_csv(io.BytesIO(data), sep=separator, decimal=decimal, encoding="utf-8-sig")


def formulas_in(data: bytes) -> list[str]:
    """The cells that any reader would run: by each separator, with and without regard to quotes."""
    text = data.decode("utf-8-sig")
    found = []
    for separator in ANY:
        for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
            lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=quoting)
            found += [cell for line in lines for cell in line if is_formula(cell)]
    return found


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would run it; a number with its sign is none."""
    if not cell.strip().startswith(DANGEROUS):
        return False
    return not cell.replace(",", ".", 1).lstrip("+-").replace(".", "", 1).isdigit()


@dataclass(frozen=True)
class Page:
    """A sheet of a workbook: its cells row by row, their formats, and its raw XML."""

    rows: list[list[object]]
    formats: set[str]
    raw: str


def workbook(data: bytes) -> dict[str, Page]:
    """The sheets of a workbook by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        texts = [
            "".join(part.text or "" for part in item.iter(f"{MAIN}t"))
            for item in _xml(book, "sharedStrings.xml")
        ]
        styles = _xml(book, "styles.xml")
        codes = {
            each.get("numFmtId"): each.get("formatCode") for each in styles.iter(f"{MAIN}numFmt")
        }
        codes["3"] = "#,##0"
        (kinds,) = styles.iter(f"{MAIN}cellXfs")
        known = [codes.get(each.get("numFmtId"), "") or "" for each in kinds]
        names = [each.get("name", "") for each in _xml(book, "workbook.xml").iter(f"{MAIN}sheet")]
        return {
            name: _page(book.read(f"xl/worksheets/sheet{place}.xml").decode(), texts, known)
            for place, name in enumerate(names, start=1)
        }


def _xml(book: zipfile.ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(book.read(f"xl/{name}"))  # noqa: S314 - ours


def _page(raw: str, texts: list[str], known: list[str]) -> Page:
    rows, formats = [], set()
    for row in ElementTree.fromstring(raw).iter(f"{MAIN}row"):  # noqa: S314 - ours
        cells: list[object] = []
        for cell in row:
            written = cell.findtext(f"{MAIN}v")
            if written is None:
                continue
            if cell.get("t") == "s":
                cells.append(texts[int(written)])
            else:
                cells.append(float(written))
                formats.add(known[int(cell.get("s", "0"))])
        rows.append(cells)
    return Page(rows, formats, raw)


@dataclass(frozen=True)
class Drawn:
    """A chart that the spreadsheet draws: the numbers of its series, and its raw XML."""

    values: list[list[float | None]]
    raw: str


def charts(data: bytes) -> list[Drawn]:
    """The charts of a workbook, in their order."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        names = [each for each in book.namelist() if each.startswith("xl/charts/chart")]
        for name in sorted(names, key=lambda each: int("".join(filter(str.isdigit, each)))):
            raw = book.read(name).decode()
            root = ElementTree.fromstring(raw)  # noqa: S314 - ours
            tags = (f"{CHART}val", f"{CHART}yVal")
            series = [each for tag in tags for each in root.iter(tag)]
            found.append(Drawn([_numbers_of(each) for each in series], raw))
    return found


def _numbers_of(series: ElementTree.Element) -> list[float | None]:
    (cache,) = series.iter(f"{CHART}numCache")
    count = int(cache.find(f"{CHART}ptCount").get("val", "0"))  # type: ignore[union-attr]
    points = {
        int(each.get("idx", "0")): float(each.findtext(f"{CHART}v") or "nan")
        for each in cache.iter(f"{CHART}pt")
    }
    return [points.get(place) for place in range(count)]


def numbers_in(text: str) -> list[int]:
    """The whole numbers of a text as people read them, whatever groups their digits."""
    plain = re.sub(r"(?<=\d)[\s\u00a0\u202f,.](?=\d{3}\b)", "", text)
    return [int(each) for each in re.findall(r"-?\d+", plain)]


def libreoffice() -> str | None:
    """The program, where it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def opened_by_libreoffice(data: bytes, name: str, language: str, folder: Path) -> tuple[int, int]:
    """How many formulas and how many numbers LibreOffice finds in a file."""
    source = folder / name
    source.write_bytes(data)
    how = []
    if source.suffix == ".csv":
        form = f"{ord(SEPARATORS[language][0])},34,76,1,,{LCID[language]},false,true"
        how = [f"--infilter=Text - txt - csv (StarCalc):{form}"]
    subprocess.run(
        [libreoffice() or "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
         "--headless", *how, "--convert-to", "fods", "--outdir", str(folder / "out"), str(source)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    text = (folder / "out" / f"{source.stem}.fods").read_text(encoding="utf-8")
    cells = list(ElementTree.fromstring(text).iter(f"{TABLE}table-cell"))  # noqa: S314 - ours
    formulas = [each for each in cells if each.get(f"{TABLE}formula")]
    numbers = [each for each in cells if each.get(f"{OFFICE}value-type") == "float"]
    return len(formulas), len(numbers)
