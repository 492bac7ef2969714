"""Indicators: key figures beside what was promised of them, each with its sheet."""

from components.results.indicators import page

page.draw()
