"""One table of colours, one meaning each; no chart picks a colour of its own.

Most charts need ``FIGURE`` alone: agencies and months have a place of their own, named in words.
Colours that stand side by side inside a bar lie at least 20 apart (CIE 1976) to red-, green- and
blue-blind eyes and have an edge, since some are pale; a mark that stands alone is at least 3:1
against paper. ``tests/components/cards/charts/test_colours.py`` measures it.
"""

from __future__ import annotations

#: What is written and drawn around the marks.
INK, SOFT, LINE, PAPER = "#1E2A2A", "#55605F", "#DDD7CB", "#FBFAF7"
#: The figure that a chart is about.
FIGURE = "#0B6E5F"
#: A step beside the path, such as training in the funnel.
BESIDE = "#6A55B0"
#: Of the figure, what is not over: people who are still at a step.
STILL = "#B9DDD5"
#: Fewer answers than a share should rest on.
FEW = "#7D8784"
#: The line around a part of a bar.
EDGE = SOFT
#: What became of something promised: a course, or a check on whether work lasts. Late is warm.
STATES = {
    "done": "#15545C",
    "under_way": "#5680E5",
    "stopped": "#3A2716",
    "late": "#EB4D16",
    "unknown": "#9E9FA3",
    "awaited": "#EEEAE0",
}
#: Kinds of work, by ``db.codes.OUTCOME_GROUPS``.
KINDS = {
    "WAGE": "#18457F",
    "INTERN": "#6EA6DA",
    "APPRENT": "#984AC7",
    "SELF": "#E2D1ED",
}
#: The steps of a path: who went on or stopped, those beside the path, and who is still there.
PATH = {"on": FIGURE, "side": BESIDE, "under_way": STILL}
#: What somebody did who was asked.
ANSWERS = {"answered": "#4B7F1C", "refused": "#C9BFA5"}
#: A cell of a matrix, from none to the highest: ink can be read on each.
SHADES = ("#F3F1EA", "#86C0B3")
