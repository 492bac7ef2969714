"""The image and its containers, as far as a machine without them can tell: the files are read, the
scripts that they run are run."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.browser.server import PATIENCE, free_port
from tests.deploy.test_set_up import answer, environment, repository, run
from tests.source import ROOT, listed

DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
PROXY = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
PROCESSES = ("app1", "app2")


def steps() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile, each with its whole line."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(name, rest) for name, rest in (line.split(" ", 1) for line in lines)]


def values_of(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("image") / "amudu")


@pytest.fixture(scope="module")
def secrets(copy: Path) -> Path:
    """The file that compose.yaml reads, made as the guide says."""
    run(copy, "deploy/image/secrets", "amudu.example.org")
    return copy / "deploy" / ".env"


def test_each_step_of_the_image_is_one_that_docker_knows() -> None:
    known = {"FROM", "RUN", "WORKDIR", "COPY", "USER", "ENV", "EXPOSE", "HEALTHCHECK", "CMD"}
    assert {name for name, _ in steps()} == known
    assert steps()[0] == ("FROM", "python:3.11-slim")


def test_it_does_not_run_as_root() -> None:
    names = [name for name, _ in steps()]
    (user,) = (rest for name, rest in steps() if name == "USER")
    assert any(f" {user}" in rest for name, rest in steps() if name == "RUN")
    assert names.index("USER") < names.index("CMD")
    assert "RUN" not in names[names.index("USER") :]


def test_every_script_that_image_or_containers_name_can_be_run() -> None:
    text = "".join((DEPLOY / name).read_text("utf-8") for name in ("Dockerfile", "compose.yaml"))
    named = set(re.findall(r"deploy/image/\w+", text))
    assert named == {f"deploy/image/{path.name}" for path in (DEPLOY / "image").iterdir()}
    assert all(os.access(ROOT / each, os.X_OK) for each in named)


def test_what_is_copied_is_there_and_holds_no_secret() -> None:
    for name, rest in steps():
        if name == "COPY":
            *sources, _ = rest.split()
            assert all((ROOT / each).exists() for each in sources)
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert {"**/.env", "data", ".git"} <= set(ignored)
    needed = ("app.py", "components", "db", "pages", "seed_data", "deploy", ".streamlit")
    assert not set(needed) & set(ignored)
    assert not [name for name in listed() if name.endswith("/.env")]


def test_two_processes_behind_one_proxy_which_alone_is_believed() -> None:
    assert all(f"{name}:8501" in PROXY for name in PROCESSES)
    assert "lb_policy cookie" in PROXY and "encode" in PROXY and "health_uri /health" in PROXY
    address = SERVICES["proxy"]["networks"]["inside"]["ipv4_address"]
    for name in PROCESSES:
        assert SERVICES[name]["environment"]["AMUDU_TRUSTED_PROXIES"] == address
        assert "ports" not in SERVICES[name]
        assert SERVICES[name]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert [name for name, each in SERVICES.items() if "ports" in each] == ["proxy"]


def test_a_process_starts_once_the_database_is_ready_and_migrated() -> None:
    assert SERVICES["prepare"]["depends_on"]["database"]["condition"] == "service_healthy"
    for name in (*PROCESSES, "backup"):
        wanted = SERVICES[name]["depends_on"]["prepare"]["condition"]
        assert wanted == "service_completed_successfully"
    for name in PROCESSES:
        assert SERVICES["proxy"]["depends_on"][name]["condition"] == "service_healthy"
    assert "pg_isready" in SERVICES["database"]["healthcheck"]["test"]


def test_what_is_kept_lies_in_volumes() -> None:
    used = {
        volume.split(":")[0]
        for each in SERVICES.values()
        for volume in each.get("volumes", [])
        if not volume.startswith(".")
    }
    assert used == set(COMPOSE["volumes"])
    assert SERVICES["backup"]["volumes"] == ["backups:/srv/amudu/backups"]


def test_no_secret_is_written_into_a_file_of_the_repository(copy: Path, secrets: Path) -> None:
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8") + PROXY
    wanted = set(re.findall(r"\$\{?([A-Z_]+)", text))
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o600
    values = values_of(secrets)
    assert wanted <= set(values)
    assert values["PROXY_HOST"] == "amudu.example.org"
    assert f":{values['POSTGRES_PASSWORD']}@database/amudu" in values["AMUDU_DATABASE_URL"]
    random = [each for name, each in values.items() if name != "PROXY_HOST"]
    assert len({*random}) == len(random) and min(map(len, random)) >= 32
    again = subprocess.run(["deploy/image/secrets", "other"], cwd=copy, check=False)
    assert again.returncode == 1 and values_of(secrets) == values


def test_the_secrets_are_ones_that_the_app_takes(copy: Path, secrets: Path) -> None:
    values = values_of(secrets)
    ask = "from db.store.settings import settings; print(settings().database_url)"
    done = subprocess.run(
        [".venv/bin/python", "-c", ask],
        cwd=copy, env={**environment(), **values}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith("postgresql+psycopg://amudu:")


@pytest.mark.long
def test_what_is_installed_is_what_requirements_name(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is fetched: all of it is in this environment already, or the script fails."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    run(copy, "deploy/image/install")


@pytest.mark.long
def test_the_container_s_process_serves_is_healthy_and_is_backed_up(
    copy: Path, secrets: Path, tmp_path: Path
) -> None:
    """``prepare``, ``serve``, ``healthy`` and ``backups``, as compose.yaml calls them."""
    database = {"AMUDU_DATABASE_URL": f"sqlite:///{tmp_path / 'amudu.db'}"}
    values = {**environment(), **values_of(secrets), **database}
    port = free_port()

    def command(*words: str) -> subprocess.CompletedProcess[bytes]:
        settings = {**values, "PORT": str(port)}
        return subprocess.run(words, cwd=copy, env=settings, check=False, timeout=PATIENCE)

    assert command("deploy/image/healthy").returncode != 0
    assert command(*SERVICES["prepare"]["command"]).returncode == 0
    serving = subprocess.Popen(
        ["deploy/image/serve"], cwd=copy, env={**values, "PORT": str(port)}, stdout=subprocess.PIPE
    )
    backing_up = subprocess.Popen(SERVICES["backup"]["command"], cwd=copy, env=values)
    try:
        assert answer(f"http://127.0.0.1:{port}/health", serving) == {"database": True}
        assert command("deploy/image/healthy").returncode == 0
        limit = time.monotonic() + PATIENCE
        while not (found := list((copy / "backups").glob("*.zip"))):
            assert time.monotonic() < limit
            time.sleep(0.1)
        restore = (".venv/bin/python", "-m", "db", "restore", str(found[0]), "--over", "--yes")
        assert command(*restore).returncode == 1, "the process serves"
    finally:
        serving.kill()
        serving.wait(10)
        backing_up.terminate()
        assert backing_up.wait(10) == 0
    assert command(*restore).returncode == 0, "no more, and it was not asked to end"
