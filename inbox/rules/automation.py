"""Rules "when ... then ...": whether one holds, whether it makes sense, and as a sentence both ways."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from inbox.core.automation import About, Action, Condition, Do, Rule
from inbox.core.clock import WallTime
from inbox.core.errors import Refused
from inbox.core.lookup import about_where, name_key, query_terms
from inbox.core.model import Kind
from inbox.core.text import plain_line
from inbox.rules.phrases import StockPhrases
from inbox.rules.when import parse_when
from inbox.rules.worth import what_they_said

LONGEST_NAME = 60
LONGEST_VALUE = 200
_WITHOUT_VALUE = {About.ONLY_LINK, About.FIRST_TIME, Do.DONE, Do.STAR, Do.NEVER_NOTIFY}
_QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb'
_UNQUOTED = dict.fromkeys(map(ord, _QUOTES))

# Each as it is said, and as it is said of what must not be. {} stands for the value in its marks.
_WHEN: Mapping[About, tuple[str, str]] = {
    About.FROM: ("it is from {}", "it is not from {}"),
    About.NETWORK: ("it is on {}", "it is not on {}"),
    About.PLACE: ("it is at {}", "it is not at {}"),
    About.WORDS: ("it has the words {}", "it has not the words {}"),
    About.ONLY_LINK: ("it is only a link", "it is not only a link"),
    About.FIRST_TIME: ("it is their first time here", "it is not their first time here"),
    About.LIST: ("they are in the list {}", "they are not in the list {}"),
    About.KIND: ("it is of the kind {}", "it is not of the kind {}"),
}
_THEN: Mapping[Do, str] = {
    Do.DONE: "mark it done",
    Do.SNOOZE: "snooze it until {}",
    Do.TAG: "tag them {}",
    Do.STAR: "star them",
    Do.NEVER_NOTIFY: "never notify",
    Do.SPLIT: "put it under {}",
}
_DONE: Mapping[Do, str] = {
    Do.DONE: "done",
    Do.SNOOZE: "snoozed until {}",
    Do.TAG: "tagged {}",
    Do.STAR: "starred",
    Do.NEVER_NOTIFY: "never notify",
    Do.SPLIT: "put under {}",
}


@dataclass(frozen=True)
class MessageFacts:
    """What a rule can know of one message of theirs. (No slots: what is derived is kept.)"""

    name: str
    handle: str
    email: str
    network: str
    """As the place looks."""
    place_title: str
    place_address: str
    subject: str
    text: str
    spoken: str | None
    """Their own words, where the message was HTML."""
    kind: str
    is_first_time: bool
    lists: Mapping[str, bool] = field(default_factory=dict)
    """By the key of its name, for every list of people that is asked for and is there: whether they are in it."""

    @cached_property
    def is_only_link(self) -> bool:
        has_address = any(mark in self.text.lower() for mark in ("://", "www.", "mailto:"))
        may_be = has_address or not (self.spoken is None or self.spoken.strip())
        return may_be and what_they_said(self.text, StockPhrases(), spoken=self.spoken).is_only_link

    def has(self, condition: Condition) -> bool | None:
        """Whether it is so, `no` aside; None where there is no such list, of which nothing is so, nor its contrary."""
        value = name_key(condition.value)
        if condition.about is About.FROM:
            return _in_any(value, (self.name, self.handle, self.email))
        if condition.about is About.NETWORK:
            return value == name_key(self.network)
        if condition.about is About.PLACE:
            return _in_any(value, (self.place_title, self.place_address))
        if condition.about is About.WORDS:
            said = f"{self.subject}\n{self.text}"
            return all(about_where(said, f'"{word}"') >= 0 for word in condition.value.split())
        if condition.about is About.LIST:
            return self.lists.get(value)
        if condition.about is About.KIND:
            return value == self.kind
        return self.is_only_link if condition.about is About.ONLY_LINK else self.is_first_time


def holds(rule: Rule, facts: MessageFacts) -> bool:
    """Cheap questions first: the words are cut only where all else fits."""
    ordered = sorted(rule.when, key=lambda condition: condition.about in (About.ONLY_LINK, About.WORDS))
    return all(facts.has(condition) is (not condition.no) for condition in ordered)


def checked(rule: Rule, now: WallTime) -> Rule:
    """The rule as it is kept: values in one line, without quotation marks. Raises Refused where it makes no sense."""
    name = plain_line(rule.name, LONGEST_NAME)
    if not name:
        raise Refused("The rule needs a name. Type one first.")
    if not rule.when:
        raise Refused("Say when: a rule needs at least one condition.")
    if not rule.then:
        raise Refused("Say what is to be done: a rule needs at least one action.")
    when = tuple(map(checked_condition, rule.when))
    then = tuple(checked_action(each, now) for each in rule.then)
    return replace(rule, name=name, when=when, then=then)


def checked_condition(condition: Condition) -> Condition:
    """As it is kept. Raises Refused where it makes no sense."""
    kept = replace(condition, value=_value(condition.about, condition.value, no=condition.no))
    if kept.about is About.KIND and kept.value not in list(Kind):
        raise Refused(f"There is no kind \u201c{kept.value}\u201d. Kinds are {', '.join(Kind)}.")
    if kept.about is About.WORDS and not query_terms(f'"{kept.value}"'):
        raise Refused("There are no words to look for. Type some.")
    return kept


def checked_action(action: Action, now: WallTime) -> Action:
    """As it is kept. Raises Refused where it makes no sense."""
    kept = replace(action, value=_value(action.do, action.value))
    if kept.do is Do.SNOOZE and parse_when(kept.value, now) is None:
        raise Refused(f"\u201c{kept.value}\u201d is no time. Say 3d, tomorrow 9:00 or monday.")
    return kept


def _value(of: About | Do, value: str, *, no: bool = False) -> str:
    if not needs_value(of):
        return ""
    said = plain_line(value.translate(_UNQUOTED), LONGEST_VALUE)
    if not said:
        raise Refused(f"Something is missing behind \u201c{phrase(of, no=no)}\u201d.")
    return said.casefold() if of in (About.KIND, About.NETWORK) else said


def needs_value(of: About | Do) -> bool:
    """Whether something has to be said behind its phrase."""
    return of not in _WITHOUT_VALUE


def phrase(of: About | Do, *, no: bool = False) -> str:
    """How it is said, without its value: "it is not from", "snooze it until"."""
    return _bare(_WHEN[of][no] if isinstance(of, About) else _THEN[of])


# ---------------------------------------------------------------------------------------------------- as a sentence


def describe(rule: Rule) -> str:
    """ "When it is from "Ann" and it is only a link, then mark it done." `read` takes it apart again."""
    when = " and ".join(_said(_WHEN[each.about][each.no], each.value) for each in rule.when) or "anything comes"
    then = " and ".join(_said(_THEN[each.do], each.value) for each in rule.then) or "do nothing"
    return f"When {when}, then {then}."


def done_by(rule: Rule) -> str:
    """How one application stands in the history: "Rule "Links": done, tagged "links"."""
    did = ", ".join(_said(_DONE[each.do], each.value) for each in rule.then)
    return f"Rule \u201c{rule.name}\u201d: {did}"


