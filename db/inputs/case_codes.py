"""The code on a person's card: random, easy to read aloud, and safe against slips of the pen.

Seven characters of an alphabet without look-alikes. The weighted sum of their values is 0 modulo
23: since 23 is a prime and the weights differ, any one wrong character and any two swapped ones
are noticed. (About one code in eight has no last character in the alphabet and is not used.)
"""

from __future__ import annotations

import random
import re

from db.inputs.normalisation import normalised

ALPHABET = "23456789CFGHJMPQRVWX"
LENGTH = 7
_PRIME = 23
_VALUE = {letter: value for value, letter in enumerate(ALPHABET)}
_INVERSE = pow(LENGTH, -1, _PRIME)
_BETWEEN = re.compile(r"[-\s\"'._/:,;]")
_SYSTEM = random.SystemRandom()
#: What people type for a letter or digit that the alphabet leaves out on purpose.
_LOOKS_LIKE = str.maketrans({"O": "Q", "B": "8", "S": "5", "Z": "2", "U": "V"})


def make(source: random.Random = _SYSTEM) -> str:
    """A new code; pass a seeded source for the demo only."""
    while True:
        body = [source.randrange(len(ALPHABET)) for _ in range(LENGTH - 1)]
        last = -_weighted(body) * _INVERSE % _PRIME
        if last < len(ALPHABET):
            return "".join(ALPHABET[value] for value in [*body, last])


def normal(typed: str) -> str:
    """As stored: upper case, without the spaces, dashes and quotes that come along with a copied
    code; common slips of the eye put right."""
    return _BETWEEN.sub("", normalised(typed)).upper().translate(_LOOKS_LIKE)


def written(code: str) -> str:
    """As it stands on a card and in a sentence: "234-5678"."""
    return f"{code[:3]}-{code[3:]}"


def is_valid(code: str) -> bool:
    """Whether a normal code could have been made."""
    if len(code) != LENGTH or any(letter not in _VALUE for letter in code):
        return False
    return _weighted([_VALUE[letter] for letter in code]) % _PRIME == 0


def _weighted(values: list[int]) -> int:
    return sum(weight * value for weight, value in enumerate(values, start=1))
