"""Training: enrolments, completion, kinds and centres."""

from components.programme.views import page as views
from components.results import page as results_page
from components.results import training

results_page.draw("training", training.build, is_compared=True, views=views.draw)
