"""Trust: what people say of the agencies, and what their steps show."""

from components import results_page
from components.results import trust

results_page.draw("trust", trust.cards, has_ages=False)
