"""The Dockerfile's steps run one after the other in an empty folder, as a container would: what
``COPY`` brings and ``RUN`` makes is all that there is, and the app runs as somebody without rights.

Left out are ``FROM``, the fonts (a package of the system) and the account of the system: there is
a number without a name in its place, where the test may take one.
"""

from __future__ import annotations

import fnmatch
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.browser.server import PATIENCE, free_port
from tests.deploy.test_image import DEPLOY, steps, values_of
from tests.deploy.test_set_up import answer
from tests.source import ROOT, listed

pytestmark = [pytest.mark.nightly, pytest.mark.slow]

NOT_OURS = ("apt-get", "useradd")
OWN = os.getuid()
#: Where a Python is that could be the image's, and that others may run.
PLACES = ("/usr/local/bin", "/usr/bin", f"{sys.base_prefix}/bin")
SUITS = "import ensurepip, sys; sys.exit('python:%d.%d-slim' % sys.version_info[:2] != {!r})"
IGNORED = [
    line
    for line in (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def as_user(number: int) -> dict[str, Any]:
    return {"user": number, "group": number, "extra_groups": []} if OWN == 0 else {}


def suits(place: str, number: int) -> bool:
    command = [f"{place}/python3", "-c", SUITS.format(steps()[0][1])]
    try:
        return subprocess.run(command, check=False, cwd="/", **as_user(number)).returncode == 0
    except OSError:
        return False


@dataclass
class Image:
    """A folder in which steps are carried out, and what they say of the container."""

    folder: Path
    place: str
    number: int
    settings: dict[str, str] = field(default_factory=dict)
    user: str = "root"
    healthy: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)

    def run(self, rest: str) -> None:
        if not any(each in rest for each in NOT_OURS):
            words = ["sh", "-ec", rest.replace(" chown amudu ", f" chown {self.number} ")]
            subprocess.run(words, cwd=self.folder, env=self.environment(), check=True)

    def copy(self, rest: str) -> None:
        *sources, to = shlex.split(rest)
        for source in sources:
            wanted = [name for name in listed() if source == "." or name == source]
            assert wanted, source
            for name in wanted:
                if not is_ignored(name) and (ROOT / name).is_file():
                    place = self.folder / (name if to.endswith((".", "/")) else to)
                    place.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(ROOT / name, place)

    def environment(self) -> dict[str, str]:
        """Nothing of this process but where programs are, and how pip reaches its index."""
        pip = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
        path = f"{self.place}:/usr/local/bin:/usr/bin:/bin"
        return {"PATH": path, "HOME": str(self.folder), **pip, **self.settings}

    def start(self, *command: str, **settings: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command, cwd=self.folder, env={**self.environment(), **settings},
            stdout=subprocess.DEVNULL, **as_user(self.number),
        )  # fmt: skip

    def done(self, *command: str, **settings: str) -> int:
        return self.start(*command, **settings).wait(PATIENCE)


def is_ignored(name: str) -> bool:
    """As ``.dockerignore`` is read: a pattern fits the whole path or a folder that it lies in."""
    parts = name.split("/")
    within = ["/".join(parts[: end + 1]) for end in range(len(parts))]
    return any(
        fnmatch.fnmatchcase(each, pattern.removeprefix("**/"))
        for pattern in IGNORED
        for each in (*within, *(parts if pattern.startswith("**/") else ()))
    )


def words_of(rest: str) -> list[str]:
    found: list[str] = json.loads(rest[rest.index("[") :])
    return found


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Not under pytest's own, which is closed to other users."""
    with tempfile.TemporaryDirectory(prefix="amudu-image-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="module")
def image(folder: Path) -> Image:
    numbers = (10001, OWN) if OWN == 0 else (OWN,)
    found = ((place, number) for number in numbers for place in PLACES if suits(place, number))
    made = Image(folder / "srv" / "amudu", *next(found))
    made.folder.mkdir(parents=True)
    for name, rest in steps():
        match name:
            case "FROM":
                pass
            case "RUN":
                made.run(rest)
            case "COPY":
                made.copy(rest)
            case "WORKDIR":
                assert made.folder.match(f"*{rest}")
            case "USER":
                made.user = rest
            case "ENV":
                made.settings |= dict(word.split("=", 1) for word in rest.split())
            case "HEALTHCHECK":
                made.healthy = words_of(rest)
            case "CMD":
                made.command = words_of(rest)
            case "EXPOSE":
                assert rest == "8501"
            case _:
                pytest.fail(f"no such step is known here: {name}")
    return made


def test_nothing_is_in_it_that_must_not_be(image: Image) -> None:
    there = {path.name for path in image.folder.iterdir()}
    assert {"app.py", "components", "db", "pages", "seed_data", ".streamlit", ".venv"} <= there
    assert not there & {"tests", "benchmarks", "docs", ".git"}
    assert not list((image.folder / "data").iterdir())
    assert not list(image.folder.glob("**/.env"))


def test_what_is_ignored_is_what_docker_would_ignore() -> None:
    ignored = (
        "tests/cast.py",
        "deploy/.env",
        ".env",
        ".ruff_cache/x",
        "data/a",
        "db/__pycache__/a",
    )
    copied = ("app.py", "deploy/image/serve", "db/data.py", "seed_data/x.csv", ".streamlit/a")
    assert [is_ignored(each) for each in (*ignored, *copied)] == [True] * 6 + [False] * 5


def test_it_serves_and_is_healthy_as_somebody_without_rights(image: Image) -> None:
    subprocess.run(["deploy/image/secrets", "x.example"], cwd=image.folder, check=True)
    secrets = values_of(image.folder / "deploy" / ".env")
    (image.folder / "deploy" / ".env").unlink()
    database = f"sqlite:///{image.folder / 'data' / 'amudu.db'}"
    values = {**secrets, "AMUDU_DATABASE_URL": database, "PORT": str(free_port())}
    assert image.user == "amudu"
    assert image.done(*image.healthy, **values) != 0
    assert image.done(".venv/bin/python", "-m", "seed_data", **values) == 0
    process = image.start(*image.command, **values)
    try:
        assert answer(f"http://127.0.0.1:{values['PORT']}/health", process) == {"database": True}
        assert image.done(*image.healthy, **values) == 0
        assert Path(f"/proc/{process.pid}").stat().st_uid == image.number
    finally:
        process.kill()
        process.wait(10)
    if image.number != OWN:
        assert image.done("touch", "app.py") != 0, "what runs cannot change itself"
    assert image.done(".venv/bin/python", "-m", "db", "backup", "--to", "backups", **values) == 0
