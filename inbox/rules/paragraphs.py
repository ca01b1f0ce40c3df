"""A message as paragraphs, lists, quotes and marked words: written piece by piece, then given out as HTML and as text.

The HTML is one canonical form: what is written, read again and written again stays the same to the letter.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from inbox.core.text import without_controls

LONGEST_WORD: Final = 200
"""A word with no place to break costs Qt the square of its length: an invisible space (U+200B) follows so many."""

_HTML_SPACE = re.compile(r"[ \t\n]+")
_PICTURE = "\ufdd0"
"""Stands for a picture while text is put together; the same character is taken out of everything that is read."""


class TooTangled(Exception):
    """Deeper or longer than can be shown with its layout."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A tag around words; `href` for links only."""

    tag: str
    href: str = ""


@dataclass(slots=True)
class Run:
    """Words with the same marks. A line break inside a paragraph is a run of "\\n"."""

    words: str
    marks: tuple[Mark, ...]
    is_picture: bool = False


@dataclass(slots=True)
class Leaf:
    """A paragraph ("p"), verbatim text ("pre") or a rule ("hr")."""

    kind: str
    runs: list[Run] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """ "root", "blockquote" or "li" hold leaves and blocks; "ul" and "ol" hold "li" only."""

    kind: str
    children: list[Block | Leaf] = field(default_factory=list)
    is_implied: bool = False

    def leaves(self) -> Iterator[Leaf]:
        for child in self.children:
            if isinstance(child, Leaf):
                yield child
            else:
                yield from child.leaves()


class Writer:
    """Adds words and blocks at the end of a message, evening out white space as a browser would."""

    DEPTH_LIMIT: Final = 40

    def __init__(self, root: Block) -> None:
        self._containers = [root]
        self._leaf: Leaf | None = None
        self.is_verbatim = False
        """Set before the first words of a leaf whose white space is to be kept."""

    def words(self, text: str, marks: tuple[Mark, ...]) -> None:
        text = without_controls(text)
        if self.is_verbatim:
            self._add(text, marks)
            return
        text = _HTML_SPACE.sub(" ", text)
        last = self._last_character()
        if last in ("", " ", "\n"):
            text = text.lstrip(" ")
        self._add(text, marks)

    def picture(self, label: str, marks: tuple[Mark, ...]) -> None:
        self._begin_leaf(marks).runs.append(Run(label, marks, is_picture=True))

    def line_break(self, marks: tuple[Mark, ...]) -> None:
        """Two in a row begin a new paragraph."""
        if self.is_verbatim:
            self._add("\n", marks)
        elif self._last_character() == "\n":
            self.end_leaf()
        elif self._leaf is not None:
            self._trim_end(" ")
            if self._leaf.runs:
                self._leaf.runs.append(Run("\n", ()))

    def row(self) -> None:
        """A new row of a table: a new line."""
        if self._last_character() not in ("", "\n"):
            self.line_break(())

    def cell(self, marks: tuple[Mark, ...]) -> None:
        """A new cell in a row: kept apart from the one before."""
        if self._last_character() not in ("", "\n"):
            self.words(" | ", marks)

    def rule(self) -> None:
        self._holder().children.append(Leaf("hr"))

    def begin(self, kind: str) -> Block:
        """A quote or a list; the caller ends it with `end`."""
        self.end_leaf()
        block = Block(kind)
        self._holder().children.append(block)
        self._containers.append(block)
        return block

    def begin_item(self) -> Block:
        """An item of a list, in a list of its own if there is none."""
        self.end_leaf()
        while self._containers[-1].kind == "li" and self._containers[-1].is_implied:
            self._containers.pop()
        if self._containers[-1].kind not in ("ul", "ol"):
            self.begin("ul").is_implied = True
        item = Block("li")
        self._containers[-1].children.append(item)
        self._containers.append(item)
        return item

    def end(self, block: Block) -> None:
        """Ends `block` and everything begun in it."""
        self.end_leaf()
        while any(container is block for container in self._containers):
            self._containers.pop()

    def end_leaf(self) -> None:
        leaf, self._leaf = self._leaf, None
        was_verbatim, self.is_verbatim = self.is_verbatim, False
        if leaf is None:
            return
        self._leaf = leaf
        self._trim_end(" \n\t" if was_verbatim else " \n")
        self._leaf = None
        if not "".join(run.words for run in leaf.runs).replace("\u200b", "").strip():
            self._containers[-1].children.pop()

    def _holder(self) -> Block:
        """The innermost block that may hold a leaf; an item is implied in a list, a list that was implied is over."""
        top = self._containers[-1]
        if top.kind == "ul" and top.is_implied:
            self._containers.pop()
            return self._holder()
        if top.kind in ("ul", "ol"):
            item = Block("li", is_implied=True)
            top.children.append(item)
            self._containers.append(item)
            return item
        return top

    def _add(self, text: str, marks: tuple[Mark, ...]) -> None:
        if self._leaf is None:
            text = text.lstrip("\n") if self.is_verbatim else text
            if not text.strip(" \n\t"):
                return
        runs = self._begin_leaf(marks).runs
        if runs and runs[-1].marks == marks and not runs[-1].is_picture and runs[-1].words != "\n":
            runs[-1].words += text
        elif text:
            runs.append(Run(text, marks))

    def _begin_leaf(self, marks: tuple[Mark, ...]) -> Leaf:
        """The leaf that is being written, or a new one."""
        if self._leaf is None:
            self._leaf = Leaf("pre" if self.is_verbatim else "p")
            self._holder().children.append(self._leaf)
        if len(self._containers) + len(marks) > self.DEPTH_LIMIT:
            raise TooTangled
        return self._leaf

    def _last_character(self) -> str:
        return self._leaf.runs[-1].words[-1:] if self._leaf is not None and self._leaf.runs else ""

    def _trim_end(self, characters: str) -> None:
        runs = self._leaf.runs if self._leaf is not None else []
        while runs:
            runs[-1].words = runs[-1].words.rstrip(characters)
            if runs[-1].words:
                return
            runs.pop()


