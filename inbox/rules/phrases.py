"""Stock phrases: the words everybody leaves everywhere ("great post"), a list in the file of each language
(`rules/languages.py`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from inbox.core.text import comparable, without_web_addresses

_NOT_LETTERS = re.compile(r"[^\w\s'’]|_")
_LONGEST = 400
_SENTENCE_ENDS = re.compile(r"[.!?…。！？¡¿,;:\n–—]+")


@dataclass(frozen=True, slots=True)
class StockPhrases:
    """All phrases of all languages, in the form they are compared in."""

    known: frozenset[str] = frozenset()

    @classmethod
    def of(cls, phrases: Mapping[str, tuple[str, ...]]) -> StockPhrases:
        """`phrases` by language."""
        return cls(frozenset(_bare(phrase) for several in phrases.values() for phrase in several) - {""})

    def are_all_of(self, text: str) -> bool:
        """True when the text is made of stock phrases only; emoji, punctuation and addresses do not count."""
        said = False
        for sentence in _SENTENCE_ENDS.split(without_web_addresses(text)):
            bare = _bare(sentence)
            if bare and bare not in self.known:
                # A phrase may hold a comma of its own; there is none as long as this.
                return len(text) <= _LONGEST and _bare(text) in self.known
            said = said or bool(bare)
        return said


def _bare(text: str) -> str:
    return " ".join(_NOT_LETTERS.sub(" ", comparable(text)).replace("’", "'").split())
