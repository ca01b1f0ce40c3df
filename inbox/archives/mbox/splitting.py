"""An mbox as single messages, one after the other: each begins with a line "From " behind an empty line (RFC 4155).

Not the standard library's `mailbox`: it reads the whole file for a table of contents first, and then each message whole
however long it is. Here an over-long message is cut, and the share of the file is known on the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from inbox.archives.source import Stream

MOST = 25 * 2**20
"""Bytes of a message that are kept: its attachments are not read anyway."""
PIECE = 256 * 1024
_FROM = b"From "


@dataclass(frozen=True, slots=True)
class Single:
    line: int
    """Of its "From " line."""
    raw: bytes
    is_cut: bool


def singles(stream: Stream) -> Iterator[Single]:
    lines: list[bytes] = []
    kept = 0
    is_cut = False
    began = 0
    was_empty = True
    for number, line in enumerate(_lines(stream), 1):
        if was_empty and line.startswith(_FROM):
            if began:
                yield Single(began, b"".join(lines), is_cut)
            lines, kept, is_cut, began = [], 0, False, number
        elif began:
            kept += len(line)
            if kept <= MOST:
                lines.append(line[1:] if line.lstrip(b">").startswith(_FROM) and line.startswith(b">") else line)
            else:
                is_cut = True
        was_empty = line in (b"\n", b"\r\n")
    if began:
        yield Single(began, b"".join(lines), is_cut)


def _lines(stream: Stream) -> Iterator[bytes]:
    """Lines with their ends; one without an end for megabytes comes in pieces."""
    rest = b""
    while piece := stream.read(PIECE):
        pieces = (rest + piece).splitlines(keepends=True)
        rest = pieces.pop() if not pieces[-1].endswith(b"\n") and len(pieces[-1]) < PIECE else b""
        yield from pieces
    if rest:
        yield rest
