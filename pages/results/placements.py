"""Placements: agents in agencies, people in work, and whether it lasted."""

from components.programme.views import page as views
from components.results import page as results_page
from components.results.placements import page as placements

results_page.draw("placements", placements.build, is_compared=True, views=views.draw)
