"""Reading somebody else's HTML into tags and words, in one pass whose cost grows with its length and nothing else.

Written here rather than taken from `html.parser`, because what that one makes of broken markup differs between Python
versions and some shapes cost it the square of their length. What is read is written anew by `inbox.rules.markup`, so a
disagreement with a browser's reading can change how a message looks, never what it may do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from inbox.core.text import unescape_once

_NAME = re.compile(r"[a-zA-Z][^\s/>]{0,40}")
_SPACE_OR_SLASH = re.compile(r"[\s/]*")
_ATTRIBUTE_NAME = re.compile(r"[^\s/>][^\s/>=]*")
_EQUALS = re.compile(r"\s*=\s*")
_BARE_VALUE = re.compile(r"[^\s>]*")
# In attributes HTML wants the semicolon of a name before a letter or "=" ("?a=1&copy=2"): so it does here, always.
_ATTRIBUTE_ENTITY = re.compile(r"&(?:#[0-9a-zA-Z]{1,32};?|[a-zA-Z0-9]{1,32};)")
_KEPT_ATTRIBUTES = frozenset({"href", "src", "alt", "class", "width", "height"})

# Their content is not markup to a browser. Dropped with it; the first two even where they never end.
_CODE = frozenset({"script", "style"})
_RAW = _CODE | {"title", "textarea", "xmp", "iframe", "noembed", "noframes"}
_RAW_END = re.compile(r"</(script|style|title|textarea|xmp|iframe|noembed|noframes)(?=[\s/>])[^<>]*>?", re.IGNORECASE)


class What(Enum):
    OPEN = "open"
    CLOSE = "close"
    WORDS = "words"
    DROPPED = "dropped"
    """Something active was left out here."""


@dataclass(frozen=True, slots=True)
class Piece:
    """`value` is the tag's name in small letters, or the words with their entities decoded."""

    what: What
    value: str
    attributes: dict[str, str]


_NONE: dict[str, str] = {}


def read_tags(source: str) -> Iterator[Piece]:
    """The pieces of `source` in order; comments, declarations and the content of scripts and styles left out."""
    # Looked up once: a search that fails must not be repeated for each tag.
    last_gt, last_comment_end = source.rfind(">"), source.rfind("-->")
    raw_ends = {found[1].lower(): found.start() for found in _RAW_END.finditer(source)}
    at = 0
    while at < len(source):
        start = source.find("<", at)
        if start < 0:
            start = len(source)
        if start > at:
            yield Piece(What.WORDS, unescape_once(source[at:start]), _NONE)
        if start == len(source):
            return
        following = source[start + 1 : start + 2]
        if start > last_gt or not (following.isascii() and (following.isalpha() or following in "/!?")):
            yield Piece(What.WORDS, "<", _NONE)
            at = start + 1
        elif following.isalpha():
            name, attributes, at = _start_tag(source, start)
            if name is None:
                # A quote that never ends: what a browser throws away is shown, for nothing to be lost.
                yield Piece(What.WORDS, unescape_once(source[start:at]), _NONE)
            elif name in _RAW:
                if raw_ends.get(name, -1) >= at:
                    at = next(found.end() for found in _RAW_END.finditer(source, at) if found[1].lower() == name)
                elif name in _CODE:
                    at = len(source)
                yield Piece(What.DROPPED, name, _NONE)
            else:
                yield Piece(What.OPEN, name, attributes)
        elif source.startswith("<!--", start):
            # A comment that never ends loses its beginning only, for nothing to be lost.
            end = source.find("-->", start + 2) if start + 2 <= last_comment_end else start + 1
            at = end + 3
        else:
            name_found = _NAME.match(source, start + 2) if following == "/" else None
            at = source.index(">", start) + 1
            if name_found:
                yield Piece(What.CLOSE, name_found.group().lower(), _NONE)


def _start_tag(source: str, start: int) -> tuple[str | None, dict[str, str], int]:
    """(name, attributes, where the tag ends), or (None, {}, where to read on) if a quoted value never ends."""
    named = _NAME.match(source, start + 1)
    if named is None:
        return None, _NONE, start + 1
    attributes: dict[str, str] = {}
    at = named.end()
    while True:
        at = _end(_SPACE_OR_SLASH, source, at)
        if at >= len(source):
            return None, _NONE, at
        if source[at] == ">":
            return named.group().lower(), attributes, at + 1
        name_end = _end(_ATTRIBUTE_NAME, source, at)
        name = source[at:name_end].lower() if name_end - at < 20 else ""
        at, value = name_end, ""
        equals = _EQUALS.match(source, at)
        if equals:
            at = equals.end()
            quote = source[at : at + 1]
            if quote in ('"', "'"):
                end = source.find(quote, at + 1)
                if end < 0:
                    return None, _NONE, at + 1
                value, at = source[at + 1 : end], end + 1
            else:
                end = _end(_BARE_VALUE, source, at)
                value, at = source[at:end], end
        if name in _KEPT_ATTRIBUTES:
            attributes.setdefault(name, _ATTRIBUTE_ENTITY.sub(lambda entity: unescape_once(entity.group()), value))


def _end(pattern: re.Pattern[str], source: str, at: int) -> int:
    found = pattern.match(source, at)
    return found.end() if found else at
