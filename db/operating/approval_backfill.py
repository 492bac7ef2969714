"""Approvals that have seen no revision of their month, or not the one that stands, though nothing
has changed since: they note it, so that no page looks at the rows of these months again."""

from __future__ import annotations

import json

from sqlmodel import Session

from db.queries import approval_changes, approval_revisions


def backfill(session: Session, *, anew: bool = False) -> None:
    """Those from before there were revisions, or all of them: where another version has written,
    revisions did not follow. Nobody counts meanwhile.

    An approval of a month that was changed since notes none, and is looked at as before.
    """
    approvals = approval_revisions.newest_approvals(session)
    if not anew:
        approvals = [each for each in approvals if approval_revisions.revision_of(each) is None]
    revisions = approval_revisions.revisions(session, approvals)
    changes = approval_changes.since(session, approvals)
    for each in approvals:
        then = json.loads(each.counted or "{}")
        then.pop(approval_revisions.NOTED, None)
        if not changes.get(each.id):
            then[approval_revisions.NOTED] = revisions[each.id]
        each.counted = json.dumps(then)
        session.add(each)
    session.flush()
