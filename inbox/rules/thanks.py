"""How a thank-you begins: one of your own openings, never the same words twice to one person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from inbox.core.text import comparable, plain_line

DEFAULT_OPENINGS: Final = (
    "[{name}, ]thank you for taking the time to write[ about “{about}”]. {here}",
    "Thank you so much[, {name}]. {here} It means a lot to me that you wrote[ about “{about}”].",
    "[Hello {name}, ]your words[ on “{about}”] made my day. {here} I am glad you are here.",
    "[{name}, ]I have read what you wrote[ about “{about}”] more than once. {here} Thank you for it.",
)
"""{name} and {about} are filled in, {here} is where the personal sentence goes; what stands in [brackets] is left out
when nothing is known to fill it."""

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_FIELD = re.compile(r"\{(name|about|here)\}")
_WORD = re.compile(r"[^\W_]+")
_HERE = "\ufdd0"
_SAME_WORDS = 3
"""So many words in a row, met again, are the same words."""


@dataclass(frozen=True, slots=True)
class Opening:
    """`cursor` is a position in `text`, in code points."""

    text: str
    cursor: int


def next_opening(
    *,
    name: str,
    about: str,
    said_before: Sequence[str],
    openings: Sequence[str] = DEFAULT_OPENINGS,
    turn: int = 0,
) -> Opening:
    """The first opening, counted from `turn`, of which this person has not read the fixed words yet.

    `name` is what to call them ("" if nobody knows), `about` the title of what they wrote under, `said_before` every
    thank-you sent to this person. When all were used, only the greeting is left: the rest is yours to find. Counting
    `turn` up with each thank-you gives different people different openings.
    """
    before = [_words_of(text) for text in said_before]
    count = len(openings)
    for number in range(count):
        opening = openings[(turn + number) % count]
        if not any(_shares_words(opening, text) for text in before):
            return _filled(opening, name, about)
    return _filled("[{name}, ]{here}", name, about)


def _filled(opening: str, name: str, about: str) -> Opening:
    values = {
        "name": plain_line(name, 40),
        "about": plain_line(about, 60).replace("“", "‘").replace("”", "’"),
        "here": _HERE,
    }

    def only_if_known(optional: re.Match[str]) -> str:
        return optional[1] if all(values[field] for field in _FIELD.findall(optional[1])) else ""

    text = _FIELD.sub(lambda field: values[field[1]], _OPTIONAL.sub(only_if_known, opening))
    before, _, after = text.partition(_HERE) if _HERE in text else (text + " ", "", "")
    before = before.lstrip()
    if not (values["name"] and before.startswith(values["name"])):
        before = before[:1].upper() + before[1:]
    return Opening(before + after.replace(_HERE, ""), len(before))


def _words_of(text: str) -> str:
    return f" {' '.join(_WORD.findall(comparable(text)))} "


def _shares_words(opening: str, before: str) -> bool:
    for fixed in re.split(r"[\[\].!?…]|\{(?:name|about|here)\}", opening):
        said = _words_of(fixed)
        if len(said.split()) >= _SAME_WORDS and said in before:
            return True
    return False
