"""Training: enrolments, completion, kinds and centres."""

from components.results import page as results_page
from components.results import training

results_page.draw("training", training.build)
