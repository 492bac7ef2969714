"""Answers are counted of all referrals

Revision ID: 0038, after 0037. IR3.1 was counted of the people alone who agree that both places
speak about them, which told managers who had refused. Its definition gets another version: the
wording of before stays with the figures of before.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

CODE = "IR3.1"
TEXTS = {
    "fr": {
        "definition": "Part des orientations envoyées pendant la période, il y a plus de 30 jours, "
        "qui ont eu une réponse sous 30 jours.",
        "denominator": "Orientations envoyées il y a plus de 30 jours",
        "limits": "Une réponse donnée de vive voix et non saisie n'y est pas. Pour qui s'y rend "
        "seul·e, la réponse est celle de la personne. Qui a refusé que l'on parle de sa situation "
        "est compté comme les autres : un compte à part le dirait.",
    },
    "en": {
        "definition": "Of the referrals sent in the period and more than 30 days ago, the share "
        "answered within 30 days.",
        "denominator": "Referrals sent more than 30 days ago",
        "limits": "An answer given by word of mouth and not entered is not in it. Of whoever goes "
        "there alone the answer is their own. Whoever refused to be spoken of is counted like the "
        "others: a count apart would tell.",
    },
    "ar": {
        "definition": "من الإحالات المرسلة خلال الفترة، قبل أكثر من 30 يوماً، نسبة ما ورد جوابه "
        "خلال 30 يوماً.",
        "denominator": "إحالات أُرسلت منذ أكثر من 30 يوماً",
        "limits": "الجواب الشفوي غير المُدخل غير محتسب. ومن يذهب وحده فالجواب جوابه هو. ومن رفض أن "
        "يُحكى عن حالته يُعد كغيره: عدّه على حدة يكشف ذلك.",
    },
}


def upgrade() -> None:
    bind = op.get_bind()
    meta = sa.MetaData()
    versions = sa.Table("indicator_versions", meta, autoload_with=bind)
    texts = sa.Table("indicator_texts", meta, autoload_with=bind)
    of_code = sa.select(versions).where(versions.c.indicator == CODE)
    last = bind.execute(of_code.order_by(versions.c.number.desc()).limit(1)).mappings().first()
    if last is None:
        return
    said = bind.execute(sa.select(texts).where(texts.c.version_id == last["id"])).mappings().all()
    if any(each["definition"] == TEXTS["fr"]["definition"] for each in said):
        return
    made = {
        "number": last["number"] + 1,
        "reason": "",
        "made_by": None,
        "made_at": datetime.now(UTC),
    }
    copy = {name: value for name, value in last.items() if name != "id"} | made
    added = bind.execute(sa.insert(versions).values(copy).returning(versions.c.id)).scalar_one()
    for each in said:
        row = {**each, **TEXTS.get(each["language"], {}), "version_id": added}
        bind.execute(sa.insert(texts).values(row))


def downgrade() -> None:
    """The versions of a definition stay."""
