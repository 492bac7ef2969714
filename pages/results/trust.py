"""Trust: what people say of the agencies, and what their steps show."""

from components.results import page as results_page
from components.results.trust import survey as trust

results_page.draw("trust", trust.build, has_ages=False)
