"""The overview drawn from constants: the same elements, nothing read and nothing decided."""

import pickle
from pathlib import Path

import streamlit as st

from benchmarks import constants

st.set_page_config(page_title="Amudu", layout="wide")
content = constants.content(Path(__file__).parent / "constants.pickle", pickle.loads)
constants.draw(content)
