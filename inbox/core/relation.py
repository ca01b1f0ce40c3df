"""What is between a person and me, and what follows from it: facts, the stage, segments, one next step. Frozen values;
`rules` derives them, the store keeps them in step. Every claim carries its evidence: the ids of the messages it counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from inbox.core.model import By, Stage


class Segment(StrEnum):
    """The built-in segments, in the order they are shown."""

    STARRED = "starred"
    NEW_FACES = "new_faces"
    COMING_BACK = "coming_back"
    REGULARS = "regulars"
    SUPPORTERS = "supporters"
    DRIFTING = "drifting"
    PROMISED = "promised"
    CUSTOMERS = "customers"


class StepKind(StrEnum):
    """The next step, in the order of the rules: the first that fits is the one."""

    ANSWER = "answer"
    KEEP_PROMISE = "keep_promise"
    THANK = "thank"
    SAY_HELLO = "say_hello"
    WRITE = "write"
    CALL = "call"
    WRITE_DOWN = "write_down"
    HELLO_AGAIN = "hello_again"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Local message ids, oldest first, that a claim counts; `conversation` is where to open it."""

    messages: tuple[int, ...] = ()
    conversation: int | None = None


NO_EVIDENCE = Evidence()


@dataclass(frozen=True, slots=True)
class Facts:
    """Counted, never judged. All of it follows from messages, reactions and logged contacts of a person's identities.

    An exchange is a turn given and taken: they wrote and I answered, or I wrote and they answered, within one
    conversation; a logged contact is one, in a conversation of its own (`rules/facts.py` says it precisely).
    What counts: no doubles, no spam or trash, own words once they left, pingbacks as links.
    """

    first_in: datetime | None = None
    last_in: datetime | None = None
    first_out: datetime | None = None
    last_out: datetime | None = None
    messages_in: int = 0
    messages_out: int = 0
    conversations: int = 0
    exchanges: int = 0
    exchange_conversations: int = 0
    first_exchange: datetime | None = None
    last_exchange: datetime | None = None
    private_in: int = 0
    private_out: int = 0
    last_private_out: datetime | None = None
    """When I last spoke to them in private; a logged contact counts."""
    contacts: int = 0
    """Conversations elsewhere, logged by hand."""
    reactions: int = 0
    """Likes, boosts, follows, and links from their own site."""
    first_reaction: datetime | None = None
    last_reaction: datetime | None = None
    i_answer_s: float | None = None
    """Median seconds until I answered them, over the newest turns; None below two answers."""
    they_answer_s: float | None = None
    rhythm_s: float | None = None
    """Median seconds from one exchange to the next; None below three exchanges."""

    @property
    def first_met(self) -> datetime | None:
        """The first thing that passed between us, in whichever direction."""
        return min((at for at in (self.first_in, self.first_out, self.first_reaction) if at is not None), default=None)

    @property
    def last_contact(self) -> datetime | None:
        return max((at for at in (self.last_in, self.last_out, self.last_reaction) if at is not None), default=None)


@dataclass(frozen=True, slots=True)
class StageReached:
    """A step on the ladder: since when, why in a sentence, by whom (ME: set by hand; APP: it follows from facts)."""

    stage: Stage
    at: datetime | None
    why: str
    by: By = By.APP
    evidence: Evidence = NO_EVIDENCE


@dataclass(frozen=True, slots=True)
class SegmentMember:
    """That a person is in a segment, and why, in a sentence."""

    segment: Segment
    why: str
    evidence: Evidence = NO_EVIDENCE


class Door(StrEnum):
    """How somebody can be reached without a conversation that is here."""

    EMAIL = "email"
    PROFILE = "profile"


@dataclass(frozen=True, slots=True)
class NextStep:
    """`title` is short ("Thank them"), `why` a sentence with the facts it counts. `door` and `address`: where
    it is done when that is in no conversation."""

    kind: StepKind
    title: str
    why: str
    evidence: Evidence = NO_EVIDENCE
    door: Door | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """All that follows for one person; `offers`: stages that are proposed and wait for a yes (Friend)."""

    person: int
    facts: Facts = Facts()
    stage: Stage = Stage.STRANGER
    ladder: tuple[StageReached, ...] = ()
    """How they came to where they are, oldest first."""
    offers: tuple[StageReached, ...] = ()
    segments: tuple[SegmentMember, ...] = ()
    step: NextStep | None = None


class TurnDown(StrEnum):
    """For how long, and for whom, a suggestion is not made again."""

    NOT_NOW = "not_now"
    FOR_THEM = "for_them"
    FOR_ALL = "for_all"


@dataclass(frozen=True, slots=True)
class NewSale:
    """What a customer bought; all may be left out. `amount` as typed ("1.250,00", "12.5"), `currency` ISO 4217."""

    amount: str = ""
    currency: str = ""
    at: datetime | None = None
    note: str = ""


class PeopleSort(StrEnum):
    CONTACT = "contact"
    WAITING = "waiting"
    MET = "met"
    STAGE = "stage"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person in a list of people."""

    id: int
    """The smallest identity id of the person."""
    name: str
    avatar_url: str
    networks: tuple[str, ...]
    """How the networks look that they are on (badges), each once."""
    starred: bool
    stage: Stage
    tags: tuple[str, ...]
    waiting: int
    """Conversations of theirs that wait on me."""
    first_met: datetime | None
    last_contact: datetime | None
    messages_in: int
    messages_out: int
    why: str = ""
    """Why they are in the segment that is shown."""
    step: StepKind | None = None
