"""What is kept about people, as mapped classes.

Two kinds of tables. `person` and `person_segment` are derived: what follows from messages and acts, kept in step by
`person_standing`, and rebuilt to the same values. All others are rows that acts make, change and take away
(`store/act_rows.py`): each has a uuid that names it in the log, and says on which identity it is set (decision 3).
A `*_key` is the stable key of a message as JSON (`store/subjects.py`), so that it outlives the message.
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from inbox.store.tables import Table

# ------------------------------------------------------------------------------------------------------- derived


class Person(Table):
    """A person as lists and suggestions need them. `id`: the smallest identity id of the set (`identity.person`)."""

    __tablename__ = "person"
    __table_args__ = (
        Index("ix_person_name_key", "is_listed", "name_key", "id"),
        Index("ix_person_contact", "is_listed", text("last_contact_at DESC"), "id"),
        Index("ix_person_met", "is_listed", text("first_met_at DESC"), "id"),
        Index("ix_person_stage", "is_listed", text("stage_rank DESC"), text("last_contact_at DESC"), "id"),
        Index("ix_person_waiting", "is_listed", text("waiting_worth DESC"), text("last_contact_at DESC"), "id"),
        Index("ix_person_changes_at", "changes_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str]
    is_listed: Mapped[int] = mapped_column(server_default="1")
    """0: me, a robot, whoever only ever left spam, ignored people."""
    starred: Mapped[int] = mapped_column(server_default="0")
    stage: Mapped[str] = mapped_column(server_default="stranger")
    stage_rank: Mapped[int] = mapped_column(server_default="0")
    first_met_at: Mapped[int | None]
    """Of the first thing that passed between us, in whichever direction."""
    last_contact_at: Mapped[int | None]
    waiting: Mapped[int] = mapped_column(server_default="0")
    """Conversations of theirs that wait on me."""
    waiting_worth: Mapped[int | None]
    """The highest worth of these; None: nothing waits."""
    facts: Mapped[str] = mapped_column(server_default="{}")
    """JSON of `core.relation.Facts`."""
    step: Mapped[str] = mapped_column(server_default="")
    """The one next step: a word of `core.relation.StepKind`, or ""."""
    standing: Mapped[str] = mapped_column(server_default="{}")
    """JSON: reasons and evidence of stage and step."""
    changes_at: Mapped[int | None]
    """When time alone changes segments or the step."""


class PersonSegment(Table):
    """Who is in which built-in segment, and why."""

    __tablename__ = "person_segment"
    __table_args__ = (Index("ix_person_segment_person", "person_id"), {"sqlite_with_rowid": False})
    segment: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(primary_key=True)
    why: Mapped[str] = mapped_column(server_default="{}")
    """JSON: the sentence and its evidence."""


class PersonCounter(Table):
    """How many people stand in a view of people ("everyone", "starred", a segment), kept in step."""

    __tablename__ = "person_counter"
    __table_args__ = ({"sqlite_with_rowid": False},)
    view: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int]


class Turn(Table):
    """One side speaking in a conversation until the other does (`rules/facts.py`); `n` counts from 1, every second one
    closes an exchange. `asked_*`: the last message of the turn before."""

    __tablename__ = "turn"
    __table_args__ = (Index("ix_turn_identity", "identity_id", "at", "n"), {"sqlite_with_rowid": False})
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    identity_id: Mapped[int]
    mine: Mapped[int]
    at: Mapped[int]
    message_id: Mapped[int]
    last_at: Mapped[int]
    last_id: Mapped[int]
    asked_at: Mapped[int | None]
    asked_id: Mapped[int | None]


class MessageChange(Table):
    """From when on a conversation is to be folded again: written by triggers on `message`, emptied in each transaction
    (`store/turns.py`). `conversation_id` 0: none."""

    __tablename__ = "message_change"
    __table_args__ = ({"sqlite_with_rowid": False},)
    identity_id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(primary_key=True)
    since_at: Mapped[int]


class Noticed(Table):
    """What was found in the words of a message (`store/noticing.py`): a promise of mine, kind words, a wish to be left
    alone, signs of spam. Derived; found again when the words, or the files of words, are others."""

    __tablename__ = "noticed"
    __table_args__ = (Index("ix_noticed_what", "what", "message_id"), {"sqlite_with_rowid": False})
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    """A word of `core.manners.Notice`, or the code of a sign of spam."""
    first: Mapped[int] = mapped_column(primary_key=True)
    """Where it begins in the words that are their own, in code points."""
    words: Mapped[str]
    due: Mapped[str] = mapped_column(server_default="")
    """Of a promise: what `rules/when.py` makes of its time."""


# --------------------------------------------------------------------------------------------------- set by acts


class IdentityLink(Table):
    """Merging is a link between two identities; parting takes links away. `identity.person` follows from them."""

    __tablename__ = "identity_link"
    __table_args__ = (Index("ix_identity_link_a", "a_id"), Index("ix_identity_link_b", "b_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(unique=True)
    a_id: Mapped[int] = mapped_column(ForeignKey("identity.id"))
    b_id: Mapped[int] = mapped_column(ForeignKey("identity.id"))
    made_at: Mapped[int]


class NotSame(Table):
    """The answer to "same person?": "no" is never asked again, "unsure" only when there is new evidence."""

    __tablename__ = "not_same"
    __table_args__ = (Index("ix_not_same_a", "a_id"), Index("ix_not_same_b", "b_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(unique=True)
    a_id: Mapped[int] = mapped_column(ForeignKey("identity.id"))
    b_id: Mapped[int] = mapped_column(ForeignKey("identity.id"))
    answer: Mapped[str]
    evidence: Mapped[str] = mapped_column(server_default="[]")
    made_at: Mapped[int]


class Promise(Table):
    """What I wrote, or said, that I would do for them. `state`: open, kept, dropped."""

    __tablename__ = "promise"
    __table_args__ = (Index("ix_promise_identity", "identity_id"), Index("ix_promise_due", "state", "due_at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(unique=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id"))
    words: Mapped[str]
    message_key: Mapped[str] = mapped_column(server_default="")
    first: Mapped[int | None]
    """Of one that was offered: `Noticed.first`."""
    state: Mapped[str] = mapped_column(server_default="open")
    due_at: Mapped[int | None]
    made_at: Mapped[int]
    settled_at: Mapped[int | None]


class Contact(Table):
    """A conversation that happened elsewhere, logged by hand: a call, a meeting, a market stall, a letter."""

    __tablename__ = "contact"
    __table_args__ = (Index("ix_contact_identity", "identity_id", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(unique=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id"))
    at: Mapped[int]
    how: Mapped[str]
    minutes: Mapped[int | None]
    words: Mapped[str] = mapped_column(server_default="")
    made_at: Mapped[int]


class Consent(Table):
    """One event in the record of somebody's consent to the newsletter: asked, given, withdrawn. Append-only."""

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_identity", "identity_id", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(unique=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id"))
    state: Mapped[str]
    at: Mapped[int]
    place: Mapped[str] = mapped_column(server_default="")
    """Where they said it."""
    words: Mapped[str] = mapped_column(server_default="")
    email: Mapped[str] = mapped_column(server_default="")
    """The address it is given for."""
    message_key: Mapped[str] = mapped_column(server_default="")
    made_at: Mapped[int]


