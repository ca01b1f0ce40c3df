"""What somebody typed into the search box, taken apart: operators here, words by `core/text`. Knows no SQL."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import pairwise

from inbox.core.clock import WallTime, on_the_wall
from inbox.core.errors import Refused
from inbox.core.lookup import query_terms
from inbox.core.model import Stage, State
from inbox.rules.past import parse_past
from inbox.rules.search_words import HAS, OF_SEGMENTS, QUOTED, STATES, Said, misnamed, operators_in

_STATES = {
    "waiting": State.WAITING,
    "them": State.THEM,
    "snoozed": State.SNOOZED,
    "done": State.DONE,
    "quiet": State.QUIET,
    "earlier": State.EARLIER,
}
_FLAGS = ("unread", "starred", "question", "first", "muted", *OF_SEGMENTS)
_QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb'
_WITHOUT_QUOTES = dict.fromkeys(map(ord, _QUOTES))
_UNWANTED = re.compile(rf"(?:(?<=\s)|^)-(?=[^\s-])([{_QUOTES}][^{_QUOTES}]*[{_QUOTES}]?|[^\s{_QUOTES}]+)")
_AGE = re.compile(r"([0-9]{1,4})([dwmy])")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_DATE = re.compile(r"([0-9]{4})(?:([-/])([0-9]{1,2})(?:\2([0-9]{1,2}))?)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})")
_SHORTEST = 2
_OR = re.compile(r"(?<=\s)(?:OR|\|)\s+(?=\S)")
_NO_OR = (
    "OR stands between two words, two of the same (from:ann OR from:tom), "
    "or any of is:, stage:, tag:, has: and split: (is:unread OR tag:baker)."
)
_MONTH_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
                "november", "december")  # fmt: skip
_MONTHS = tuple(name[:3] for name in _MONTH_NAMES)


@dataclass(slots=True)
class Query:
    """What is looked for. `words` and `unwanted` are FTS5 expressions over segmented text; names are as typed, of those
    of one sender any.

    `after` and `before` are instants: after <= when < before. A name in the second tuple of a pair must not be.
    """

    words: str = ""
    unwanted: str = ""
    name: str = ""
    """The plain words, to look for in people's names."""
    senders: tuple[list[tuple[str, ...]], list[tuple[str, ...]]] = field(default_factory=lambda: ([], []))
    networks: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))
    places: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))
    states: tuple[set[State], set[State]] = field(default_factory=lambda: (set(), set()))
    flags: dict[str, bool] = field(default_factory=dict)
    stages: tuple[set[Stage], set[Stage]] = field(default_factory=lambda: (set(), set()))
    tags: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))
    """All of the first must be there."""
    splits: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))
    has: dict[str, bool] = field(default_factory=dict)
    either: list[list[Query]] = field(default_factory=list)
    """Of each list one must hold; they ask for no words, senders, places or days."""
    after: datetime | None = None
    before: datetime | None = None

    @property
    def is_empty(self) -> bool:
        return self == Query()

    @property
    def asks_for_words(self) -> bool:
        """Or of something else that single messages tell."""
        of_messages = self.has.keys() & {"link", "attachment"}
        of_one = any(query.asks_for_words for queries in self.either for query in queries)
        return bool(self.words or self.unwanted or self.senders[0] or self.senders[1] or of_messages or of_one)


def parse(typed: str, now: datetime) -> Query:
    """Take apart what was typed. Raises Refused with what to type instead."""
    if wrong := misnamed(typed):
        raise Refused(wrong)
    query = Query()
    rest, end = "", 0
    said_so = operators_in(typed)
    typed, chains = _chains(typed, said_so)
    later = {said for chain in chains if _is_of_one_kind(chain) for said in chain[1:]}
    apart = {said for chain in chains if not _is_of_one_kind(chain) for said in chain}
    for said in said_so:
        # The space before it stays: without one the word there would count as still being typed.
        rest += typed[end : said.start]
        end = said.end
        if said in apart:
            continue
        if said in later and said.name == "from":
            query.senders[said.no][-1] += (said.value,)
        else:
            _apply(query, said, now)
    query.either = [[_alone(said, now) for said in chain] for chain in chains if not _is_of_one_kind(chain)]
    query.words, query.unwanted, query.name = plain_words(rest + typed[end:])
    return query


