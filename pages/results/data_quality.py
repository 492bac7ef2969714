"""Data quality: what is to be mended, who has entered what, and which months are approved."""

from components.records.quality import page
from components.visit import session
from db.access.permissions import Permission

page.draw(session.require(Permission.RESULTS_READ))
