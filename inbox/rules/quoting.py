"""What of a message is not said anew: long quotations and the signature. They fold, and nothing is lost.

Works on what `rules/markup` writes (well-formed, only a few tags) and on plain text. A short quotation is context, so
it stays.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from inbox.core.model import SafeHtml

MOST_LINES: Final = 3
"""A quotation of more lines than this folds."""
LINE: Final = 70
"""Characters that count as one line of a paragraph."""
GAP: Final = "···"
"""What stands in the place of something folded in the middle."""
SIGNATURE_LINES: Final = 20
"""More than this after the mark is no signature."""

_TAG = re.compile(r"<(/?)([a-z]+)[^>]*>")
_VOID = ("br", "hr")
_BREAK = re.compile(r"<br>|</p>|</li>|</pre>|\n")
_MARK = re.compile(r"--\s*")  # RFC 3676, 4.3: "-- "; the space is often lost


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of the whole: `words` as they were, as many `lines`."""

    words: str
    quoted: bool
    lines: int
    is_mark: bool = False
    says_something: bool = True


def fold_html(html: SafeHtml) -> tuple[SafeHtml, int]:
    """(without what folds, how many lines that was); the same and 0 where nothing folds."""
    shown, folded = _fold([part for chunk in _chunks(html) for part in _parts_of(chunk)])
    return (SafeHtml("".join(_closed(shown, f"<p>{GAP}</p>"))), folded) if folded else (html, 0)


def fold_text(text: str) -> tuple[str, int]:
    """The same for plain text."""
    shown, folded = _fold([_line(line, line) for line in text.split("\n")])
    return ("\n".join(_closed(shown, GAP)), folded) if folded else (text, 0)


def _fold(parts: Sequence[_Part]) -> tuple[list[str | None], int]:
    """What stays, None for each run that folds; and how many lines fold."""
    shown: list[str | None] = []
    folded, said, at = 0, False, 0
    end = _signature(parts)
    while at < end:
        run = at
        while run < end and parts[run].quoted:
            run += 1
        lines = sum(part.lines for part in parts[at:run])
        if lines > MOST_LINES:
            shown.append(None)
            folded += lines
            at = run
            continue
        said = said or parts[at].says_something
        shown.append(parts[at].words)
        at += 1
    if end < len(parts):
        shown.append(None)
        folded += sum(part.lines for part in parts[end:])
    return (shown, folded) if said else ([], 0)


def _signature(parts: Sequence[_Part]) -> int:
    """Where the last signature begins; the length where there is none."""
    for at in range(len(parts) - 1, 0, -1):
        if parts[at].is_mark:
            return at if sum(part.lines for part in parts[at:]) <= SIGNATURE_LINES else len(parts)
    return len(parts)


def _closed(shown: Sequence[str | None], gap: str) -> list[str]:
    """Gaps are marked where words follow them; at the end nothing has to be said."""
    last = max((at for at, part in enumerate(shown) if part is not None and part.strip()), default=-1)
    return [gap if part is None else part for part in shown[: last + 1]]


def _line(raw: str, plain: str) -> _Part:
    quoted = plain.lstrip().startswith(">")
    says = bool(plain.strip()) and not quoted
    return _Part(raw, quoted, max(1, -(-len(plain) // LINE)), bool(_MARK.fullmatch(plain)), says)


def _chunks(html: str) -> list[tuple[str, str]]:
    """The outermost blocks in order as (tag, markup); words outside of any block have the tag ""."""
    chunks: list[tuple[str, str]] = []
    depth, start, outer = 0, 0, ""
    for tag in _TAG.finditer(html):
        closes, name = bool(tag[1]), tag[2]
        if name in _VOID and depth:
            continue
        if not closes and not depth:
            if html[start : tag.start()]:
                chunks.append(("", html[start : tag.start()]))
            start, outer = tag.start(), name
        depth += 0 if name in _VOID else -1 if closes else 1
        if not depth:
            chunks.append((outer, html[start : tag.end()]))
            start = tag.end()
    if html[start:]:
        chunks.append(("", html[start:]))
    return chunks


def _parts_of(chunk: tuple[str, str]) -> list[_Part]:
    """A paragraph with quoted lines or a signature in it becomes several, unless marks reach over its lines."""
    name, markup = chunk
    if name == "blockquote":
        quoted = [line for line in map(_plain, _BREAK.split(markup)) if line.strip()]
        return [_Part(markup, True, sum(max(1, -(-len(line) // LINE)) for line in quoted), says_something=False)]
    if name != "p":
        return [_Part(markup, False, 1)]
    inner = markup.removeprefix("<p>").removesuffix("</p>").split("<br>")
    lines = [_line(line, _plain(line)) for line in inner]
    if not any(line.quoted or line.is_mark for line in lines) or not all(map(_is_balanced, inner)):
        return [_Part(markup, False, 1)]
    parts: list[_Part] = []
    kept: list[_Part] = []
    for line in lines:
        if kept and (line.quoted, line.is_mark) != (kept[-1].quoted, False):
            parts.append(_paragraph(kept))
            kept = []
        kept.append(line)
    parts.append(_paragraph(kept))
    return parts


def _paragraph(lines: Sequence[_Part]) -> _Part:
    words = "<br>".join(line.words for line in lines)
    first = lines[0]
    return _Part(
        f"<p>{words}</p>",
        first.quoted,
        sum(line.lines for line in lines),
        first.is_mark,
        any(line.says_something for line in lines),
    )


def _is_balanced(line: str) -> bool:
    open_tags: list[str] = []
    for tag in _TAG.finditer(line):
        if not tag[1]:
            open_tags.append(tag[2])
        elif not open_tags or open_tags.pop() != tag[2]:
            return False
    return not open_tags


def _plain(markup: str) -> str:
    return entities.unescape(_TAG.sub("", markup)).replace("\u200b", "")
