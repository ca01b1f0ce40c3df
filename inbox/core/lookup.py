"""Text as it is looked up: folded, and cut where a script has no spaces.

SQLite's unicode61 takes a run of Chinese, Japanese or Korean for one word and drops emoji. So text is folded and cut
here, the same way for what is indexed, for what is asked, and for what is marked in the result.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from inbox.core.text import COMBINING_MARKS, compiled

SEGMENTER_VERSION = 1
"""Goes up whenever `segment` gives other tokens, so that the store knows to build its index again."""
TOKENIZER = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
"""For `tokenize=` of the FTS5 table. Without the marks (M*) SQLite cuts Hindi and Thai words at each vowel sign; they
are still found then, but as phrases of fragments."""

_SPACES = re.compile(r"\s+")
# Letters of scripts without spaces between words, and Hangul, whose particles stick to the word.
_CJK = (
    "\u3005-\u3007\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3131-\u318e\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua48c\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff"
    "\U00016f00-\U00018aff\U0001b000-\U0001b2ff\U00020000-\U0003ffff"
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ebd\u0ec0-\u0ecd\u1000-\u103f\u1780-\u17d3"
)
_EMOJI = (
    "\u203c\u2049\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2934\u2935\u2b00-\u2bff\u3030\u303d"
    "\U0001f000-\U0001f3fa\U0001f400-\U0001faff"
)
_INDIC = "\u0900-\u0963\u0966-\u096f\u0971-\u0dff"
_PIECES = f"([{_CJK}]+)|([{_EMOJI}])|((?:(?![{_CJK}{_EMOJI}])(?:[^\\W_]|[{_INDIC}]))+)"
_CUT = f"[{_CJK}]+|[{_EMOJI}]"
_IS_EMOJI = re.compile(f"[{_EMOJI}]")
# Accents, Hebrew points, Arabic vowel signs and tatweel, variation selectors, skin tones, invisible format signs.
_FOLDED_AWAY = re.compile(
    f"[{COMBINING_MARKS}\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff\x00\ud800-\udfff]+"
)
_WITHOUT_ACCENT = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
_QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb'
_ASKED = re.compile(
    rf"(?P<no>(?:(?<=\s)|^)-)?(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)(?P<closed>[{_QUOTES}]?)|(?P<word>[^\s{_QUOTES}]+))"
)
OR = ("OR", "|")
"""Between two words: one of them is enough. In capitals, since "or" is a word of its own."""
_QUERY_LIMIT = 400
_TERM_LIMIT = 32


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower().replace("\0", " ")
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFKC", _FOLDED_AWAY.sub("", text)).translate(_WITHOUT_ACCENT)


def name_key(name: str) -> str:
    """How a name is sorted and looked up: folded as the search index folds, one space between words."""
    return _SPACES.sub(" ", _fold(name)).strip()


def segment(text: str) -> str:
    """The text as the search index takes it (see TOKENIZER): folded, scripts without spaces as overlapping pairs, their
    last character once more by itself (so that each character begins a token), an emoji as a word."""
    folded = _fold(text)
    return folded if folded.isascii() else compiled(_CUT).sub(lambda run: f" {_indexed(run.group())} ", folded)


def _indexed(run: str) -> str:
    if _IS_EMOJI.match(run):
        return f"emoji{ord(run):x}"
    return " ".join(run[at : at + 2] for at in range(len(run)))


@dataclass(frozen=True, slots=True)
class _Term:
    pieces: tuple[tuple[str, bool], ...]
    """(folded text, whether it is of a script without spaces or an emoji), in order."""
    prefix: bool
    unwanted: bool
    or_before: bool = False
    """Either this or the wanted one before it."""

    def match(self) -> str:
        tokens: list[str] = []
        for at, (piece, is_cut) in enumerate(self.pieces):
            cut = _indexed(piece) if is_cut else piece
            # The lone last character stands in the index only where the run ends, which the end of a question need not.
            ends_open = is_cut and at == len(self.pieces) - 1 and " " in cut
            tokens.append(cut.rsplit(" ", 1)[0] if ends_open else cut)
        last, last_is_cut = self.pieces[-1]
        star = "*" if (last_is_cut and len(last) == 1 and not _IS_EMOJI.match(last)) or self.prefix else ""
        return f'"{" ".join(tokens)}"{star}'

    def pattern(self) -> str:
        glued = re.escape(self.pieces[0][0])
        for (_, was_cut), (piece, is_cut) in pairwise(self.pieces):
            glued += (r"[\W_]*" if was_cut or is_cut else r"[\W_]+") + re.escape(piece)
        letter = rf"[^\W_{_CJK}]|[{_INDIC}]"
        before = "" if self.pieces[0][1] else f"(?<!{letter.replace('|', ')(?<!')})"
        after = "" if self.pieces[-1][1] or self.prefix else f"(?!{letter})"
        return before + glued + after


def _terms(query: str) -> list[_Term]:
    found: list[_Term] = []
    query = query[:_QUERY_LIMIT]
    either = False
    for asked in _ASKED.finditer(query):
        said = asked["phrase"] if asked["word"] is None else asked["word"]
        if asked["word"] in OR and found and not found[-1].unwanted:
            either = True
            continue
        pieces = tuple((piece.group(), piece.lastindex != 3) for piece in compiled(_PIECES).finditer(_fold(said)))
        if not pieces:
            continue
        last, is_cut = pieces[-1]
        is_being_typed = asked.end() == len(query) and not asked["closed"] and not asked["no"]
        prefix = not is_cut and len(last) > 1 and (is_being_typed or said.endswith("*"))
        term = _Term(pieces, prefix, unwanted=bool(asked["no"]), or_before=either and not asked["no"])
        either = False
        if term not in found:
            found.append(term)
    return found[:_TERM_LIMIT]


def _wanted(terms: list[_Term]) -> list[str]:
    groups: list[list[str]] = []
    for term in terms:
        if term.or_before and groups:
            groups[-1].append(term.match())
        elif not term.unwanted:
            groups.append([term.match()])
    return [group[0] if len(group) == 1 else f"({' OR '.join(group)})" for group in groups]


def query_terms(query: str) -> str:
    """What somebody typed as an FTS5 MATCH expression over segmented text; "" when there is nothing to look for.

    All words must occur; "a phrase" keeps its order; -word must not occur; word* and the last word of two letters or
    more (unless a space follows it) match beginnings; one ideograph matches wherever it is. One of the words on both
    sides of OR (or |) is enough; FTS5's other operators are words.
    """
    terms = _terms(query)
    wanted = _wanted(terms)
    unwanted = [term.match() for term in terms if term.unwanted]
    if not wanted:
        return ""
    if not unwanted:
        return " AND ".join(wanted)
    return f"({' AND '.join(wanted)}) NOT ({' OR '.join(unwanted)})"


@lru_cache(maxsize=32)
def _patterns(query: str) -> tuple[re.Pattern[str], ...]:
    """Of the words that are wanted, for folded text. One question is asked of many texts."""
    return tuple(re.compile(term.pattern()) for term in _terms(query) if not term.unwanted)


def highlight_spans(text: str, query: str) -> list[tuple[int, int]]:
    """Where the words of `query` stand in `text`, as (start, end) in code points of `text`: ordered, apart."""
    patterns = _patterns(query)
    if not patterns:
        return []
    folded, origin = _folded_with_origin(text)
    spans: list[tuple[int, int]] = []
    for hit in sorted(hit.span() for pattern in patterns for hit in pattern.finditer(folded) if hit.group()):
        start, end = origin[hit[0]][0], origin[hit[1] - 1][1]
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def about_where(text: str, query: str) -> int:
    """Where the first of the words of `query` stands, give or take some characters that fold to more or fewer; -1 for
    nowhere. Much faster in a long text than `highlight_spans`."""
    folded = _fold(text)
    hits = (pattern.search(folded) for pattern in _patterns(query))
    first = min((hit.start() for hit in hits if hit), default=-1)
    return first if first < 0 else first * len(text) // max(1, len(folded))


def _folded_with_origin(text: str) -> tuple[str, list[tuple[int, int]]]:
    if text.isascii():
        return _fold(text), [(at, at + 1) for at in range(len(text))]
    folded: list[str] = []
    origin: list[tuple[int, int]] = []
    # A base character with all that combines with it folds as one: an accent apart, the parts of a Hangul syllable.
    for cluster in re.finditer(r"(?s).[\u0300-\u036f\u1160-\u11ff\u3099\u309a\uff9e\uff9f]*", text):
        piece = _fold(cluster.group())
        folded.append(piece)
        origin += [cluster.span()] * len(piece)
    return "".join(folded), origin
