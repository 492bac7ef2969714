"""A password is kept as a hash that costs whoever guesses as much as it may cost us."""

from __future__ import annotations

import pytest

from db.errors import InvalidInput, Problem
from db.secrets import passwords
from tests.conftest import ROUNDS


@pytest.fixture
def dear(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes cost what they do outside of the tests."""
    monkeypatch.setattr(passwords, "ROUNDS", ROUNDS)


def test_a_hash_takes_4096_rounds_and_is_of_the_password_alone(dear: None) -> None:
    made = passwords.hashed("quatre mots font une phrase")
    assert made.startswith("$2b$12$")
    assert passwords.matches("quatre mots font une phrase", made)
    assert not passwords.matches("quatre mots font une phrase.", made)


def test_the_same_password_has_another_hash_each_time() -> None:
    assert passwords.hashed("the same words") != passwords.hashed("the same words")


def test_what_bcrypt_cannot_take_matches_nothing() -> None:
    assert not passwords.matches("a\0b", passwords.hashed("another one"))
    assert not passwords.matches("anything", "not a hash")


def test_a_password_with_the_user_name_in_it_is_told_so() -> None:
    with pytest.raises(InvalidInput) as refused:
        passwords.check_new("karima-pomme-verte-2026", "Karima")
    assert refused.value.problems == {"new_password": Problem("error.password_named")}
