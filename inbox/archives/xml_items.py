"""The elements of a large XML file, one after the other, in bounded memory.

Nothing of XML's dangers is taken along: a document type, and with it every entity of its own, ends the reading (the
"billion laughs" and files read from the disk come by these only). Prefixes are cut off instead of resolved, since half
of the exports in the world declare them wrongly; control characters, which XML forbids and WordPress exports contain,
are left out; bytes that are no characters become U+FFFD.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from inbox.archives.source import Stream
from inbox.core.errors import Refused

LONGEST = 1_000_000
"""Characters of one text; the rest of it is left out."""
DEEPEST = 60
PIECE = 64 * 1024
QUIET = 4 * 2**20
"""As many characters without the beginning or end of anything are no text any more but an attack on memory."""
_DECLARED = re.compile(rb"""<\?xml[^>]*encoding=["']([A-Za-z0-9._-]+)["']""")
_CONTROLS = {code: None for code in range(32) if code not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None}
_FORBIDDEN = "it declares a document type, which Parlour does not follow"


@dataclass(slots=True)
class Element:
    """`tag` and names of attributes without their prefixes."""

    tag: str
    attributes: dict[str, str]
    line: int
    texts: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)
    length: int = 0
    is_cut: bool = False

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def child(self, tag: str) -> Element | None:
        return next((each for each in self.children if each.tag == tag), None)

    def of(self, tag: str) -> str:
        """The text of a child, "" where there is none."""
        found = self.child(tag)
        return "" if found is None else found.text.strip()


@dataclass(frozen=True, slots=True)
class Seen:
    """An element of those wanted, whole; or that a parent of such ended (`element` None). `path`: tags above it."""

    path: tuple[str, ...]
    element: Element | None
    ended: str = ""
    trouble: str = ""


class _Forbidden(Exception):
    pass


class _Watcher:
    def __init__(self, wanted: Collection[str], ends: Collection[str]) -> None:
        self._wanted, self._ends = wanted, ends
        self._stack: list[Element] = []
        self._inside = 0
        self.seen: list[Seen] = []
        self.quiet = 0
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._said
        parser.StartDoctypeDeclHandler = self._forbid
        parser.EntityDeclHandler = self._forbid
        parser.ExternalEntityRefHandler = self._forbid
        self.parser = parser

    def _forbid(self, *_: object) -> int:
        raise _Forbidden

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if len(self._stack) >= DEEPEST:
            raise _Forbidden
        self.quiet = 0
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        self._stack.append(Element(tag, plain, self.parser.CurrentLineNumber))
        if self._inside or tag in self._wanted:
            self._inside += 1

    def _said(self, text: str) -> None:
        if not self._inside:
            return
        element = self._stack[-1]
        room = LONGEST - element.length
        element.texts.append(text[:room])
        element.length += len(text)
        element.is_cut = element.length > LONGEST

    def _end(self, _: str) -> None:
        self.quiet = 0
        element = self._stack.pop()
        if self._inside:
            self._inside -= 1
            if self._inside:
                self._stack[-1].children.append(element)
            else:
                self.seen.append(Seen(tuple(each.tag for each in self._stack), element))
        elif element.tag in self._ends:
            self.seen.append(Seen(tuple(each.tag for each in self._stack), None, element.tag))


def elements(stream: Stream, wanted: Collection[str], ends: Collection[str] = ()) -> Iterator[Seen]:
    """Elements named in `wanted`, the outermost of them, each whole; and when an element of `ends` ended.

    A file that breaks off or is no XML any more ends with a `Seen` that has a sentence with the line.
    """
    watcher = _Watcher(wanted, ends)
    decoder: codecs.IncrementalDecoder | None = None
    try:
        while True:
            piece = stream.read(PIECE)
            if decoder is None:
                decoder = codecs.getincrementaldecoder(_encoding(piece))("replace")
            text = decoder.decode(piece, not piece).translate(_CONTROLS)
            watcher.quiet += len(text)
            if watcher.quiet > QUIET and not watcher.parser.buffer_used:
                raise _Forbidden
            watcher.parser.Parse(text, not piece)
            yield from watcher.seen
            watcher.seen.clear()
            if not piece:
                return
    except expat.ExpatError as error:
        yield from watcher.seen
        if "no element found" in str(error) or "unclosed" in str(error):
            yield Seen((), None, trouble=f"The file breaks off at line {error.lineno:,}. What came before is read.")
        else:
            yield Seen((), None, trouble=f"Line {error.lineno:,} is no XML. What came before it is read.")
    except _Forbidden:
        yield from watcher.seen
        line = watcher.parser.CurrentLineNumber
        yield Seen((), None, trouble=f"Reading stopped at line {line:,}: {_FORBIDDEN}, or is nested without end.")
    except Refused as error:
        yield from watcher.seen
        yield Seen((), None, trouble=str(error))


def _encoding(head: bytes) -> str:
    """By the mark at its beginning, else by what the file says of itself, else UTF-8."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            return name
    declared = _DECLARED.search(head[:400])
    try:
        return codecs.lookup(declared.group(1).decode("ascii")).name if declared else "utf-8"
    except LookupError:
        return "utf-8"
