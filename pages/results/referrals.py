"""Referrals: where people were sent, and who answered."""

from components.results import page as results_page
from components.results import referrals

results_page.draw("referrals", referrals.build)
