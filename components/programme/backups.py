"""The last backups, whether they are recent and in order, and how one is made."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from components.language import i18n
from components.reads import reference
from db.models import Backup
from db.queries.backups import Backups

#: Where backups lie unless whoever looks after the server has chosen another place.
FOLDER = "data/backups"
MEGABYTE = 1_000_000


def condition(found: Backups) -> None:
    """One sentence: safe, or what is to be done."""
    if found.days is None:
        st.error(
            i18n.t("backups.damaged" if found.newest else "backups.none"), icon=":material/error:"
        )
        return
    if found.is_damaged:
        st.error(i18n.t("backups.damaged"), icon=":material/error:")
    if found.is_overdue:
        said = i18n.tn("backups.overdue", found.days, limit=found.limit)
        st.warning(said, icon=":material/warning:")
    elif not found.is_damaged:
        st.success(i18n.t("backups.fine"), icon=":material/check_circle:")


def newest(found: Backups) -> None:
    """The last backup in full, and those before it in a line each."""
    if not found.newest:
        return
    last, *earlier = found.newest
    with st.container(border=True, key="backups_last"):
        st.header(i18n.t("backups.last"))
        st.markdown("\n".join(f"- {line}" for line in _lines(last)))
    if earlier:
        with st.expander(i18n.t("backups.earlier"), key="backups_earlier"):
            st.markdown("\n".join(f"- {_line(each)}" for each in earlier))


def by_hand(found: Backups) -> None:
    """Where the commands are run, and what each does; they can be typed as they stand."""
    st.header(i18n.t("backups.how"))
    st.write(i18n.t("backups.where", folder=f"`{FOLDER}`"))
    for name, words in commands(found).items():
        st.write(i18n.t(f"backups.how.{name}"))
        st.code(f".venv/bin/python -m db {words}", language=None, wrap_lines=True)
    st.info(i18n.t("backups.keys", file="`.env`"), icon=":material/key:")


def commands(found: Backups) -> dict[str, str]:
    """What is typed to make a backup, to verify the newest, and to restore the last sound one."""
    sound = (f"/{each.file_name}" for each in found.newest if not each.is_damaged)
    return {
        "make": f"backup --to {FOLDER} --keep 14",
        "verify": f"verify {FOLDER}",
        "restore": f"restore {FOLDER}{next(sound, '')} --over",
    }


def _lines(backup: Backup) -> list[str]:
    said = "backups.found_damaged" if backup.is_damaged else "backups.found_sound"
    return [
        i18n.t("backups.made", at=_at(backup.made_at)),
        i18n.t("backups.size", size=_megabytes(backup.size)),
        i18n.t(said, at=_at(backup.verified_at)),
        i18n.t("backups.file", name=f"`{backup.file_name}`"),
    ]


def _line(backup: Backup) -> str:
    size = i18n.t("backups.size", size=_megabytes(backup.size))
    damaged = [i18n.t("backups.is_damaged")] if backup.is_damaged else []
    return i18n.line(_at(backup.made_at), size, *damaged)


def _at(moment: datetime) -> str:
    return i18n.moment(reference.local(moment))


def _megabytes(size: int) -> str:
    """One digit after the point, and never nothing."""
    return i18n.number(max(size / MEGABYTE, 0.1), 1)
