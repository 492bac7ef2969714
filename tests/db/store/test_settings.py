"""Settings: three keys that are long, of their own, and the demo's made beside its database."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from db.errors import SettingsError
from db.secrets import sealing
from db.store import demo_keys
from db.store.settings import settings

LONG, OTHER = "a" * 40, "b" * 40
FERNET = Fernet.generate_key().decode()


@pytest.fixture(autouse=True)
def read_afresh() -> Iterator[None]:
    settings.cache_clear()
    yield
    settings.cache_clear()


def given(monkeypatch: pytest.MonkeyPatch, **keys: str) -> None:
    for name in ("secret", "contact", "match"):
        monkeypatch.delenv(f"AMUDU_{name.upper()}_KEY")
    for name, value in keys.items():
        monkeypatch.setenv(f"AMUDU_{name.upper()}_KEY", value)


@pytest.mark.parametrize(
    ("keys", "named"),
    [
        ({"contact": FERNET, "match": OTHER}, "AMUDU_SECRET_KEY"),
        ({"secret": LONG, "match": OTHER}, "AMUDU_CONTACT_KEY"),
        ({"secret": LONG, "contact": FERNET}, "AMUDU_MATCH_KEY"),
        ({"secret": "short", "contact": FERNET, "match": OTHER}, "AMUDU_SECRET_KEY"),
        ({"secret": LONG, "contact": FERNET, "match": "short"}, "AMUDU_MATCH_KEY"),
        ({"secret": LONG, "contact": "no Fernet key", "match": OTHER}, "AMUDU_CONTACT_KEY"),
        ({"secret": LONG, "contact": f"{FERNET},x", "match": OTHER}, "AMUDU_CONTACT_KEY"),
        ({"secret": LONG, "contact": " , ", "match": OTHER}, "AMUDU_CONTACT_KEY"),
        ({"secret": LONG, "contact": FERNET, "match": LONG}, "AMUDU_MATCH_KEY"),
        ({"secret": FERNET, "contact": FERNET, "match": OTHER}, "AMUDU_CONTACT_KEY"),
        ({"secret": LONG, "contact": FERNET, "match": FERNET}, "AMUDU_MATCH_KEY"),
        ({"secret": LONG, "contact": FERNET, "match": f"{OTHER},{OTHER}"}, "AMUDU_MATCH_KEY"),
    ],
)
def test_a_key_that_is_missing_short_or_not_its_own_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, keys: dict[str, str], named: str
) -> None:
    given(monkeypatch, **keys)
    with pytest.raises(SettingsError) as refused:
        settings()
    sentence = str(refused.value)
    assert sentence.startswith(f"{named} is not ")
    assert not [value for value in keys.values() if value in sentence]


def test_the_first_contact_key_encrypts_and_all_decrypt(monkeypatch: pytest.MonkeyPatch) -> None:
    new = Fernet.generate_key().decode()
    given(monkeypatch, secret=LONG, contact=FERNET, match=OTHER)
    sealed = sealing.seal({"note": "kept"})
    settings.cache_clear()
    monkeypatch.setenv("AMUDU_CONTACT_KEY", f"{new}, {FERNET}")
    assert sealing.unseal(sealed) == {"note": "kept"}
    Fernet(new).decrypt(sealing.seal({"note": "new"}))


def test_a_demo_makes_its_keys_once_beside_its_database(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given(monkeypatch)
    monkeypatch.setenv("AMUDU_DEMO", "1")
    monkeypatch.setenv("AMUDU_DATABASE_URL", f"sqlite:///{tmp_path}/new/demo.db")
    made = settings().secret_key
    settings.cache_clear()
    assert settings().secret_key == made
    path = tmp_path / "new" / "demo.db.keys"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["demo.db.keys"]


def test_keys_that_another_process_has_just_made_are_taken_over(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/demo.db"
    first = demo_keys.beside(url)
    demo_keys._write_once(tmp_path / "demo.db.keys", "{}")
    assert demo_keys.beside(url) == first


@pytest.mark.parametrize("typed", ["nonsense", "10.0.0.0/8, 10.0.0.1/8", "127.0.0.1 10.0.0.1"])
def test_proxies_that_are_no_addresses_stop_the_start(
    monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    monkeypatch.setenv("AMUDU_TRUSTED_PROXIES", typed)
    with pytest.raises(SettingsError, match="AMUDU_TRUSTED_PROXIES is not usable"):
        settings()
