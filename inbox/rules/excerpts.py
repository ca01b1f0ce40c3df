"""The place of a hit in what somebody wrote: the words around it on one line, for a result of a search."""

from __future__ import annotations

import unicodedata

from inbox.core.lookup import about_where, highlight_spans
from inbox.core.text import shortened, snippet, without_controls

LENGTH = 140
SEEN = 48
"""Characters that a row surely shows: a hit among them needs no other beginning."""
BEFORE = 24
"""Characters before the hit that say what it is about."""
AROUND = 400
"""Characters before and after the hit in which it is looked for closely."""
LONGEST = 8_000
"""Characters of a message in which the place is looked for; further on, its beginning is shown."""


def excerpt(text: str, words: str, limit: int = LENGTH) -> str:
    """The beginning, as `snippet` gives it, where the hit is seen there; else from a few words before the hit.

    "" where none of the words is in it.
    """
    beginning = snippet(text, limit)
    if any(start < SEEN for start, _ in highlight_spans(beginning, words)):
        return beginning
    flat = " ".join(without_controls(text[:LONGEST]).split())
    near = max(0, about_where(flat, words) - AROUND)
    spans = highlight_spans(flat[near : near + 2 * AROUND], words)
    if not spans:
        return ""
    start = near + spans[0][0]
    if start < SEEN:
        return shortened(flat, limit)
    begin = _begin(flat, start)
    return f"…{shortened(flat[begin:], limit - 1)}"


def _begin(flat: str, start: int) -> int:
    """At the first word that begins within `BEFORE` characters before the hit; never inside a character."""
    begin = start - BEFORE
    space = flat.find(" ", begin - 1, start)
    if space >= 0:
        return space + 1
    while begin < start and unicodedata.category(flat[begin])[0] in "MC":
        begin += 1
    return begin
