"""What axe finds on a page that somebody could not read or use."""

from __future__ import annotations

from importlib import resources
from typing import Any

from tests.browser.visitor import Visitor

#: Streamlit's own markup breaks these three, in its navigation and in sparklines; ours may not.
KNOWN = {"list", "listitem", "svg-img-alt"}
SERIOUS = {"serious", "critical"}
#: What fades in or out is pale on the way: its end is what somebody reads. Not waited for is what
#: stands still, or goes on for ever.
FOUND = """async (more) => {
  const passing = document.getAnimations().filter((each) => each.playState === "running"
    && each.effect.getComputedTiming().iterations !== Infinity);
  await Promise.race([
    Promise.all(passing.map((each) => each.finished.catch(() => null))),
    new Promise((done) => setTimeout(done, 2000)),
  ]);
  return await axe.run(document, {resultTypes: ["violations"], ...more});
}"""
#: Of a page that was looked at by day, only its colours are others in the dark.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def findings(visitor: Visitor, *, is_dark: bool = False) -> list[str]:
    """Serious findings as ``rule: element``, the known ones left out."""
    # Half a megabyte, which stays in a page until it is left.
    if not visitor.page.evaluate("() => 'axe' in window"):
        source = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
        visitor.page.evaluate(source)
    found: dict[str, Any] = visitor.page.evaluate(FOUND, COLOURS if is_dark else {})
    return [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in found["violations"]
        if rule["impact"] in SERIOUS
        for node in rule["nodes"]
        if not _is_known(rule["id"], node["html"])
    ]


def _is_known(rule: str, markup: str) -> bool:
    """On Streamlit's own markup only: what we write ourselves carries our key or class."""
    return rule in KNOWN and "st-key-" not in markup and "amudu" not in markup
