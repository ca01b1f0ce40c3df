"""Stock phrases: the words everybody leaves everywhere ("great post"), a list in the file of each language
(`rules/languages.py`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from inbox.core.text import comparable, without_web_addresses

_NOT_LETTERS = re.compile(r"[^\w\s'’]|_")
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
        said = [bare for bare in map(_bare, _SENTENCE_ENDS.split(without_web_addresses(text))) if bare]
        return bool(said) and (_bare(text) in self.known or all(sentence in self.known for sentence in said))


def _bare(text: str) -> str:
    return " ".join(_NOT_LETTERS.sub(" ", comparable(text)).replace("’", "'").split())
