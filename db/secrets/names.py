"""A name as forms that its other spellings share, and the keyed hash under which a form is kept.

Accents, case, spacing and the order of words tell nothing. Why these rules are ours: decision 0068.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from itertools import combinations, permutations, product

from db.secrets.name_sounds import folded, sounds

#: Hex digits of a keyed form, 64 bits: two of a million forms are the same by chance once in 40
#: million programmes.
LENGTH = 16
#: Words of one name that are read.
MOST = 6
#: Words of one name of which one may have a slip; consonants that such a word has at least.
MOST_NEAR, LEAST_NEAR = 4, 2
#: Articles and the like: they tell nothing of a person.
_ARTICLES = """
el al ul il as es er ar an en et at ed ad ez az ech d l de da do dos la le du di ال
"""
#: Parts of many names, which count only where hardly anything else was typed.
_COMMON_PARTS = """
abd abdel abdal abdul abdoul abdou abdi abder abdur abdour abdes abdus abdous ben bin ibn bint bent
mint ould wuld wold ag walet ait sidi sid moulay mulay lalla abu abou eddine dine din elhadj elhadji
hadj hadji haj hajj hadja alhaji عبد بن ابن بنت ولد ابو ام الحاج سيدي مولاي للا الدين
"""
_DROPPED, _WEAK = frozenset(_ARTICLES.split()), frozenset(_COMMON_PARTS.split())
#: Two words that are one, and one word that is two.
_JOINED = (
    (re.compile(r"\bab(?:ou|u|o) ba(?:c|k)+(?:a|e)?r\b"), "boubacar"),
    (re.compile("(?<!\\w)ابو بكر(?!\\w)"), "ابوبكر"),
    (re.compile("(?<!\\w)عبد الله(?!\\w)"), "عبدالله"),
    (re.compile(r"\babd(?:e|a|u|ou|o)? ?(?:a|e|u)?l?lah?\b"), "abdallah"),
)
_SPLIT = (
    (re.compile("(?<!\\w)عبدال(?!له(?!\\w))(?=\\w{3})"), "عبد "),
    (re.compile("(?<=\\w{2})الدين(?!\\w)"), " الدين"),
    (re.compile(r"\babd(?:e|a|u|ou|o)?l(?!lah?\b|ah?\b|ahi\b|lahi\b|ay|ai\b)(?=\w{3})"), "abd "),
    (re.compile(r"\babd(?:a|e|i|o|u|ou)?(?=([rsntzd])\1?\w{3})"), "abd "),
    (re.compile(r"(?<=\w{3})(?:edd?|[aou]dd|(?<=[^\Waeiou])d)ine?\b"), " eddine"),
)


@dataclass(frozen=True)
class Word:
    """One word of a name: all that it may sound like, and whether many names have it."""

    sounds: frozenset[str]
    is_weak: bool


def words(name: str) -> tuple[Word, ...]:
    """The words of a name that tell something, in any script; none of a text without letters."""
    text = " ".join(re.findall(r"[^\W\d_]+", folded(name)))
    for rule, by in (*_JOINED, *_SPLIT):
        text = rule.sub(by, text)
    typed = text.split()
    telling = [each for each in typed if each not in _DROPPED and (len(each) > 1)] or typed
    return tuple(Word(sounds(each), each.replace("إ", "ا") in _WEAK) for each in telling[:MOST])


def forms(name: str) -> frozenset[str]:
    """What the words of a name sound like, each alone: for finding a name by any of its words."""
    return frozenset(sound for word in words(name) for sound in word.sounds)


def pairs(name: str) -> frozenset[str]:
    """What every two words of a name sound like together, for telling two people apart.

    So the order of the words, and a word that one clerk has left out, change nothing. A name of one
    word is itself.
    """
    chosen = _telling(name)
    if len(chosen) == 1:
        return chosen[0].sounds
    return frozenset(
        "+".join(sorted(both))
        for one, other in combinations(chosen, 2)
        for both in product(one.sounds, other.sounds)
    )


def near(name: str) -> frozenset[str]:
    """As ``pairs``, but one word of each with a slip: a consonant more, less or other, two changed
    round, another vowel. Far more people share one of these, so they serve among few people.
    """
    return frozenset(
        f"{sound}~{slip}"
        for both in permutations(_telling(name)[:MOST_NEAR], 2)
        for sound, other in product(both[0].sounds, both[1].sounds)
        for slip in _slips(other)
    )


def _telling(name: str) -> tuple[Word, ...]:
    """The words that tell people apart; weak ones where there is hardly another one."""
    found = words(name)
    strong = tuple(word for word in found if not word.is_weak)
    return strong if len(strong) > 1 else found


def _slips(sound: str) -> set[str]:
    """The consonants, and what is left of them without one: two words a slip apart share one."""
    bones = sound.rstrip("aiu")
    initial, bones = bones[: bones.startswith("'")], bones.removeprefix("'")
    if len(bones) < LEAST_NEAR:
        return set()
    shorter = {bones[:place] + bones[place + 1 :] for place in range(len(bones))}
    return {initial + each for each in (bones, *shorter)}


def keyed(form: str, key: str, purpose: str) -> str:
    """The hash of a form that nobody makes without the key; other for each purpose it is kept for.

    So what is kept for one purpose cannot be laid beside what is kept for another.
    """
    said = f"{purpose}\0{form}".encode()
    return hmac.new(key.encode(), said, hashlib.sha256).hexdigest()[:LENGTH]
