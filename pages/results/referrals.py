"""Referrals: where people were sent, and who answered."""

from components.programme.views import page as views
from components.results import page as results_page
from components.results import referrals

results_page.draw("referrals", referrals.build, is_compared=True, views=views.draw)
