"""Everything an operator can set, read from the environment once and checked before the start."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from pydantic import Field, SecretStr, TypeAdapter, ValidationError, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from db.errors import SettingsError
from db.store import demo_keys

ROOT = Path(__file__).resolve().parents[2]
DEMO_PASSWORD = "amudu-demo-2026"  # noqa: S105 - printed on the demo's sign-in page on purpose

SHORTEST_KEY = 32
Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class Settings(BaseSettings):
    """See ``.env.example`` for what each variable does."""

    model_config = SettingsConfigDict(
        env_prefix="AMUDU_", env_file=ROOT / ".env", extra="ignore", hide_input_in_errors=True
    )

    database_url: str = f"sqlite:///{ROOT / 'data' / 'amudu.db'}"
    secret_key: SecretStr
    contact_key: SecretStr
    match_key: SecretStr
    demo: bool = False
    trusted_proxies: str = ""
    metrics_token: SecretStr = SecretStr("")
    public_url: str = ""
    idle_minutes: int = Field(default=60, ge=5, le=720)
    session_hours: int = Field(default=12, ge=1, le=72)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment, then ``.env``, then (in a demo) the keys beside its database.

        A demo that the environment names takes no key of the real programme that ``.env`` is for.
        """
        first, last = _NamedDemoKeys(settings_cls, {}), _DemoKeys(settings_cls, {})
        return env_settings, first, dotenv_settings, last

    @field_validator("secret_key", "match_key")
    @classmethod
    def _long_enough(cls, key: SecretStr) -> SecretStr:
        if any(len(each) < SHORTEST_KEY for each in listed(key) or [""]):
            raise ValueError(f"needs at least {SHORTEST_KEY} characters")
        return key

    @field_validator("match_key")
    @classmethod
    def _one_key(cls, key: SecretStr) -> SecretStr:
        # Two would be taken for one, and nobody be found by the marks that either has made.
        if len(listed(key)) > 1:
            raise ValueError("is one key: a new one takes the place of the old one, no comma")
        return key

    @field_validator("metrics_token")
    @classmethod
    def _none_or_long_enough(cls, token: SecretStr) -> SecretStr:
        return token if not token.get_secret_value() else cls._long_enough(token)

    @field_validator("contact_key")
    @classmethod
    def _fernet(cls, keys: SecretStr) -> SecretStr:
        try:
            for key in listed(keys):
                Fernet(key)
        except ValueError as problem:
            raise ValueError("is not a Fernet key, or a list of them with commas") from problem
        if not listed(keys):
            raise ValueError("is empty")
        return keys

    @field_validator("contact_key", "match_key")
    @classmethod
    def _a_key_of_its_own(cls, keys: SecretStr, known: ValidationInfo) -> SecretStr:
        others = [known.data.get(name) for name in ("secret_key", "contact_key")]
        taken = {key for other in others if other is not None for key in listed(other)}
        if taken & set(listed(keys)):
            raise ValueError("is the same as another key")
        return keys

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        return database(url)

    @field_validator("trusted_proxies")
    @classmethod
    def _addresses(cls, typed: str) -> str:
        try:
            _networks(typed)
        except ValueError as problem:
            raise ValueError("takes addresses or networks, separated by commas") from problem
        return typed

    @field_validator("public_url")
    @classmethod
    def _a_place(cls, typed: str) -> str:
        parts = urlsplit(typed.strip())
        is_place = parts.scheme in ("http", "https") and parts.hostname
        if typed.strip() and (not is_place or parts.query or parts.fragment or parts.username):
            raise ValueError("must begin with https:// and name a server, without a query")
        return typed.strip().rstrip("/")

    def trusts(self, address: str) -> bool:
        """Whether the ``X-Forwarded-For`` of this address is believed."""
        try:
            known = plain_address(address)
        except ValueError:
            return False
        return any(known in network for network in _networks(self.trusted_proxies))


def database(url: str) -> str:
    """The address of a database as SQLAlchemy takes it; ``ValueError`` for one of another kind."""
    if url.startswith(("postgresql://", "postgres://")):
        return "postgresql+psycopg://" + url.split("://", 1)[1]
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("must begin with sqlite:/// or postgresql://")
    return url


def plain_address(typed: str) -> Address:
    """An address; one of IPv4 that came over an IPv6 socket (``::ffff:10.0.0.1``) as what it is."""
    found = ip_address(typed)
    return (found.version == 6 and found.ipv4_mapped) or found


def _networks(typed: str) -> list[Network]:
    return [ip_network(part.strip()) for part in typed.split(",") if part.strip()]


class _DemoKeys(InitSettingsSource):
    """Keys for a demo that was given none."""

    def __call__(self) -> dict[str, Any]:
        known = self.current_state
        if not TypeAdapter(bool).validate_python(known.get("demo") or False):
            return {}
        return dict(demo_keys.beside(known.get("database_url")))


class _NamedDemoKeys(_DemoKeys):
    """The same, once the sources so far have named the demo's database."""

    def __call__(self) -> dict[str, Any]:
        return super().__call__() if self.current_state.get("database_url") else {}


def listed(keys: SecretStr) -> list[str]:
    """The keys of a setting that may hold several, separated by commas."""
    return [key.strip() for key in keys.get_secret_value().split(",") if key.strip()]


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process; raises ``SettingsError`` naming the variable at fault."""
    try:
        return Settings()
    except ValidationError as problem:
        raise SettingsError(_sentence(problem)) from None


def _sentence(problem: ValidationError) -> str:
    first = problem.errors()[0]
    name = "AMUDU_" + str(first["loc"][0]).upper()
    if first["type"] == "missing":
        return f"{name} is not set: 'python -m db create-keys' makes keys for the .env file."
    return f"{name} is not usable: {first['msg'].removeprefix('Value error, ')}."
