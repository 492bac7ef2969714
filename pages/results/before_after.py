"""Before and after: whether an agency's own register changed when its agent came."""

from components.programme.views import page as views
from components.results import page as results_page
from components.results.before_after import page as before_after

results_page.draw("before_after", before_after.build, is_whole=True, views=views.draw)