class PersonField(Table):
    """A field of one's own about somebody: phone, birthday, how we met, preferred way, what they want, or any other."""

    __tablename__ = "person_field"
    __table_args__ = (UniqueConstraint("identity_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(unique=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id"))
    name: Mapped[str]
    value: Mapped[str]
    position: Mapped[int] = mapped_column(server_default="0")


class Introduction(Table):
    """`by_id` introduced `identity_id` to me. `thanked_at`: when I thanked for it."""

    __tablename__ = "introduction"
    __table_args__ = (Index("ix_introduction_identity", "identity_id"), Index("ix_introduction_by", "by_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(unique=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("identity.id"))
    at: Mapped[int]
    words: Mapped[str] = mapped_column(server_default="")
    message_key: Mapped[str] = mapped_column(server_default="")
    thanked_at: Mapped[int | None]


class Sale(Table):
    """What a customer bought: amount as a decimal in text, currency as ISO 4217, both may be empty."""

    __tablename__ = "sale"
    __table_args__ = (Index("ix_sale_identity", "identity_id", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(unique=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id"))
    at: Mapped[int]
    amount: Mapped[str] = mapped_column(server_default="")
    currency: Mapped[str] = mapped_column(server_default="")
    note: Mapped[str] = mapped_column(server_default="")


class TurnedDown(Table):
    """A suggestion that was turned down: `what` is the word of the step, promise or flag, with a message key behind a
    space where it is about one; `until_at` None: for good."""

    __tablename__ = "turned_down"
    __table_args__ = (Index("ix_turned_down_identity", "identity_id"), Index("ix_turned_down_what", "what"))
    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(unique=True)
    identity_id: Mapped[int | None] = mapped_column(ForeignKey("identity.id"))
    """None: for everybody."""
    what: Mapped[str]
    until_at: Mapped[int | None]
    made_at: Mapped[int]


class Acknowledged(Table):
    """What they gave me (`gift_key`: a message or reaction by its stable key) and that it was acknowledged, by hand."""

    __tablename__ = "acknowledged"
    __table_args__ = (Index("ix_acknowledged_identity", "identity_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(unique=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id"))
    gift_key: Mapped[str]
    how: Mapped[str] = mapped_column(server_default="")
    at: Mapped[int]


class OwnSegment(Table):
    """A segment of one's own, written as a search over people."""

    __tablename__ = "own_segment"
    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    query: Mapped[str]
    position: Mapped[int]
