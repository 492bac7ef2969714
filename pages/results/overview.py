"""The overview: what the programme does now, and how people go on."""

from components.programme.views import page as views
from components.results import overview
from components.results import page as results_page

results_page.draw("overview", overview.build, is_compared=True, views=views.draw)
