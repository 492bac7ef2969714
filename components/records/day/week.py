"""My week beside my usual one, in a calm line; and the way to the sheet of the month."""

from __future__ import annotations

import streamlit as st

from components.language import i18n
from components.visit import navigation
from db.queries.my_week import FEWEST, MyWeek


def draw(week: MyWeek) -> None:
    """How many entries so far; what is usual is said once there are weeks enough."""
    st.subheader(i18n.t("week.title"))
    st.markdown(said(week))
    label = i18n.t("page.my_month")
    if st.button(label, key="day_my_month", icon=":material/description:", width="stretch"):
        navigation.go("my-month")


def said(week: MyWeek) -> str:
    """ "Cette semaine : 12 saisies. D'habitude, au même jour : 11."."""
    so_far = i18n.tn("week.so_far", week.entries)
    if week.usual is None:
        return f"{so_far} {i18n.t('week.too_few', weeks=FEWEST)}"
    return f"{so_far} {i18n.t('week.usual', usual=week.usual, weeks=week.weeks)}"