def read(sentence: str) -> tuple[tuple[Condition, ...], tuple[Action, ...]]:
    """Conditions and actions of a sentence as `describe` says it, in any letter case and any quotation marks.

    Raises Refused naming the part that is not understood.
    """
    whole = re.fullmatch(r"\s*when\s+(.*?),?\s+then\s+(.*?)\s*\.?\s*", sentence, re.IGNORECASE | re.DOTALL)
    if whole is None:
        raise Refused("A rule reads \u201cWhen it is from \u2026, then mark it done.\u201d")
    when = tuple(_read_when(part) for part in _parts(whole[1]))
    then = tuple(_read_then(part) for part in _parts(whole[2]))
    return when, then


def _parts(text: str) -> Iterable[str]:
    """Cut at "and" outside quotation marks."""
    said = re.findall(rf"(?:[{_QUOTES}][^{_QUOTES}]*[{_QUOTES}]|(?!\s+and\s+).)+", text, re.IGNORECASE | re.DOTALL)
    return (re.sub(r"^\s*and\s+", "", part, flags=re.IGNORECASE).strip() for part in said)


def _read_when(part: str) -> Condition:
    for about, phrases in _WHEN.items():
        for no, phrase in enumerate(phrases):
            value = _read_as(phrase, part)
            if value is not None:
                return Condition(about, value, bool(no))
    raise Refused(f"\u201c{part.strip()}\u201d is no condition. Say for example \u201cit is from \u2026\u201d.")


def _read_then(part: str) -> Action:
    for do, phrase in _THEN.items():
        value = _read_as(phrase, part)
        if value is not None:
            return Action(do, value)
    raise Refused(f"\u201c{part.strip()}\u201d is no action. Say for example \u201cmark it done\u201d.")


def _read_as(phrase: str, part: str) -> str | None:
    words = r"\s+".join(map(re.escape, _bare(phrase).split()))
    value = rf"\s+[{_QUOTES}]?([^{_QUOTES}]+)[{_QUOTES}]?" if "{}" in phrase else "()"
    found = re.fullmatch(rf"\s*{words}{value}\s*", part, re.IGNORECASE)
    return None if found is None else found[1].strip()


def _bare(phrase: str) -> str:
    return phrase.replace("{}", "").strip()


def _said(phrase: str, value: str) -> str:
    return phrase.replace("{}", f"\u201c{value}\u201d")


def _in_any(value: str, names: Iterable[str]) -> bool:
    return any(value in name_key(name) for name in names if name)
