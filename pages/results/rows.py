"""The rows behind a figure of the results."""

from components.results.rows import page
from components.visit import session
from db.access.permissions import Permission

page.draw(session.require(Permission.RESULTS_READ))
