"""A rule to begin with: from a conversation, or from a search; and what it is called before somebody names it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from inbox.core.automation import About, Condition
from inbox.core.lookup import name_key
from inbox.core.model import Kind
from inbox.core.text import shortened
from inbox.rules.automation import LONGEST_NAME
from inbox.rules.people_words import STANDING, TITLES
from inbox.rules.search_words import Said, operators_in

_QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb'
_UNQUOTED = dict.fromkeys(map(ord, _QUOTES))
_BEFORE = {About.FROM: "from ", About.NETWORK: "on ", About.PLACE: "at ", About.LIST: "in "}
_PART = re.compile(
    rf"(?P<no>(?:(?<=\s)|^)-(?=[^\s-]))?(?:[{_QUOTES}](?P<said>[^{_QUOTES}]*)[{_QUOTES}]?|(?P<word>[^\s{_QUOTES}]+))"
)


@dataclass(frozen=True, slots=True)
class Begun:
    """`left_out`: parts of the search that no condition of a rule can say, as they were typed."""

    when: tuple[Condition, ...]
    left_out: tuple[str, ...] = ()


def from_conversation(name: str, kind: Kind, reasons: Sequence[str]) -> Begun:
    """What most likely makes others like it: that it only links, else who wrote it. `reasons` are codes of worth."""
    if kind is Kind.PINGBACK:
        return Begun((Condition(About.KIND, kind.value),))
    if "only_link" in reasons:
        return Begun((Condition(About.ONLY_LINK),))
    return Begun((Condition(About.FROM, name),))


def from_search(typed: str, networks: Sequence[str] = ()) -> Begun:
    """The search as conditions. Words are looked for in what was written and in its title, as whole words."""
    when: list[Condition] = []
    operators = operators_in(typed)
    rest = _without(typed, [(said.start, said.end) for said in operators])
    either = _either(rest, operators)
    left_out = list(either)
    for said in operators:
        if any(start <= said.start < end for start, end in either):
            continue
        condition = _condition(said, networks)
        if condition is not None:
            when.append(condition)
        elif said.value:
            left_out.append((said.start, said.end))
    parts = tuple(typed[start:end].strip() for start, end in sorted(left_out))
    return Begun((*when, *_words(_without(rest, either))), parts)


def _without(typed: str, spans: Sequence[tuple[int, int]]) -> str:
    """With blanks in the place of these, so that everything else stands where it stood."""
    for start, end in spans:
        typed = typed[:start] + " " * (end - start) + typed[end:]
    return typed


def _either(rest: str, operators: Sequence[Said]) -> list[tuple[int, int]]:
    """Where parts stand that OR joins: in a rule everything must hold. `rest` has blanks for the operators."""
    spans = sorted([found.span() for found in _PART.finditer(rest)] + [(said.start, said.end) for said in operators])
    found: list[tuple[int, int]] = []
    for before, (start, end), after in zip(spans, spans[1:], spans[2:], strict=False):
        if rest[start:end] not in ("OR", "|"):
            continue
        if found and found[-1][1] == before[1]:
            found[-1] = found[-1][0], after[1]
        else:
            found.append((before[0], after[1]))
    return found


def _condition(said: Said, networks: Sequence[str]) -> Condition | None:
    if not said.value:
        return None
    match said.name:
        case "from" if said.value.casefold() != "me":
            return Condition(About.FROM, said.value, said.no)
        case "on":
            fitting = [one for one in networks if name_key(said.value) in name_key(one)]
            return Condition(About.NETWORK, fitting[0] if len(fitting) == 1 else said.value, said.no)
        case "in":
            return Condition(About.PLACE, said.value, said.no)
        case "is" if said.value.casefold() == "first":
            return Condition(About.FIRST_TIME, no=said.no)
        case "is" if (standing := STANDING.get(said.value.casefold())) is not None and standing[0] is not None:
            return Condition(About.LIST, TITLES[standing[0]], said.no)
    return None


def _words(rest: str) -> list[Condition]:
    parts = [(bool(found["no"]), _plain(found["said"] or found["word"] or "")) for found in _PART.finditer(rest)]
    wanted = " ".join(words for no, words in parts if words and not no)
    found = [Condition(About.WORDS, wanted)] if wanted else []
    return found + [Condition(About.WORDS, words, no=True) for no, words in parts if words and no]


def _plain(words: str) -> str:
    return " ".join(words.translate(_UNQUOTED).rstrip("*").split())


def name_of(when: Sequence[Condition]) -> str:
    """ "From Ann, only a link"; "" where nothing tells."""
    told = ", ".join(filter(None, map(_told, when)))
    return shortened(told[:1].upper() + told[1:], LONGEST_NAME)


def _told(condition: Condition) -> str:
    value = condition.value.strip()
    if condition.about in (About.ONLY_LINK, About.FIRST_TIME):
        said = "only a link" if condition.about is About.ONLY_LINK else "first time here"
    else:
        before = _BEFORE.get(condition.about, "")
        said = f"{before}{value}" if value else ""
    return f"not {said}" if said and condition.no else said
