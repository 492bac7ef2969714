"""The overview's content as lean as a page can draw it: nothing read and nothing decided."""

import pickle
from pathlib import Path

import streamlit as st

from benchmarks import lean

st.set_page_config(page_title="Amudu", layout="wide")
lean.draw(lean.content(Path(__file__).parent / "lean.pickle", pickle.loads))
