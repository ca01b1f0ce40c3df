"""What words mean, language by language: one readable TOML file each, and the only reader of them.

A language makes a claim only about a text that is surely written in it; an unknown one makes none. The patterns of a
file are words as people type them:

    (a|b c)   one of these        word*   any ending
    [a|b]     the same, or none   ~  ~~   up to three, or six, other words in between, none of them a "not"
    ,         a break within a sentence
    ^         where a sentence, or a part of one, begins
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from inbox.core.lookup import name_key
from inbox.rules.phrases import StockPhrases
from inbox.rules.sentences import BREAKS, Sentences, even

SECTIONS: Final = ("promises", "kind", "please_stop", "spam")
"""Each may have `words` (what is looked for), `idioms` (what only sounds like it), `not_before` and `not_after` (what
denies it, beside the language's own)."""
REACH_BEFORE: Final = 3
"""So many words before a find may deny it, and so many behind it:"""
REACH_AFTER: Final = 6

_WORD = rf"[^ {re.escape(BREAKS)}]+"
_SHORT = 3
"""A text of no more words than this need not hold a common word of its language."""


@dataclass(frozen=True, slots=True)
class Find:
    """Words that were found: `text[start:end]`, in code points."""

    start: int
    end: int
    words: str
    language: str


@dataclass(frozen=True)
class Section:
    """One kind of thing to look for in one language, ready to look."""

    looked_for: re.Pattern[str] | None
    idioms: re.Pattern[str] | None
    denied_before: re.Pattern[str] | None
    denied_after: re.Pattern[str] | None

    def spans(self, said: Sentences) -> list[tuple[int, int]]:
        """Where it stands in `said.joined`, denials and idioms left out; in order, apart."""
        if self.looked_for is None:
            return []
        joined = said.joined
        if self.idioms is not None:
            joined = self.idioms.sub(_muted, joined)
        return [
            found.span() for found in self.looked_for.finditer(joined) if not self._is_denied(joined, *found.span())
        ]

    def _is_denied(self, joined: str, start: int, end: int) -> bool:
        before = _last_words(joined[max(0, start - 200) : start], REACH_BEFORE)
        after = _first_words(joined[end : end + 400], REACH_AFTER)
        return bool(
            (self.denied_before is not None and self.denied_before.search(before))
            or (self.denied_after is not None and self.denied_after.search(after))
        )


@dataclass(frozen=True)
class Language:
    """One file. `read` is its TOML, whose shape `read_languages` has looked at."""

    code: str
    read: Mapping[str, Any] = field(repr=False)
    _sections: dict[str, Section] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def common(self) -> frozenset[str]:
        return frozenset(even(word) for word in self.read["common"])

    @cached_property
    def foreign(self) -> frozenset[str]:
        """Words that give away a neighbour language."""
        return frozenset(even(word) for word in self.read.get("foreign", ()))

    @cached_property
    def letters(self) -> frozenset[str]:
        return frozenset("abcdefghijklmnopqrstuvwxyz'0123456789" + self.read.get("letters", ""))

    def section(self, name: str) -> Section:
        """Made ready at its first use: thousands of words take a while."""
        if name not in self._sections:
            self._sections[name] = self._section(self.read.get(name, {}))
        return self._sections[name]

    @cached_property
    def shop_words(self) -> frozenset[str]:
        """Words that names and addresses of shops are made of, without accents."""
        return frozenset(name_key(word) for word in self.read.get("spam", {}).get("shop", ()))

    @cached_property
    def when(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        """What says a day, with what `rules/when.py` understands; "#" is a number, a group of its pattern."""
        return tuple((self._compiled(patterns), code) for code, patterns in self.read.get("when", {}).items())

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        return {even(name): int(value) for name, value in self.read.get("numbers", {}).items()}

    def fits(self, said: Sentences) -> int:
        """How many words of it the text has; 0 where it is not in this language."""
        own = sum(map(self.common.__contains__, said.words))
        if not own or own * 6 < len(said.words) or self._foreign_words(said) >= max(own, 1):
            return 0
        return own

    def may_be(self, said: Sentences) -> bool:
        """Too short to tell, and nothing speaks against it."""
        return 0 < len(said.words) <= _SHORT and not self._foreign_words(said)

    def _foreign_words(self, said: Sentences) -> int:
        foreign, letters = self.foreign, self.letters
        strange = sum(word not in foreign and not letters.issuperset(word) for word in said.accented)
        return sum(map(foreign.__contains__, said.words)) + strange

    def _section(self, read: Mapping[str, Any]) -> Section:
        denials = [*self.read.get("not_before", ()), *read.get("not_before", ())]
        denials_after = [*self.read.get("not_after", ()), *read.get("not_after", ())]
        words, idioms = read.get("words", ()), [*self.read.get("not_only", ()), *read.get("idioms", ())]
        return Section(
            self._compiled(words) if words else None,
            self._compiled(idioms) if idioms else None,
            self._compiled(denials) if denials else None,
            self._compiled(denials_after) if denials_after else None,
        )

    @cached_property
    def _no(self) -> str:
        """No word that denies: what may not stand where a pattern leaves room."""
        denials = [*self.read.get("not_before", ()), *self.read.get("not_after", ())]
        return f"(?!{'|'.join(_Pattern(denial).regex for denial in denials)})" if denials else ""

    def _compiled(self, patterns: Sequence[str]) -> re.Pattern[str]:
        ways = (_Pattern(pattern, self._no, tuple(self.numbers)).regex for pattern in patterns)
        return re.compile(f"(?<= )(?:{'|'.join(ways)})")


class Languages:
    """All languages that are known, and the stock phrases of all of them."""

    def __init__(self, languages: Sequence[Language] = ()) -> None:
        self.all = tuple(languages)
        self.stock = StockPhrases.of({one.code: tuple(one.read["phrases"]) for one in languages})
        self.version = hashlib.sha256(json.dumps([one.read for one in languages]).encode()).hexdigest()[:16]
        """Another one whenever a file says something else."""

    def of(self, said: Sentences) -> list[Language]:
        """Those the text is surely in: two, where it changes between them; none, for an unknown one. A few words are
        in every language that nothing speaks against: its own words tell whether they say something."""
        if len(said.words) <= _SHORT:
            return [language for language in self.all if language.may_be(said)]
        fitting = {language.code: language.fits(said) for language in self.all}
        best = max(fitting.values(), default=0)
        return [language for language in self.all if best and fitting[language.code] * 2 > best]

    @cached_property
    def shop_words(self) -> frozenset[str]:
        return frozenset(word for language in self.all for word in language.shop_words)


NO_LANGUAGES: Final = Languages()


def read_languages(files: Mapping[str, str]) -> Languages:
    """Language files by language code. ValueError names the file that is broken, and what is wrong with it."""
    languages: list[Language] = []
    for code, source in files.items():
        try:
            read = tomllib.loads(source)
        except tomllib.TOMLDecodeError as broken:
            raise ValueError(f"The words of {code} cannot be read: {broken}") from broken
        for name in ("common", "phrases"):
            _must_be_words(code, name, read.get(name))
        for name in ("foreign", "not_before", "not_after", "not_only"):
            _must_be_words(code, name, read.get(name, []))
        for name in SECTIONS:
            section = read.get(name, {})
            if not isinstance(section, dict):
                raise ValueError(f"The words of {code} need a table [{name}].")
            for part, words in section.items():
                _must_be_words(code, f"{name}.{part}", words)
        for code_of_day, patterns in read.get("when", {}).items():
            _must_be_words(code, f"when.{code_of_day}", patterns)
        languages.append(Language(code, read))
    return Languages(languages)


class Heard:
    """A text, cut into words once, with the languages it is in."""

    def __init__(self, text: str, languages: Languages) -> None:
        self.said = Sentences(text)
        self.languages = languages.of(self.said)

    def find(self, section: str, among: Sequence[Language] | None = None) -> list[Find]:
        """Every find of this section, in order and apart; quotes, code and addresses of the text do not count. `among`:
        languages to look in whatever the text is in."""
        said = self.said
        found = [
            Find(*said.where(start, end), said.between(start, end), language.code)
            for language in (self.languages if among is None else among)
            for start, end in language.section(section).spans(said)
        ]
        found.sort(key=lambda one: (one.start, -one.end))
        apart: list[Find] = []
        for one in found:
            if not apart or one.start >= apart[-1].end:
                apart.append(one)
        return apart


# ------------------------------------------------------------------------------------------------------- patterns


class _Pattern:
    """A pattern of a file as a regular expression over `Sentences.joined`, where each word is followed by a space.
    `no`: what may not stand in the room that it leaves; `numbers`: words that "#" stands for, beside figures."""

    def __init__(self, pattern: str, no: str = "", numbers: Sequence[str] = ()) -> None:
        self._tokens = re.findall(r"[()\[\]|#]|~~?|[^\s()\[\]|~#]+", pattern)
        self._no = no
        self._numbers = numbers
        self._at = 0
        self.regex = self._alternatives()

    def _alternatives(self) -> str:
        ways = [""]
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            if token in ")]":
                break
            if token in "([":
                ways[-1] += self._alternatives() + ("?" if token == "[" else "")
            elif token == "|":
                ways.append("")
            else:
                ways[-1] += self._word(token)
        return f"(?:{'|'.join(ways)})"

    def _word(self, token: str) -> str:
        if token in ("~", "~~"):
            return f"(?:{self._no}{_WORD} ){{0,{3 * len(token)}}}?"
        if token == "#":
            return f"([0-9]{{1,2}}|{'|'.join(map(_either, self._numbers))}) "
        if token == ",":
            return ", "
        if token == "^":
            return rf"(?:(?<=[{re.escape(BREAKS)}] )|(?<=\A ))"
        # A letter behind it, so that an apostrophe at the end ("l'") is read as the beginning of a word.
        pieces = Sentences(f"{token}x").words[:-1] if token.endswith("'") else Sentences(token.rstrip("*")).words
        if not pieces:
            return ""
        *heads, last = (_either(piece) for piece in pieces)
        return "".join(f"{head} " for head in heads) + last + (f"(?:{_WORD})? " if token.endswith("*") else " ")


def _either(word: str) -> str:
    """As it is written, or without its accents as many type it; with other accents it is another word."""
    bare = "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
    return re.escape(word) if bare == word else f"(?:{re.escape(word)}|{re.escape(bare)})"


def _muted(found: re.Match[str]) -> str:
    return re.sub(r"[^ ]", "\x00", found.group())


def _last_words(before: str, most: int) -> str:
    """The last words of a clause as " word word "."""
    words = re.split(f"[{re.escape(BREAKS)}]", before)[-1].split()
    return f" {' '.join(words[-most:])} "


def _first_words(after: str, most: int) -> str:
    words = re.split(f"[{re.escape(BREAKS)}]", after)[0].split()
    return f" {' '.join(words[:most])} "


def _must_be_words(code: str, name: str, words: object) -> None:
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise ValueError(f'The words of {code} need a list named "{name}".')
    for word in words:
        brackets = re.sub(r"[^()\[\]]", "", word)
        while brackets != (closed := brackets.replace("()", "").replace("[]", "")):
            brackets = closed
        if brackets or not re.search(r"[^\W_]", word):
            raise ValueError(f'The words of {code}, "{name}": "{word}" has a bracket without its other, or no word.')
