"""Plain words as the HTML that `rules/markup` makes safe."""

from __future__ import annotations

import re
from html import escape

_BLANK = re.compile(r"\n[ \t]*\n+")
TOO_LARGE = "This message is too large to be read in. It is in the file."


def as_html(text: str) -> str:
    """Paragraphs where lines are left free, and breaks between lines."""
    return _paragraphs(escape(text, quote=False))


def with_paragraphs(markup: str) -> str:
    """For words that hold some markup and mean their line ends, as comments typed into a blog do."""
    return _paragraphs(markup)


def _paragraphs(markup: str) -> str:
    lines = markup.replace("\r\n", "\n").replace("\r", "\n").strip()
    return "".join(f"<p>{part.strip().replace(chr(10), '<br>')}</p>" for part in _BLANK.split(lines) if part.strip())
