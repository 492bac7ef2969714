"""Proportions of the real population and programme; sources: docs/domain.md#1-the-programme."""

SEX = {"M": 59.3, "F": 40.5, "X": 0.2}
#: Ages at first contact: 15-29 42.5 %, 30-44 43.7 %, 45-59 12 %, 60 and over 1.7 %.
AGES = {(16, 29): 42.5, (30, 44): 43.7, (45, 59): 12.0, (60, 68): 1.8}
#: People of all other groups than recognised refugees, who come from other countries.
NATIONALITY = {
    "CI": 16.7,
    "SN": 15.9,
    "GN": 13.2,
    "CD": 10.1,
    "CM": 8.7,
    "ML": 4.9,
    "CF": 2.3,
    "CG": 3.0,
    "NG": 3.6,
    "OTH_WAF": 8.0,
    "OTH_AFR": 3.6,
    "OTH_MENA": 4.5,
    "OTH": 3.0,
    "NS": 2.5,
}
REFUGEES = {
    "SY": 54.4,
    "YE": 12.3,
    "CF": 9.9,
    "CI": 4.5,
    "SS": 4.9,
    "SD": 4.0,
    "CD": 3.2,
    "IQ": 2.6,
    "PS": 2.3,
    "CM": 1.9,
}
EDUCATION = {
    "0": 8,
    "1": 12,
    "2": 18,
    "3": 22,
    "4": 6,
    "5": 9,
    "6": 13,
    "7": 5,
    "NF": 5,
    "NS": 2,
}
OCCUPATION = {"5": 30, "7": 22, "9": 20, "8": 5, "4": 6, "3": 6, "2": 6, "NS": 5}
#: "Not stated" holds people without a permit and all who would not say.
STATUS = {"MIG_REG": 19.0, "MIG_RENEW": 6.9, "REFUGEE": 24.0, "ASYLUM": 12.3, "NOT_REC": 37.8}
CHANNEL = {
    "PEER": 34,
    "SELF": 20,
    "OUTREACH": 22,
    "CSO": 12,
    "EN": 5,
    "UN": 4,
    "AGENCY_STAFF": 2,
    "NS": 1,
}
LANGUAGE = {"fr": 55, "ary": 20, "en": 8, "ar": 7, "apc": 4, "wo": 3, "ln": 2, "bm": 1}
MODE = {"AGENCY": 62, "FIELD": 16, "PHONE": 14, "ONLINE": 5, "PARTNER": 3}
#: Seasons: fewer people in Ramadan's season and in August, more in autumn.
SEASON = {
    1: 1.0,
    2: 1.05,
    3: 0.85,
    4: 0.75,
    5: 1.0,
    6: 1.0,
    7: 0.9,
    8: 0.55,
    9: 1.15,
    10: 1.2,
    11: 1.15,
    12: 0.9,
}
LATER = {
    "POSITIONING": 20,
    "CV": 18,
    "ADMIN": 14,
    "MEDIATION": 12,
    "SKILLS": 7,
    "JOB_WORKSHOP": 8,
    "TRAIN_REF": 9,
    "SOCIAL_REF": 5,
    "MATCHING": 7,
    "FOLLOW_UP": 14,
    "SELF_EMP": 5,
    "FINANCE": 2,
    "MENTORING": 3,
}
MINUTES = {"10": 10, "20": 22, "30": 38, "45": 18, "60": 12}
#: The published figures.
FIRST_SESSIONS, REGISTERED, COOPERATIVES = 774, 641, 9
COURSES = {
    "EN_CEF": 20,
    "EN_CFA": 12,
    "OFPPT": 12,
    "TAEHIL": 8,
    "CSO": 12,
    "LANGUAGE": 14,
    "LITERACY": 6,
    "DIGITAL": 8,
    "ENTREP": 5,
    "COOP": 2,
    "RPL": 1,
}
OUTCOMES = {
    "WAGE": 46,
    "INTERN": 26,
    "APPRENT": 8,
    "AUTO_ENT": 9,
    "OWN_ACC": 6,
    "COMPANY": 2,
}
CONTRACTS = {
    "WAGE": {"CDD": 42, "CDI": 18, "SEASON": 10, "ORAL": 18, "INTERIM": 8, "UNK": 4},
    "INTERN": {"IDMAJ": 75, "CDD": 25},
    "APPRENT": {"CDD": 60, "UNK": 40},
}
CLOSINGS = {"INACTIVE": 74, "ORIENTED": 10, "WITHDREW": 8, "LEFT": 8}
DROPS = {"WORK": 30, "CARE": 20, "MONEY": 18, "DISTANCE": 14, "LANGUAGE": 8, "MOVED": 7, "OTHER": 3}
