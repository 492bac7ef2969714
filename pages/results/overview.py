"""The overview: what the programme does now, and how people go on."""

from components import results_page
from components.results import overview

results_page.draw("overview", overview.cards, above=overview.figures)
