"""How one word of a name sounds, roughly: French, English and Arabic spellings brought to one.

A sound is the word's consonants and, at its end, the class of its first vowel (a, i, u). An Arabic
word that writes no short vowel has one sound for each that may stand there. ``S`` is ch or sh, a
leading ``'`` a word that begins with a vowel; a leading h is silent, as in Assane for Hassane.
"""

from __future__ import annotations

import re
import unicodedata

#: Spellings that no rule brings together, each beside the one it is read as.
_READ_AS = {
    spelling: name
    for name, spellings in {
        "abd": "abdel abdal abdul abdoul abder abdur abdi",
        "abdulay": "abdallah abdalla abdellah abdullah abdulla abdoulaye abdoulay abdulaye abdulai"
        " abdoulahi abdullahi abdoullah abdulahi",
        "aissatou": "isatou aisatu issatou",
        "ahmed": "ahmet",
        "amadou": "ahmadou ahmadu",
        "boubacar": "abakar",
        "daouda": "daoud daud dawood dawoud dawud dawda dauda",
        "elhadj": "hadj hadji haj hajj elhadji elhaj alhaji alhadji",
        "fatima": "fatna",
        "ibrahim": "brahim ebrahim ebrima ibraima barahima brahima",
        "ismail": "smail smael",
        "khadija": "hadija hadidja hadiza",
        "mamadou": "mahmadou mahmadu",
        "mariam": "myriam miriam",
        "mohamed": "med md mohd moh mahamat mahamed",
        "ndiaye": "njie ndiay",
        "ousmane": "othman othmane outhmane uthman utman otman outmane",
        "souleyman": "slimane sliman",
        "traore": "trawore trawally",
        "zeinab": "seynabou zeynabou zainabou",
    }.items()
    for spelling in spellings.split()
}
#: Common names whose Arabic letters leave open what their vowels tell.
_ARABIC_NAMES = {
    "محمد": "mohamed",
    "احمد": "ahmed",
    "محمود": "mahmoud",
    "حسن": "hassan",
    "حسين": "hussein",
    "علي": "ali",
    "عمر": "omar",
    "عثمان": "ousmane",
    "يوسف": "youssef",
    "ابراهيم": "ibrahim",
    "اسماعيل": "ismail",
    "سليمان": "souleyman",
    "داود": "daouda",
    "داوود": "daouda",
    "موسى": "moussa",
    "عيسى": "issa",
    "فاطمة": "fatima",
    "عايشة": "aicha",
    "خديجة": "khadija",
    "مريم": "mariam",
    "زينب": "zeinab",
    "امينة": "amina",
    "عبدالله": "abdulay",
    "ابوبكر": "boubacar",
    "تراوري": "traore",
    "الحاج": "elhadj",
    "خالد": "khaled",
    "كريم": "karim",
    "سعيد": "said",
    "رشيد": "rachid",
    "نور": "nour",
    "جبريل": "djibril",
    "شيخ": "cheikh",
}
_ARABIC = {
    **dict(zip("بپتثجچخدذرزژسشصضطظغفڤقكکگڭݣلمن", "bbttjSkddrzjsSsdtzgffkkkggglmn", strict=True)),
    **dict.fromkeys("هح", "h"),
    **dict.fromkeys("ىا", "a"),
    **dict.fromkeys("یي", "y"),
    "و": "w",
    "إ": "I",
}
_CLASS = {"a": "a", "i": "i", "o": "u", "u": "u"}
_V = "[aeiou]"
#: In this order: each rule reads what the ones before it have left.
_RULES = [
    (re.compile(rule), by)
    for rule, by in (
        ("ee", "i"),
        ("oo", "u"),
        ("x", "ks"),
        (r"(.)\1+", r"\1"),
        ("sch|tsh|tch|sh", "S"),
        ("ch(?=[rl])", "k"),
        ("ch", "S"),
        ("^th?i(?=[aeou])", "S"),
        ("^(n?)di(?=[aeou])", r"\1j"),
        ("dj", "j"),
        ("g(?=[eiy])", "j"),
        ("gu(?=[eiy])", "g"),
        ("c(?=[eiy])", "s"),
        ("gn", "n"),
        ("e?au(?![aeiou])", "o"),
        ("ph", "f"),
        ("([kgdt])h", r"\1"),
        ("qu(?=[eiy])", "k"),
        ("ck", "k"),
        ("[cq]", "k"),
        ("dz", "z"),
        ("p", "b"),
        ("v", "f"),
        ("ou", "u"),
        (rf"(?<={_V})u(?={_V})", "w"),
        ("^u(?=[aei])", "w"),
        ("(?<=[^aeiou])[uw](?=[aei])", ""),
        (rf"(?<={_V})w(?!{_V})", ""),
        (f"^y(?={_V})", "Y"),
        ("y", "i"),
        ("^h", ""),
        ("h$", ""),
        ("z$", "s"),
        (r"(.)\1+", r"\1"),
    )
]
#: A word that may have the article before it: al-, el-, and what its l becomes (Errachid).
_WITH_ARTICLE = re.compile(r"^(?:[ae]l(?=.{4})|e(?=([bcdfgjklmnrstz])\1.{3}))")
_BOUBACAR = re.compile("a?b[ou]+ba[kc]+[aei]?r+[iy]?")
_IS_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")


