"""Whether the database is kept safe: the last backup, its size, its verification."""

import streamlit as st

from components.language import i18n
from components.programme import backups
from components.reads.read import read
from components.visit import session
from db.access.permissions import Permission
from db.queries.backups import state

viewer = session.require(Permission.BACKUPS_READ)
st.title(i18n.t("page.backups"))
st.write(i18n.t("backups.lead"))
found = read(state, viewer=viewer)
backups.condition(found)
backups.newest(found)
backups.by_hand(found)
