"""The demo's two frozen releases, made the way a manager makes them: the newest year, and before it
the totals of its first half."""

from __future__ import annotations

from sqlmodel import select

from db.actions import releases
from db.codes import Role
from db.inputs.releases import FreezeInput, ripe_years
from db.models import Account
from db.store.engine import writing
from seed_data.plan import Plan


def freeze_two(plan: Plan) -> None:
    """The newest year that is ripe, after its first half."""
    year = ripe_years(plan.start, plan.today, plan.today)[0]
    for period in (year.halves[0], year):
        with writing() as session:
            manager = session.exec(select(Account.id).where(Account.role == Role.MANAGER)).one()
            draft = releases.preview(session, period, by=manager or 0)
            wanted = FreezeInput(period, plan.identity(), draft.digest())
            releases.freeze(session, wanted, by=manager or 0)
