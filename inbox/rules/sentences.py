"""A text as words to look for something in: their own only, with the breaks between sentences and clauses."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import Final

from inbox.core.text import split_at_web_addresses

BREAKS: Final = ",.?!"
"""What stands in `Sentences.joined` for the end of a clause, of a sentence, of a question, of an exclamation."""
LONGEST: Final = 20_000
"""Characters that are looked at; what stands behind them says the same again, or is none of their own."""

# What somebody quotes is not what they say: lines of a mail, code, what stands between quotation marks on one line.
_NOT_SAID = re.compile(
    r"(?m)^[ \t]*>.*$"
    r"|```(?s:.*?)(?:```|\Z)"
    r"|`[^`\n]{1,400}`"
    r"|(?<!\S)\S{1,200}@\S{1,200}"
    r"|“[^“”\n]{1,400}”|„[^„“”\n]{1,400}[“”]|«[^«»\n]{1,400}»|»[^«»\n]{1,400}«|(?<!\w)\"[^\"\n]{1,400}\"(?!\w)"
)
_WRAPPED = re.compile(r"(?<=[^\n]{50})\n(?=[^\W\d_A-ZÀ-Þ])")
"""A line end that a mail program put into a sentence."""
_QUIET = "\x1f"
_MARKS = "\u0300-\u036f"
_TOKEN = re.compile(rf"(?:[^\W_][{_MARKS}]*)+(?:['’‘´`ʼ](?=[^\W_]))?|[?？!！.…。\n,;:—–()\x1f]")
_KINDS = dict.fromkeys("?？", "?") | dict.fromkeys("!！", "!") | dict.fromkeys(".…。\n", ".")
_KINDS |= dict.fromkeys(",;:—–()\x1f", ",")
_MAY_BE_QUIET = re.compile('[>`@“„«»"]')


class Sentences:
    """`joined` is " word word . word ": each word evened out and followed by a space, breaks as one of `BREAKS`. A word
    with an apostrophe is two ("don'", "t"), so that all languages are cut alike."""

    def __init__(self, text: str) -> None:
        self._text = text[:LONGEST]
        self._quiet = _said(self._text)
        even_out = _even_ascii if self._quiet.isascii() else even
        tokens = _TOKEN.findall(self._quiet)
        self._pieces = [_KINDS.get(token) or even_out(token) for token in tokens]
        self.words = [piece for piece in self._pieces if piece not in BREAKS]
        """Without the breaks."""
        self.joined = f" {' '.join(self._pieces)} " if tokens else " "

    @cached_property
    def accented(self) -> list[str]:
        """Words with letters that English has not."""
        return [] if self.joined.isascii() else [word for word in self.words if not word.isascii()]

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        """Of each piece, in the text: looked up only where something was found."""
        return [token.span() for token in _TOKEN.finditer(self._quiet)]

    @cached_property
    def _starts(self) -> list[int]:
        """Of each piece, in `joined`."""
        return list(accumulate((len(piece) + 1 for piece in self._pieces[:-1]), initial=1))

    def where(self, start: int, end: int) -> tuple[int, int]:
        """Where what stands at `joined[start:end]` is in the text."""
        first, last = self._token_at(start), self._token_at(max(start, end - 2))
        return self._spans[first][0], self._spans[last][1]

    def place_of(self, start: int) -> int:
        """Where in `joined` the word stands that begins at `text[start]`."""
        return self._starts[max(0, bisect_right(self._spans, (start, len(self._text))) - 1)]

    def between(self, start: int, end: int) -> str:
        first, last = self.where(start, end)
        return self._text[first:last]

    def sentence_end(self, at: int) -> int:
        """Where in `joined` the sentence that goes on at `at` ends, without its mark."""
        ends = [found for mark in ".?!" if (found := self.joined.find(f" {mark} ", at - 1)) >= 0]
        return min(ends, default=len(self.joined) - 1) + 1

    def clause_start(self, at: int) -> int:
        """Where in `joined` the clause begins that goes on at `at`."""
        return max(
            self.joined.rfind(f" {mark} ", 0, at) + 3 if f" {mark} " in self.joined[:at] else 1 for mark in BREAKS
        )

    def is_question(self, at: int) -> bool:
        """Whether the clause that goes on at `at` is asked."""
        found = re.compile(f"[{re.escape(BREAKS)}]").search(self.joined, at - 1)
        return found is not None and found.group() == "?"

    def _token_at(self, at: int) -> int:
        return max(0, bisect_right(self._starts, at) - 1)


def even(word: str) -> str:
    """A word as it is compared: case and compatibility forms evened out, accents kept, one kind of apostrophe."""
    if word.isascii():
        return _even_ascii(word)
    return re.sub("[’‘´`ʼ]", "'", unicodedata.normalize("NFKC", word).casefold())


def _even_ascii(word: str) -> str:
    return word.lower().replace("`", "'")


def _said(text: str) -> str:
    """The text of the same length, with a break for whatever is quoted, code, or an address."""
    quiet = _NOT_SAID.sub(lambda found: _QUIET * len(found.group()), text) if _MAY_BE_QUIET.search(text) else text
    if "\n" in quiet:
        quiet = _WRAPPED.sub(" ", quiet)
    return "".join(_QUIET * len(piece) if is_address else piece for piece, is_address in split_at_web_addresses(quiet))
