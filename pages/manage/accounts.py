import streamlit as st

from components import i18n

st.title(i18n.t("page.accounts"))
