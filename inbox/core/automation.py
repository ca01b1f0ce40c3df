"""Rules "when ... then ...": what the person may ask to be done by itself. Frozen; `rules/automation` says and applies
them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class About(StrEnum):
    """What a condition looks at. `value` of each is said behind it."""

    FROM = "from"
    """A part of the name, handle or e-mail address of who wrote."""
    NETWORK = "network"
    """The id of a network as places look."""
    PLACE = "place"
    """A part of the title or address of the place."""
    WORDS = "words"
    """Words that all occur in the message or in its thread's title; accents and case do not count."""
    ONLY_LINK = "only_link"
    """Only a link; no value."""
    FIRST_TIME = "first_time"
    """They never wrote before; no value."""
    LIST = "list"
    """The name of a list of people: a built-in segment as the sidebar calls it, or a segment of one's own."""
    KIND = "kind"
    """A word of `Kind`: "pingback"."""


class Do(StrEnum):
    """What an action does. `value` of each is said behind it."""

    DONE = "done"
    SNOOZE = "snooze"
    """As `rules/when.parse_when` understands it: "3d", "tomorrow 9:00", "monday"."""
    TAG = "tag"
    """The tag, on who wrote."""
    STAR = "star"
    NEVER_NOTIFY = "never_notify"
    """Nothing is said when it comes; it waits as others do."""
    SPLIT = "split"
    """The name of the split it is put under: the search `split:NAME` finds it."""


@dataclass(frozen=True, slots=True)
class Condition:
    about: About
    value: str = ""
    no: bool = False
    """True: must not be so."""


@dataclass(frozen=True, slots=True)
class Action:
    do: Do
    value: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """All conditions must hold; all actions are done, in order. Rules run in order of `position`, each by itself."""

    name: str
    when: tuple[Condition, ...]
    then: tuple[Action, ...]
    on: bool = False
    id: int = 0
    """0 for one that is not kept yet."""
    uuid: str = ""
    position: int = 0


DAYS = 90
"""So far a rule looks back before it is switched on."""


@dataclass(frozen=True, slots=True)
class RulePiece:
    """One piece of looking back: `conversations` of which a message in it would have been caught, newest first, each
    once. `below` is where the next piece begins, 0 where this was the last; `back_to`: how far it reaches."""

    conversations: tuple[int, ...]
    below: int
    back_to: datetime


@dataclass(frozen=True, slots=True)
class RulePreview:
    """What a rule would have caught: conversations, newest first, of the last `days`, which are all that were wanted
    unless somebody stopped it."""

    conversations: tuple[int, ...]
    days: int = DAYS
    is_whole: bool = True
