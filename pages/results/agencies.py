"""Agencies: one on one page, with why it is where it is, and what happened there."""

from components.programme.marks import page as marks
from components.programme.views import page as views
from components.results.agency import page

asked = page.draw(views.draw)
if asked is not None:
    marks.draw(asked.viewer, asked.version, asked.agencies[0])
