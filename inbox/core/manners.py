"""Manners, built in: promises, what was given and not acknowledged, consent, and the wish to be left alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Notice(StrEnum):
    """What is found in words. Signs of spam have codes of their own (`rules/spam_signs.py`)."""

    PROMISE = "promise"
    KIND = "kind"
    PLEASE_STOP = "please_stop"


class PromiseState(StrEnum):
    OPEN = "open"
    KEPT = "kept"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Promise:
    """What I said I would do. `message`: where I wrote so, while it is here."""

    id: int
    person: int
    name: str
    words: str
    state: PromiseState
    due: datetime | None
    made_at: datetime
    settled_at: datetime | None
    conversation: int | None = None
    message: int | None = None


@dataclass(frozen=True, slots=True)
class PromiseOffer:
    """Words of mine that sound like a promise: yes or no. `due` is what `rules.promises.due_at` makes an instant of,
    counted from `written_at`."""

    person: int
    name: str
    words: str
    due: str
    written_at: datetime
    conversation: int | None
    message: int
    first: int
    """Where in the message it begins: what tells it from another one in the same message."""


@dataclass(frozen=True, slots=True)
class StopOffer:
    """They ask not to be written to: the flag "do not contact" is offered, yes or no."""

    person: int
    words: str
    written_at: datetime
    conversation: int | None
    message: int


class GiftKind(StrEnum):
    """What people give. A reaction of another kind than like or follow is a share."""

    COMMENT = "comment"
    LINK = "link"
    SHARE = "share"
    LIKE = "like"
    INTRODUCTION = "introduction"


class Pays(StrEnum):
    """What acknowledges what somebody gave, as the user decides (setting `thanks_paid_by`)."""

    LIKE = "like"
    REPLY = "reply"
    MAIL = "mail"
    CALL = "call"


PAID_BY = "thanks_paid_by"
"""The setting: words of `Pays`, joined by spaces."""


@dataclass(frozen=True, slots=True)
class Gift:
    """One thing somebody gave: `title` is what it was given to, `words` what they said with it."""

    kind: GiftKind
    at: datetime
    title: str
    words: str
    look: str
    conversation: int | None = None
    message: int | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """Somebody who gave something and has heard nothing since. `gifts` newest first, the first few; `number`: all."""

    person: int
    name: str
    avatar_url: str
    looks: tuple[str, ...]
    starred: bool
    gifts: tuple[Gift, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Said:
    """Something I wrote to somebody, on whichever network. `kind`: "mail", "message", or "answer" in public."""

    at: datetime
    kind: str