def _alone(said: Said, now: datetime) -> Query:
    query = Query()
    _apply(query, said, now)
    return query


def _chains(typed: str, said_so: Sequence[Said]) -> tuple[str, list[list[Said]]]:
    """The text with blanks for each OR between two operators, and what is chained by them. Raises Refused for an OR
    that cannot be asked."""
    quoted = [said.span() for said in QUOTED.finditer(typed)]
    chains: list[list[Said]] = []
    for found in _OR.finditer(typed):
        start, end = found.span()
        before = next((said for said in said_so if said.end == len(typed[:start].rstrip())), None)
        after = next((said for said in said_so if said.start == end), None)
        if (before is None and after is None) or any(first < start < last for first, last in quoted):
            continue
        if before is None or after is None:
            raise Refused(_NO_OR)
        if chains and chains[-1][-1] == before:
            chains[-1] += [after] if after.value else []
        elif after.value:  # else somebody is typing
            chains.append([before, after])
        typed = typed[:start] + " " * (end - start) + typed[end:]
    if not all(_is_of_one_kind(chain) or _can_be_apart(chain) for chain in chains):
        raise Refused(_NO_OR)
    return typed, chains


def _is_of_one_kind(chain: Sequence[Said]) -> bool:
    """Of senders, places, networks, stages and states one of several is enough anyhow."""
    return all(_are_alike(one, other) for one, other in pairwise(chain))


def _are_alike(one: Said, other: Said) -> bool:
    are_states = one.value.casefold() in STATES and other.value.casefold() in STATES
    alike = one.name == other.name and one.no == other.no and bool(one.value)
    return alike and (one.name in ("from", "on", "in", "stage") or (one.name == "is" and are_states))


def _can_be_apart(chain: Sequence[Said]) -> bool:
    return all(said.value and said.name in ("is", "stage", "tag", "has", "split") for said in chain)


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


def _apply(query: Query, operator: Said, now: datetime) -> None:
    name, said, no = operator.name, operator.value, operator.no
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
    elif name == "from":
        query.senders[no].append((said,))
    else:
        _names(query, name)[no].append(said)


def _names(query: Query, operator: str) -> tuple[list[str], list[str]]:
    return {
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
        known = f"waiting, them, snoozed, done, unread, starred, question, first, muted, {', '.join(OF_SEGMENTS)}"
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
    """Midnight here at the beginning of a day, month or year ("2026-03", "1.11.2026", "yesterday", "monday", "nov"), or
    so many days ago. A day or month without a year is the last one that began."""
    try:
        if age := _AGE.fullmatch(said.lower()):
            return now - timedelta(days=int(age[1]) * _DAYS[age[2]])
        if date := _DATE.fullmatch(said):
            return WallTime(datetime(int(date[1]), int(date[3] or 1), int(date[4] or 1))).instant()  # noqa: DTZ001
        if date := _DAY_FIRST.fullmatch(said):
            return WallTime(datetime(int(date[3]), int(date[2]), int(date[1]))).instant()  # noqa: DTZ001
    except (ValueError, OverflowError):
        # The 31st of a short month; a thousand years ago.
        return None
    wall = on_the_wall(now)
    word = said.lower().replace("_", " ")
    if word[:3] in _MONTHS and word.isalpha() and _MONTH_NAMES[_MONTHS.index(word[:3])].startswith(word):
        month = _MONTHS.index(word[:3]) + 1
        return WallTime(datetime(wall.at.year - (month > wall.at.month), month, 1)).instant()  # noqa: DTZ001
    day = parse_past(word, wall)
    return None if day is None else WallTime(datetime.combine(day.at.date(), time())).instant()
