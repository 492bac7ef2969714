"""Everything an operator can set, read from the environment once and checked before the start."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from db.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
DEMO_PASSWORD = "amudu-demo-2026"  # noqa: S105 - printed on the demo's sign-in page on purpose


class Settings(BaseSettings):
    """See ``.env.example`` for what each variable does."""

    model_config = SettingsConfigDict(
        env_prefix="AMUDU_", env_file=ROOT / ".env", extra="ignore", hide_input_in_errors=True
    )

    database_url: str = f"sqlite:///{ROOT / 'data' / 'amudu.db'}"
    signing_key: SecretStr
    draft_key: SecretStr
    demo: bool = False
    trusted_proxies: str = ""
    idle_minutes: int = Field(default=60, ge=5, le=720)
    session_hours: int = Field(default=12, ge=1, le=72)

    @field_validator("signing_key")
    @classmethod
    def _long_enough(cls, key: SecretStr) -> SecretStr:
        if len(key.get_secret_value()) < 32:
            raise ValueError("needs at least 32 characters")
        return key

    @field_validator("draft_key")
    @classmethod
    def _fernet(cls, key: SecretStr) -> SecretStr:
        try:
            Fernet(key.get_secret_value())
        except ValueError as problem:
            raise ValueError("is not a Fernet key") from problem
        return key

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if url.startswith(("postgresql://", "postgres://")):
            return "postgresql+psycopg://" + url.split("://", 1)[1]
        if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return url

    @property
    def proxies(self) -> frozenset[str]:
        """Addresses whose ``X-Forwarded-For`` is believed."""
        return frozenset(part.strip() for part in self.trusted_proxies.split(",") if part.strip())


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
