"""Plain words as the HTML that `rules/markup` makes safe."""

from __future__ import annotations

import re
from html import escape

_BLANK = re.compile(r"\n[ \t]*\n+")
_REMARK = re.compile(r"<!--\s*/?wp:.*?-->", re.DOTALL)
_BLOCK = re.compile(r"<(?:p|div|ul|ol|pre|blockquote|h[1-6]|figure|table)[\s>]", re.IGNORECASE)
TOO_LARGE = "This message is too large to be read in. It is in the file."


def as_html(text: str) -> str:
    """Paragraphs where lines are left free, and breaks between lines."""
    return _paragraphs(escape(text, quote=False))


def with_paragraphs(markup: str) -> str:
    """For words that hold some markup and mean their line ends, as comments typed into a blog do; where they have
    paragraphs of their own, these stay, without the remarks of the editor that wrote them."""
    return _paragraphs(_REMARK.sub("", markup))


def _paragraphs(markup: str) -> str:
    lines = markup.replace("\r\n", "\n").replace("\r", "\n").strip()
    return "".join(map(_paragraph, filter(str.strip, _BLANK.split(lines))))


def _paragraph(part: str) -> str:
    words = part.strip()
    return words if _BLOCK.match(words) else f"<p>{words.replace(chr(10), '<br>')}</p>"
