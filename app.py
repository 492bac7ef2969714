"""The server: an ASGI application around the Streamlit script in ``pages/main.py``."""

from pathlib import Path

import streamlit as st

app = st.App(Path(__file__).parent / "pages" / "main.py")
