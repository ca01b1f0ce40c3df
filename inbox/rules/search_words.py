"""The operators of a search: what each means, what it may be given, and how a half-typed one goes on. Knows no SQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from inbox.core.lookup import name_key
from inbox.core.model import Stage
from inbox.core.relation import Segment
from inbox.core.views import SearchValues

MOST_COMPLETIONS = 20
STATES = {
    "waiting": "Waits on you",
    "them": "Waits on them",
    "snoozed": "Snoozed",
    "done": "Done",
    "quiet": "Not addressed to you, muted or ignored",
    "earlier": "Earlier, unanswered",
}
FLAGS = {
    "unread": "Has something unread",
    "read": "All of it was read",
    "starred": "Of somebody starred",
    "question": "Asks a question",
    "first": "Their first time here",
    "muted": "You muted it",
}
OF_SEGMENTS: Mapping[str, tuple[Segment, str]] = {
    "new": (Segment.NEW_FACES, "A new face"),
    "back": (Segment.COMING_BACK, "Coming back"),
    "regular": (Segment.REGULARS, "A regular"),
    "supporter": (Segment.SUPPORTERS, "They like, share or link"),
    "drifting": (Segment.DRIFTING, "Silent for longer than usual"),
    "promised": (Segment.PROMISED, "You promised them something"),
    "customer": (Segment.CUSTOMERS, "A customer"),
}
"""Who it is with, by the built-in segments."""
HAS = {
    "email": "You know an e-mail address of theirs",
    "link": "Has a link in it",
    "attachment": "Has a picture or a file",
    "note": "You keep a note on them",
}
STAGES = {stage.value: stage.value.capitalize() for stage in Stage}
DATES = {"7d": "Seven days ago", "30d": "Thirty days ago", "6m": "Six months ago", "1y": "A year ago"}


@dataclass(frozen=True, slots=True)
class Operator:
    """`values` are those that never change; `known` names those of this file, a field of `SearchValues`."""

    name: str
    says: str
    example: str
    values: tuple[tuple[str, str], ...] = ()
    known: Callable[[SearchValues], Sequence[str]] | None = None
    can_be_unwanted: bool = True


_OFTEN = ("waiting", "them", "snoozed", "done", "unread", "starred", "question")
_ALL = STATES | FLAGS | {word: says for word, (_, says) in OF_SEGMENTS.items()}
IS: Mapping[str, str] = {word: _ALL[word] for word in _OFTEN} | _ALL
"""What is: may be given, in the order in which it is offered."""
OPERATORS = (
    Operator("from", "Who wrote it", "from:ann"),
    Operator("on", "On which network", "on:mastodon", known=lambda values: values.networks),
    Operator("in", "At which place", 'in:"The Slow Oven"', known=lambda values: values.places),
    Operator(
        "is",
        "How it stands",
        "is:waiting",
        tuple(IS.items()),
    ),
    Operator("stage", "How well you know them", "stage:friend", tuple(STAGES.items())),
    Operator("tag", "A tag of theirs", "tag:baker", known=lambda values: values.tags),
    Operator("has", "What is in it, or known of them", "has:link", tuple(HAS.items())),
    Operator("split", "Put there by a rule", "split:shop", known=lambda values: values.splits),
    Operator("before", "Older than a date, or than so long", "before:2026-03-01", tuple(DATES.items()), None, False),
    Operator("after", "Since a date, or for so long", "after:30d", tuple(DATES.items()), None, False),
)


@dataclass(frozen=True, slots=True)
class Completion:
    """Put `insert` where `text[start:end]` stands; the cursor goes behind it. `says` explains it in one line."""

    insert: str
    start: int
    end: int
    says: str


ELSEWHERE: Mapping[str, str] = {
    **dict.fromkeys(("older", "older_than", "until"), "Say before:30d or before:2026-03-01."),
    **dict.fromkeys(("newer", "newer_than", "since", "date"), "Say after:30d or after:2026-03-01."),
    **dict.fromkeys(("label", "category", "tagged"), "Say tag: for what you call them."),
    **dict.fromkeys(("subject", "title", "body", "text"), "Leave it out: words are looked for in titles and messages."),
    **dict.fromkeys(("filename", "attachment"), "Say has:attachment."),
    **dict.fromkeys(("network", "service"), "Say on:, such as on:mastodon."),
    **dict.fromkeys(("place", "account", "blog", "folder"), "Say in: with the name of the place."),
    **dict.fromkeys(("by", "who", "author", "person", "name"), "Say from:, such as from:ann."),
    **dict.fromkeys(("state", "status"), "Say is:, such as is:waiting."),
    **dict.fromkeys(("to", "cc", "bcc"), "Say from:me for what you wrote."),
}
"""Operators that people know from elsewhere, and what to say here."""
_QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb'
QUOTED = re.compile(rf"[{_QUOTES}][^{_QUOTES}]*[{_QUOTES}]?")
_WORD = re.compile(
    rf"(?:(?<=\s)|^)(?P<no>-?)(?:(?P<name>[a-z]+):(?P<said>[{_QUOTES}][^{_QUOTES}]*|[^\s{_QUOTES}]*)|(?P<part>[a-z]*))$",
    re.I,
)


_LIKE_AN_OPERATOR = re.compile(r"(?:(?<=\s)|^)-?(?P<name>[a-z_]{2,}):(?=[^\s/])", re.I)


@dataclass(frozen=True, slots=True)
class Said:
    """An operator as it stands in `text[start:end]`, with what it was given."""

    name: str
    value: str
    no: bool
    start: int
    end: int


@lru_cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?<=\s)|^)(?P<no>-)?(?P<name>{'|'.join(names)}):"
        rf"(?:[{_QUOTES}](?P<said>[^{_QUOTES}]*)[{_QUOTES}]?|(?P<word>[^\s{_QUOTES}]*))",
        re.IGNORECASE,
    )


def operators_in(text: str, known: Iterable[Operator] = OPERATORS) -> list[Said]:
    """In order; none of what is quoted as "a phrase"."""
    pattern = _pattern(tuple(operator.name for operator in known))
    quoted = [said.span() for said in QUOTED.finditer(text)]
    return [
        Said(
            found["name"].lower(),
            (found["said"] if found["word"] is None else found["word"]).strip(),
            bool(found["no"]),
            *found.span(),
        )
        for found in pattern.finditer(text)
        if not any(start < found.start("name") < end for start, end in quoted)
    ]


def misnamed(text: str, known: Sequence[Operator] = OPERATORS) -> str:
    """A sentence about an operator that is none here but was meant as one; "" where there is none."""
    quoted = [said.span() for said in QUOTED.finditer(text)]
    names = {operator.name for operator in known}
    for found in _LIKE_AN_OPERATOR.finditer(text):
        name = found["name"].lower()
        if name in names or any(start < found.start("name") < end for start, end in quoted):
            continue
        if name in ELSEWHERE:
            return f"{name}: is not known here. {ELSEWHERE[name]}"
        near = next((one for one in sorted(names) if _is_near(name, one)), "")
        if near:
            return f"{name}: is not known here. Did you mean {near}:? In quotes it is looked for as it stands."
    return ""


def _is_near(name: str, meant: str) -> bool:
    """With an s too many, or two letters that changed places."""
    if name == f"{meant}s":
        return True
    return name != meant and len(name) > 3 and sorted(name) == sorted(meant)


def words_of(text: str) -> str:
    """What is looked for in what was written, without operators: as `core/text.highlight_spans` takes it."""
    rest, end = "", 0
    for said in operators_in(text):
        rest += text[end : said.start]
        end = said.end
    return rest + text[end:]


def names_of(text: str) -> str:
    """What is looked for in names: who is asked for, by beginnings, and the words."""
    senders = [said.value for said in operators_in(text) if said.name == "from" and not said.no]
    beginnings = [f"{word}*" for value in senders for word in value.split()]
    return " ".join([*beginnings, words_of(text)])


def complete(
    text: str, cursor: int, values: SearchValues | None = None, known: Sequence[Operator] = OPERATORS
) -> list[Completion]:
    """How the word before the cursor may go on: an operator while its name is typed, its values behind the colon.

    Nothing for a finished operator, a word that begins none, or within "a phrase".
    """
    found = _WORD.search(text[:cursor])
    if found is None or _is_quoted(text[: found.start()]):
        return []
    end = _end_of_word(text, cursor, found)
    if found["name"] is None:
        return _operators(known, found, end)
    operator = next((one for one in known if one.name == found["name"].lower()), None)
    if operator is None or (found["no"] and not operator.can_be_unwanted):
        return []
    return _values(operator, found, end, values or SearchValues())


def _operators(known: Sequence[Operator], found: re.Match[str], end: int) -> list[Completion]:
    typed = found["part"].lower()
    return [
        Completion(f"{found['no']}{operator.name}:", found.start(), end, f"{operator.says}, such as {operator.example}")
        for operator in known
        if operator.name.startswith(typed) and (operator.can_be_unwanted or not found["no"])
    ]


def _values(operator: Operator, found: re.Match[str], end: int, values: SearchValues) -> list[Completion]:
    typed = name_key(found["said"].strip(_QUOTES))
    known = [(value, operator.says) for value in operator.known(values)] if operator.known else []
    fitting = [
        (value, says)
        for value, says in (*operator.values, *known)
        if typed in name_key(value) and name_key(value) != typed
    ]
    fitting.sort(key=lambda each: not name_key(each[0]).startswith(typed))
    return [
        Completion(f"{found['no']}{operator.name}:{_quoted(value)} ", found.start(), end, says)
        for value, says in fitting[:MOST_COMPLETIONS]
    ]


def _quoted(value: str) -> str:
    return f'"{value}"' if any(char.isspace() for char in value) else value


def _is_quoted(before: str) -> bool:
    return sum(before.count(quote) for quote in _QUOTES) % 2 == 1


def _end_of_word(text: str, cursor: int, found: re.Match[str]) -> int:
    """The rest of the word behind the cursor goes too, with the closing mark of a quoted value and one space."""
    quoted = (found["said"] or "")[:1] in tuple(_QUOTES) and bool(found["said"])
    rest = re.match(rf"[^{_QUOTES}]*[{_QUOTES}]? ?" if quoted and _closes(text[cursor:]) else r"\S* ?", text[cursor:])
    end = cursor + (rest.end() if rest else 0)
    return end if found["name"] is not None else cursor + len(text[cursor:end].rstrip())


def _closes(rest: str) -> bool:
    return any(quote in rest for quote in _QUOTES)
