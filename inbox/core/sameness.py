"""What tells that two identities may be one person. Frozen values; `rules/same_person.py` finds the clues."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from inbox.core.person import PersonView


class Strength(IntEnum):
    """How much a clue says."""

    HINT = 1
    """Anybody may have typed it, about anybody."""
    CLAIM = 2
    """Typed into a form by somebody who did not sign in."""
    SIGN = 3
    """Said by one of both, signed in."""
    PROOF = 4
    """Said by both, or checked by a network."""


class ClueKind(StrEnum):
    MOVED = "moved"
    LINKS = "links"
    SITE = "site"
    MAIL = "mail"
    HANDLE = "handle"


class KeyKind(StrEnum):
    """What an identity is found by."""

    MAIL = "mail"
    SITE = "site"
    PAGE = "page"
    HANDLE = "handle"


class Side(StrEnum):
    HAS = "has"
    """It is theirs: their address, their page, their handle."""
    SAYS = "says"
    """They name it: a link to a page, a handle typed as a name."""


@dataclass(frozen=True, slots=True)
class Key:
    kind: KeyKind
    value: str
    side: Side = Side.HAS


@dataclass(frozen=True, slots=True)
class IdentityFacts:
    """An identity as its network shows it. `rel_me`: where its website links to so, if that was looked at."""

    id: int
    network: str = ""
    instance: str = ""
    handle: str = ""
    name: str = ""
    profile_url: str = ""
    site_url: str = ""
    bio: str = ""
    email: str = ""
    email_is_claim: bool = True
    email_hash: str = ""
    links: tuple[str, ...] = ()
    verified_links: tuple[str, ...] = ()
    moved_to: str = ""
    rel_me: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clue:
    """`words`: a sentence. `key` is the same for the same evidence whenever it is found."""

    kind: ClueKind
    strength: Strength
    words: str
    key: str


class Answer(StrEnum):
    NO = "no"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two people who may be one; `other` may be me (`is_me`), and then it is asked whether `one` is."""

    one: PersonView
    other: PersonView
    clues: tuple[Clue, ...]
    """Strongest first, never none."""
    is_me: bool = False

    @property
    def strength(self) -> Strength:
        return self.clues[0].strength