def folded(text: str) -> str:
    """Lower case, without accents, vowel marks and what joins the parts of a word."""
    text = text.casefold().replace("ç", "s").translate(str.maketrans("ɓɗƴŋɲɛɔıøł", "bdynneoiol"))
    text = text.replace("œ", "oe").replace("æ", "e").replace("إ", "\ue000")
    bare = "".join(
        char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)
    )
    return re.sub("['`´‘’ʼʾʿ\u0640]", "", bare).replace("\ue000", "إ")


def is_arabic(word: str) -> bool:
    """Whether a word is written in Arabic letters."""
    return bool(_IS_ARABIC.search(word))


def sounds(word: str) -> frozenset[str]:
    """All that a folded word may sound like."""
    if is_arabic(word):
        return _arabic(word)
    word = _READ_AS.get(word, word) if not _BOUBACAR.fullmatch(word) else "boubacar"
    spellings = {word, _WITH_ARTICLE.sub("", word)}
    spellings |= {re.sub("(?<=[a-z])di(?=[aou])", "j", each) for each in spellings}
    if len(word) > 5 and word.startswith("ben"):
        spellings.add(word[3:])
    return frozenset(sound for each in spellings for sound in _latin(each))


def _latin(word: str) -> frozenset[str]:
    for rule, by in _RULES:
        word = rule.sub(by, word)
    first = re.search(_V, word)
    bones = re.sub(_V, "", word)
    if not bones:
        return frozenset(["'" + word])
    initial = "'" if first and first.start() == 0 else ""
    return frozenset(initial + bones + vowel for vowel in _classes(word, first))


def _classes(word: str, first: re.Match[str] | None) -> str | tuple[str]:
    """Of the first vowel: an e is an a or an i, as in Belal for Bilal and Meriem for Mariam."""
    if first is None:
        return ("",)
    if first.group() == "e" or word[first.start() :].startswith("ai"):
        return "ai"
    return _CLASS[first.group()]


def _arabic(word: str) -> frozenset[str]:
    plain = word.replace("إ", "ا")
    known = _ARABIC_NAMES.get(plain)
    if known is None and plain.startswith("ال") and len(plain) > 3:
        word = plain = plain[2:]
        known = _ARABIC_NAMES.get(plain)
    if known is not None:
        return _latin(known)
    letters = "".join(_ARABIC.get(char, "") if char not in "ع" else "e" for char in word)
    letters = re.sub("^(n?)dya", r"\1ja", letters)
    letters = re.sub(r"([^aweyI])\1+", r"\1", letters)
    initial = letters[:1] in ("a", "e", "h", "I")
    rest = letters[1:]
    bones = "" if initial else letters[:1].replace("y", "Y")
    for place, char in enumerate(rest):
        around = (letters[place], rest[place + 1 : place + 2])
        is_last = place == len(rest) - 1
        if char in "aeyI" or (char == "w" and "a" not in around) or (char == "h" and is_last):
            continue
        bones += char
    if not bones:
        return frozenset(["'" + letters])
    if word.endswith("ز"):
        bones = bones[:-1] + "s"
    return frozenset(("'" if initial else "") + bones + vowel for vowel in _first_vowels(letters))


def _first_vowels(letters: str) -> str:
    if letters.startswith("I"):
        return "i"
    return {"a": "a", "w": "ua", "y": "ia"}.get(letters[1:2], "aiu")