# ---------------------------------------------------------------------------------------------------- giving out

_BREAKS = re.compile("([ \t\n\u1680\u2000-\u2006\u2008-\u200b\u2028\u2029\u205f\u3000]+)")


def write_html(block: Block) -> str:
    """Only `a href b i u s em strong code` within `p br pre hr blockquote ul ol li`; "" for a block without words."""
    inner: list[str] = []
    for child in block.children:
        if isinstance(child, Block):
            inner.append(write_html(child))
        elif child.kind == "hr":
            inner.append("<hr>")
        else:
            words = _marked(child)
            # The first words of an item stand in it directly, or Qt draws a gap after the bullet.
            is_bare = block.kind == "li" and child.kind == "p" and not any(inner)
            inner.append(words if is_bare else f"<{child.kind}>{words}</{child.kind}>")
    content = "".join(inner)
    return content if block.kind == "root" or not content else f"<{block.kind}>{content}</{block.kind}>"


def _marked(leaf: Leaf) -> str:
    written: list[str] = []
    opened: list[Mark] = []
    unbroken = 0
    for run in [*leaf.runs, Run("", ())]:
        shared = 0
        while shared < min(len(opened), len(run.marks)) and opened[shared] == run.marks[shared]:
            shared += 1
        while len(opened) > shared:
            written.append(f"</{opened.pop().tag}>")
        for mark in run.marks[shared:]:
            written.append(f'<a href="{html.escape(mark.href)}">' if mark.tag == "a" else f"<{mark.tag}>")
            opened.append(mark)
        if run.words == "\n" and leaf.kind == "p":
            written.append("<br>")
            unbroken = 0
            continue
        words, unbroken = _with_breaks(run.words, unbroken)
        written.append(html.escape(words, quote=False).replace("\xa0", "&nbsp;"))
    return "".join(written)


def _with_breaks(words: str, unbroken: int) -> tuple[str, int]:
    """The words with places to break, and how many characters stand unbroken at their end."""
    written: list[str] = []
    for at, token in enumerate(_BREAKS.split(words)):
        if at % 2:
            unbroken = 0
        while unbroken + len(token) > LONGEST_WORD and not at % 2:
            room = LONGEST_WORD - unbroken
            written.append(token[:room] + "\u200b")
            token, unbroken = token[room:], 0
        written.append(token)
        unbroken += 0 if at % 2 else len(token)
    return "".join(written), unbroken


def write_text(root: Block) -> tuple[str, list[int]]:
    """The readable text, and where in it each picture's label begins."""
    labels = [run.words for leaf in root.leaves() for run in leaf.runs if run.is_picture]
    pieces = _text(root).replace("\u200b", "").strip().split(_PICTURE)
    text, positions = pieces[0], []
    for label, piece in zip(labels, pieces[1:], strict=True):
        positions.append(len(text))
        text += label + piece
    return text, positions


def _text(block: Block) -> str:
    parts: list[str] = []
    for child in block.children:
        if isinstance(child, Leaf):
            words = "".join(_PICTURE if run.is_picture else run.words for run in child.runs)
            parts.append("* * *" if child.kind == "hr" else words)
        elif child.kind == "blockquote":
            parts.append(
                "\n".join(f"> {line}".rstrip() for line in _text(child).split("\n")) if write_html(child) else ""
            )
        else:
            items = [item for item in map(_text, _blocks(child)) if item]
            signs = [f"{number}. " if child.kind == "ol" else "- " for number in range(1, len(items) + 1)]
            parts.append("\n".join(sign + item.replace("\n", "\n  ") for sign, item in zip(signs, items, strict=True)))
    return ("\n" if block.kind == "li" else "\n\n").join(filter(None, parts))


def _blocks(block: Block) -> Iterator[Block]:
    return (child for child in block.children if isinstance(child, Block))


def write_spoken(root: Block) -> str:
    """What they say themselves: no quotes, no code, no words of links, no pictures; a line for each paragraph."""
    lines: list[str] = []
    for child in root.children:
        if isinstance(child, Block):
            lines.append("" if child.kind == "blockquote" else write_spoken(child))
        elif child.kind == "p":
            lines.append("".join(" " if _is_not_theirs(run) else run.words for run in child.runs).strip())
    return "\n".join(filter(None, lines)).replace("\u200b", "")


def _is_not_theirs(run: Run) -> bool:
    return run.is_picture or any(mark.tag in ("a", "code") for mark in run.marks)
