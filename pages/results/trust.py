"""Trust: what people say of the agencies, and what their steps show."""

from components.programme.views import page as views
from components.results import page as results_page
from components.results.trust import survey as trust

results_page.draw("trust", trust.build, has_ages=False, views=views.draw)
