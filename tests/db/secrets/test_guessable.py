"""What people try first is refused; a phrase, in whatever script, is not."""

from __future__ import annotations

import pytest

from db.secrets.guessable import is_guessable

#: Of 12 characters or more: from public lists of leaked passwords, and their kin of this country.
COMMON = """
123456789012 1234567890123 123123123123 password1234 passwordpassword motdepasse123 motdepasse12
motdepassemotdepasse qwertyuiop12 azertyuiop123 azertyuiopqsdf adminadmin123 administrateur
administrator bienvenue2026 bonjourbonjour iloveyou1234 casablanca123 rabatrabat123 maroc2026maroc
letmeinletmein changeme1234 welcome12345 abcdefghijkl abcdef123456 qwerty123456 1q2w3e4r5t6y
azerty123456 Password123! password123456 1234567890ab football1234 soleil123456 doudou123456
Casablanca2025 Bonjour12345 p@ssw0rd1234 P@$$w0rd2025! 210987654321 0987654321zz 201620162016
112233445566 1qaz2wsx3edc zaq12wsxcde3 Chérie-123456 mohamed-2025! RajaCasablanca1949 lalalalala12
مرحبا1234567 كلمةالسر1234 ١٢٣٤٥٦٧٨٩٠١٢ !@#$%^&*()_+
"""


@pytest.mark.parametrize(
    "password", [*COMMON.split(), "Mot de passe 12", "1-2-3-4-5-6-7", "01 23 45 67 89"]
)
def test_a_common_word_or_a_run_is_guessed(password: str) -> None:
    assert is_guessable(password)


@pytest.mark.parametrize(
    "password",
    [
        "quatre mots font une phrase",
        "soleil bonjour maison casablanca",
        "password football dragon",
        "أربع كلمات تكفي هنا",
        "مرحبا يا محمد في الرباط",
        "🌿🔑🐫🍊🌊🏔🎈🧿🥁🪁🧵🪔",
        "839201746582",
        "k7#Qz!t2vB9x",
        "#$^&*_!@~%(1",
        "girafe-violette-42",
    ],
)
def test_a_phrase_or_what_nobody_says_is_not(password: str) -> None:
    assert not is_guessable(password)
