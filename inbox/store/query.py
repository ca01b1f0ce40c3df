"""What somebody typed into the search box, taken apart: operators here, words by `core/text`. Knows no SQL."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from inbox.core.clock import WallTime
from inbox.core.errors import Refused
from inbox.core.lookup import query_terms
from inbox.core.model import Stage, State
from inbox.rules.search_words import HAS, OF_SEGMENTS, operators_in

_STATES = {
    "waiting": State.WAITING,
    "them": State.THEM,
    "snoozed": State.SNOOZED,
    "done": State.DONE,
    "quiet": State.QUIET,
    "earlier": State.EARLIER,
}
_FLAGS = ("unread", "starred", "question", "first", *OF_SEGMENTS)
_QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb'
_WITHOUT_QUOTES = dict.fromkeys(map(ord, _QUOTES))
_UNWANTED = re.compile(rf"(?:(?<=\s)|^)-(?=[^\s-])([{_QUOTES}][^{_QUOTES}]*[{_QUOTES}]?|[^\s{_QUOTES}]+)")
_AGE = re.compile(r"([0-9]{1,4})([dwmy])")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_SHORTEST = 2


@dataclass(slots=True)
class Query:
    """What is looked for. `words` and `unwanted` are FTS5 expressions over segmented text; names are as typed.

    `after` and `before` are instants: after <= when < before. A name in the second tuple of a pair must not be.
    """

    words: str = ""
    unwanted: str = ""
    name: str = ""
    """The plain words, to look for in people's names."""
    senders: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))
    networks: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))
    places: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))
    states: tuple[set[State], set[State]] = field(default_factory=lambda: (set(), set()))
    flags: dict[str, bool] = field(default_factory=dict)
    stages: tuple[set[Stage], set[Stage]] = field(default_factory=lambda: (set(), set()))
    tags: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))
    """All of the first must be there."""
    splits: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))
    has: dict[str, bool] = field(default_factory=dict)
    after: datetime | None = None
    before: datetime | None = None

    @property
    def is_empty(self) -> bool:
        return self == Query()

    @property
    def asks_for_words(self) -> bool:
        """Or of something else that single messages tell."""
        of_messages = self.has.keys() & {"link", "attachment"}
        return bool(self.words or self.unwanted or self.senders[0] or self.senders[1] or of_messages)


def parse(typed: str, now: datetime) -> Query:
    """Take apart what was typed. Raises Refused with what to type instead."""
    query = Query()
    rest, end = "", 0
    for said in operators_in(typed):
        # The space before it stays: without one the word there would count as still being typed.
        rest += typed[end : said.start]
        end = said.end
        _apply(query, said.name, said.value, said.no, now)
    query.words, query.unwanted, query.name = plain_words(rest + typed[end:])
    return query


def plain_words(rest: str) -> tuple[str, str, str]:
    """Of what was typed beside operators: what is wanted and what is not as FTS5 expressions, and the wanted words as
    they are."""
    unwanted = _UNWANTED.findall(rest)
    wanted = _UNWANTED.sub(" ", rest)
    words = query_terms(wanted) if _is_enough(wanted) else ""
    name = " ".join(wanted.translate(_WITHOUT_QUOTES).split()) if words else ""
    return words, " OR ".join(filter(None, (query_terms(f"{word} ") for word in unwanted))), name


def _is_enough(wanted: str) -> bool:
    """One letter would match half of everything; one ideograph is a word."""
    words = wanted.split()
    return any(len(word) >= _SHORTEST or not word.isascii() for word in words)


def _apply(query: Query, name: str, said: str, no: bool, now: datetime) -> None:
    if name in ("before", "after"):
        if no:
            other = "after" if name == "before" else "before"
            raise Refused(f"-{name}: is not understood; say {other}: instead.")
        _apply_date(query, name, said, now)
    elif not said:
        # Nothing behind the colon yet: somebody is typing.
        return
    elif name == "is":
        _apply_is(query, said.casefold(), no)
    elif name == "stage":
        if said.casefold() not in list(Stage):
            raise Refused(f"stage: knows {', '.join(Stage)}, such as stage:friend.")
        query.stages[no].add(Stage(said.casefold()))
    elif name == "has":
        if said.casefold() not in HAS:
            raise Refused(f"has: knows {', '.join(HAS)}, such as has:link.")
        query.has[said.casefold()] = not no
    else:
        _names(query, name)[no].append(said)


def _names(query: Query, operator: str) -> tuple[list[str], list[str]]:
    return {
        "from": query.senders,
        "on": query.networks,
        "in": query.places,
        "tag": query.tags,
        "split": query.splits,
    }[operator]


def _apply_is(query: Query, said: str, no: bool) -> None:
    if said in _STATES:
        query.states[no].add(_STATES[said])
    elif said in _FLAGS:
        query.flags[said] = not no
    elif said == "read":
        query.flags["unread"] = no
    else:
        known = f"waiting, them, snoozed, done, unread, starred, question, first, {', '.join(OF_SEGMENTS)}"
        raise Refused(f"is: knows {known}, such as is:waiting.")


def _apply_date(query: Query, name: str, said: str, now: datetime) -> None:
    if not said:
        return
    instant = instant_of(said, now)
    if instant is None:
        raise Refused(f"{name}: needs a date, such as {name}:2026-03-01 or {name}:30d.")
    if name == "before":
        query.before = min(query.before or instant, instant)
    else:
        query.after = max(query.after or instant, instant)


def instant_of(said: str, now: datetime) -> datetime | None:
    """Midnight here at the beginning of a day, month or year, or so many days ago."""
    try:
        if age := _AGE.fullmatch(said.lower()):
            return now - timedelta(days=int(age[1]) * _DAYS[age[2]])
        if date := _DATE.fullmatch(said):
            return WallTime(datetime(int(date[1]), int(date[2] or 1), int(date[3] or 1))).instant()  # noqa: DTZ001
    except (ValueError, OverflowError):
        # The 31st of a short month; a thousand years ago.
        return None
    return None
