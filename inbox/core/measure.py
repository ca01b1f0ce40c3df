"""How long a text is in the unit that a network counts."""

from __future__ import annotations

import unicodedata

_ZWJ = "\u200d"
_JOINING = "\u200c\u200d\u0e33\u0eb3\uff9e\uff9f"
"""Joiners, and letters that stand in the cell of the one before: Thai and Lao am, halfwidth voicing marks."""
_FIRST_MARK = "\u0300"
"""Below it nothing joins what stands before it."""


def measure(text: str, unit: str) -> int:
    """How long a text is in "bytes" (of UTF-8), "graphemes" or "characters" (code points)."""
    if unit == "bytes":
        return len(text.encode("utf-8", "surrogatepass"))
    return graphemes(text) if unit == "graphemes" else len(text)


def graphemes(text: str) -> int:
    """Characters as people see them: extended grapheme clusters (Unicode Standard Annex 29), as Bluesky counts them.

    Reads the rules from `unicodedata`, which has no grapheme property: marks, joiners, variation selectors, skin tones,
    flags, keycaps and Hangul are right; a few prepended signs of Indic scripts count as one more.
    """
    if max(text, default="") < _FIRST_MARK:
        # Most of what is written in Europe and America: counted at every key, so at once.
        return len(text) - text.count("\r\n")
    count = 0
    before = ""
    flags = 0
    for char in text:
        is_flag = "\U0001f1e6" <= char <= "\U0001f1ff"
        flags = flags + 1 if is_flag else 0
        if not before or not _joins(before, char, is_second_of_flag=is_flag and flags % 2 == 0):
            count += 1
        before = char
    return count


def _joins(before: str, char: str, *, is_second_of_flag: bool) -> bool:
    if before == "\r" and char == "\n":
        return True
    if before in "\r\n\x00" or unicodedata.category(before) == "Cc" or unicodedata.category(char) == "Cc":
        return False
    if is_second_of_flag or char in _JOINING:
        return True
    if before == _ZWJ and _is_pictograph(char):
        return True
    if (
        unicodedata.category(char) in ("Mn", "Me", "Mc")
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
    ):
        return True
    return _hangul_joins(before, char)


def _is_pictograph(char: str) -> bool:
    return (
        "\U0001f000" <= char <= "\U0001faff"
        or "\u2190" <= char <= "\u2bff"
        or char in "\u00a9\u00ae\u203c\u2049\u3030\u303d\u3297\u3299"
    )


def _hangul_joins(before: str, char: str) -> bool:
    """Leading consonants, vowels and trailing consonants make one syllable (rules GB6 to GB8)."""
    leads = "\u1100" <= before <= "\u115f" or "\ua960" <= before <= "\ua97c"
    vowel = "\u1160" <= char <= "\u11a7" or "\ud7b0" <= char <= "\ud7c6"
    trail = "\u11a8" <= char <= "\u11ff" or "\ud7cb" <= char <= "\ud7fb"
    syllable = "\uac00" <= char <= "\ud7a3"
    if leads:
        return "\u1100" <= char <= "\u115f" or "\ua960" <= char <= "\ua97c" or vowel or syllable
    was_syllable = "\uac00" <= before <= "\ud7a3"
    open_syllable = was_syllable and (ord(before) - 0xAC00) % 28 == 0
    was_vowel = "\u1160" <= before <= "\u11a7" or "\ud7b0" <= before <= "\ud7c6"
    was_trail = "\u11a8" <= before <= "\u11ff" or "\ud7cb" <= before <= "\ud7fb"
    if vowel:
        return open_syllable or was_vowel
    return trail and (was_syllable or was_vowel or was_trail)
