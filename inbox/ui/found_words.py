"""Where what was searched for stands in the lines of a row."""

from __future__ import annotations

from collections.abc import Sequence

from inbox.core.lookup import highlight_spans
from inbox.ui.look.text import LOOKED_AT, Span, one_line


def subject_spans(said: str, subject: str, words: str) -> list[Span]:
    """In the title within a context line, not in our words around it."""
    if not words or not subject:
        return []
    start = said.rfind(subject)  # a name before it may hold the same word
    return [(start + one, start + end) for one, end in highlight_spans(subject, words)] if start >= 0 else []


def line_spans(text: str, lines: Sequence[str], words: str) -> list[list[Span]]:
    """For each line that `two_lines` made of the text. A phrase that breaks at the end of a line is marked in both."""
    if not words:
        return [[] for _ in lines]
    flat = one_line(text[:LOOKED_AT])
    spans = highlight_spans(flat, words)
    found: list[list[Span]] = []
    start = 0
    for line in lines:
        start = len(flat) - len(flat[start:].lstrip())
        end = start + len(line)
        here = [(max(first, start), min(last, end)) for first, last in spans if first < end and last > start]
        found.append([(first - start, last - start) for first, last in here])
        start = end
    return found
