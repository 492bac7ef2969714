"""The overview: what the programme does now, and how people go on."""

from components.results import overview
from components.results import page as results_page

results_page.draw("overview", overview.build)
