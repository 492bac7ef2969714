"""Text that people have typed, drawn as it is: no star, bracket or tilde of a name is Markdown."""

from __future__ import annotations

import re

#: What would make a link, an image, a formula, code, HTML, or lines through or under a word; and
#: the colon of an icon, a colour or a badge: ":material/home:", ":red[...]".
_SIGNS = re.compile(r"[\\`*_\[\]<>~$|#]|:(?=[a-z][a-z0-9_-]*[/:\[])")


def plain(text: str) -> str:
    """The text for ``st.markdown`` and its like, which then shows it letter by letter."""
    return _SIGNS.sub(r"\\\g<0>", text)


def isolated(text: str) -> str:
    """In the direction of its own first word: what stands around it is not carried away."""
    return f"\u2068{text}\u2069"
