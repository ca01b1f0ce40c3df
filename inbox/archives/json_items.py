"""The items of a large JSON array, one after the other, in bounded memory. The standard library reads a file whole."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any

from inbox.archives.source import Source, Stream
from inbox.core.errors import Refused

PIECE = 64 * 1024
LONGEST = 16 * 2**20
"""Characters of one item."""
SMALL = 4 * 2**20
"""Bytes of a file that is read whole."""
_SPACE = re.compile(r"[ \t\r\n,]*")


def items(stream: Stream, key: str = "") -> Iterator[tuple[Any, str]]:
    """(item, "") of the first array, or of the first one called `key`; at last (None, sentence) where it breaks off."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    text, at, number = "", -1, 0
    is_whole = False
    reader = json.JSONDecoder()
    while True:
        try:
            piece = stream.read(max(PIECE, len(text) - max(at, 0)))
        except Refused as error:
            yield None, str(error)
            return
        is_whole = not piece
        text = (text[at:] if at > 0 else text) + decoder.decode(piece, is_whole)
        at = 0 if at >= 0 else _beginning(text, key)
        if at < 0:
            if is_whole or len(text) > LONGEST:
                yield None, "There is no list in this file. Download it again."
                return
            continue
        while True:
            at = _after_space(text, at)
            if at < len(text) and text[at] == "]":
                return
            try:
                item, at = reader.raw_decode(text, at)
            except RecursionError:
                yield None, f"Entry {number + 1:,} is nested without end. What came before it is read."
                return
            except ValueError:
                break
            number += 1
            yield item, ""
        if is_whole or len(text) - at > LONGEST:
            yield None, f"The file breaks off at entry {number + 1:,}. What came before it is read."
            return


def whole(source: Source, name: str) -> Any:
    """A small file, read as a whole: what stands from its first bracket on; None where it is no JSON."""
    try:
        with source.open(name) as stream:
            text = stream.read(SMALL).decode("utf-8-sig", "replace")
        starts = [at for at in (text.find("{"), text.find("[")) if at >= 0]
        return json.JSONDecoder().raw_decode(text, min(starts))[0] if starts else None
    except (Refused, ValueError, RecursionError, KeyError):
        return None


def text_of(value: Any, key: str) -> str:
    """A text of an object from outside, "" where there is none."""
    found = value.get(key) if isinstance(value, dict) else None
    return found.encode("utf-8", "replace").decode() if isinstance(found, str) else ""


def list_of(value: Any, key: str) -> list[Any]:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def _after_space(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return at if space is None else space.end()


def _beginning(text: str, key: str) -> int:
    """Just behind the bracket of the array, -1 where it is not there yet."""
    start = text.find(f'"{key}"') if key else 0
    bracket = text.find("[", start) if start >= 0 else -1
    return bracket + 1 if bracket >= 0 else -1
