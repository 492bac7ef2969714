"""Whether a password is among what people try first: one common word, or a run of keys."""

from __future__ import annotations

import unicodedata

#: Compared without digits, signs and accents. A phrase of several words is no common word.
WORDS = """
password passwort passwd motdepasse monmotdepasse motpasse contrasena secret secrete topsecret
admin administrator administrateur administration root user username utilisateur guest invite
login connexion test testing tester demo temp temporaire default changeme changezmoi welcome
letmein iloveyou iloveu jetaime jetadore tequiero hello bonjour bonsoir salut coucou bienvenue
salam salamalikoum salamalaykoum marhaba merci soleil doudou loulou chouchou cherie cheri amour
monamour bebe princesse princess sunshine chocolat chocolate nounours papillon bonheur liberte
famille maman papa vacances maison voiture ordinateur computer internet google facebook whatsapp
samsung iphone windows microsoft football soccer basketball baseball superman batman pokemon
dragon monkey tigger shadow master starwars naruto michael jennifer jessica charlie thomas nicolas
julien camille marseille paris lyon france london
maroc morocco almaghrib maghreb marocain africa afrique rabat sale temara kenitra casablanca casa
mohammedia eljadida settat tanger tangier tetouan chefchaouen larache alhoceima nador oujda berkane
meknes ifrane khenifra khouribga benimellal marrakech essaouira safi ouarzazate errachidia
agadir tiznit taroudant guelmim laayoune dakhla atlas sahara
mohammed mohamed mohammad muhammad ahmed mehdi youssef yassine hamza omar othmane hassan hussein
rachid said karim khalid abdallah abdellah ibrahim ismail anass ayoub bilal zakaria amine soufiane
fatima fatimazahra fatimazohra khadija aicha maryam meryem salma imane hajar sara zineb nadia
samira laila layla hanane asmaa amina aminata mamadou moussa ousmane ibrahima cheikh abdoulaye
fatou mariam mariama aissatou oumar
raja rajacasablanca rajaclub wydad wydadcasablanca asfar farrabat barcelona barcelone barca
realmadrid madrid liverpool chelsea arsenal juventus manchester bayern olympique messi ronaldo
emploi insertion formation agence conseiller partenaire migrant migrants integration bismillah
allah alhamdulillah inchallah mashallah ramadan
كلمةالسر كلمةالمرور كلمةسر مرحبا السلامعليكم المغرب الرباط الدارالبيضاء محمد أحمد فاطمة مريم
بسمالله الحمدلله الله حبيبي
"""
#: Neighbours on a keyboard (English, French, German, Arabic; rows and columns) and in an alphabet.
RUNS = (
    "qwertyuiopasdfghjklzxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertzuiopasdfghjklyxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
    "aqwzsxedcrfvtgbyhnujikolpm",
    "zaqxswcdevfrbgtnhymjukilop",
    "zaqwsxcderfvbgtyhnmjuik",
    "asdfghjklqwertyuiop",
    "abcdefghijklmnopqrstuvwxyz" * 2,
    "ضصثقفغعهخحجدشسيبلاتنمكط",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "12345678901234567890",
    "123456789101112131415161718192021222324",
    "11223344556677889900",
    "147258369",
    "!@#$%^&*()_+",
)
LOOK_ALIKES = str.maketrans("@4013$57!", "aaoiessti")
FEW = 4


def is_guessable(password: str) -> bool:
    """Whether it is one common word or one run of keys, with nothing but digits and signs added.

    A word with digits for letters (``p@ssw0rd``) and a repeated word count as common too.
    """
    letters, digits = _letters(password), _digits(password)
    if len(letters) < FEW:
        return _is_run(digits if 2 * len(digits) >= len(password) else password)
    middle = password.strip("0123456789.,;:!?*#+-_/ ")
    return _is_common(letters) or _is_common(_letters(middle.translate(LOOK_ALIKES)))


def _is_common(letters: str) -> bool:
    return _once(letters) in COMMON or _is_run(letters)


def _is_run(text: str) -> bool:
    unit = _once(text)
    if unit != text and len(unit) <= FEW:
        return True
    return any(unit in run or unit[::-1] in run for run in RUNS)


def _once(text: str) -> str:
    """The part that a text repeats (the last time perhaps cut off), else the text itself."""
    lengths = range(1, len(text) // 2 + 1)
    return next((text[:n] for n in lengths if (text[:n] * len(text))[: len(text)] == text), text)


def _letters(text: str) -> str:
    """Letters of any script, and emoji, in lower case and without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    kinds = ((each, unicodedata.category(each)) for each in apart)
    return "".join(each for each, kind in kinds if kind[0] == "L" or kind == "So")


def _digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(each)) for each in text if each.isdecimal())


COMMON = frozenset(_letters(word) for word in WORDS.split())
