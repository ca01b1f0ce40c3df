"""The schema as mapped classes. Every `*_at` is an integer: microseconds since 1970, UTC.

Stable keys are unique columns (decision 2); local ids never leave this machine. State columns are the cache of the log
of acts (decision 6): a test replays `act` and finds the same values.
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary, MetaData, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from inbox.core.lookup import TOKENIZER

NAMES = {"ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s"}


COUNTED_IN = """direction = 'in' AND joined_to IS NULL AND remote_state NOT IN ('spam', 'trash') AND kind != 'post'"""
"""Messages of theirs that count as facts (`rules/facts.py`), doubles, spam and what is to nobody left out."""
COUNTED_OUT = """direction = 'out' AND remote_id NOT LIKE 'local:%' AND remote_state NOT IN ('spam', 'trash')"""
"""Mine that count: once they left."""
_IN = ("identity_id", "sort_at", "conversation_id", "kind")


class Table(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {str: Text}


class Profile(Table):
    """One row: the uuid that keychain names carry, and what this device is called in the log of acts."""

    __tablename__ = "profile"
    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str]
    device: Mapped[str]
    made_at: Mapped[int]
    segmenter_version: Mapped[int]
    clock: Mapped[int] = mapped_column(server_default="0")
    """The highest `Transaction.now` given out: it never goes back, also when the computer's clock does."""


class Account(Table):
    """A place. Key: (network, canonical), without the user, so that a password added later upgrades it."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("network", "canonical"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    network: Mapped[str]
    canonical: Mapped[str]
    address: Mapped[str]
    title: Mapped[str]
    look: Mapped[str]
    user: Mapped[str] = mapped_column(server_default="")
    user_remote_id: Mapped[str] = mapped_column(server_default="")
    can: Mapped[int]
    status: Mapped[str] = mapped_column(server_default="fine")
    sentence: Mapped[str] = mapped_column(server_default="")
    paused: Mapped[int] = mapped_column(server_default="0")
    last_sync_at: Mapped[int | None]
    next_sync_at: Mapped[int | None]
    failures: Mapped[int] = mapped_column(server_default="0")
    first_fetch_at: Mapped[int | None]
    """When the first complete fetch was done: what arrives later waits however old it is (decision 10)."""
    waits_from_at: Mapped[int | None]
    settings: Mapped[str] = mapped_column(server_default="{}")
    removed_at: Mapped[int | None]
    forgotten_at: Mapped[int | None]
    """It is being forgotten, slice by slice (`store/forgetting`)."""


class Cursor(Table):
    __tablename__ = "cursor"
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    stream: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    updated_at: Mapped[int]


class Identity(Table):
    """Somebody on one network. `person` is the smallest identity id of the linked set (itself when not linked)."""

    __tablename__ = "identity"
    __table_args__ = (
        UniqueConstraint("network", "instance", "stable_id"),
        Index("ix_identity_person", "person"),
        Index("ix_identity_name_key", "name_key", "id"),
        Index("ix_identity_not_keyed", "id", sqlite_where=text("keyed = 0")),
        Index("ix_identity_keeps_pictures", "person", sqlite_where=text("keeps_pictures != 0")),
        Index("ix_identity_own_name", "person", sqlite_where=text("own_name != ''")),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int]
    network: Mapped[str]
    look: Mapped[str]
    instance: Mapped[str]
    stable_id: Mapped[str]
    handle: Mapped[str] = mapped_column(server_default="")
    name: Mapped[str]
    name_key: Mapped[str]
    """Case-folded, accents stripped: sorting and finding people by name."""
    avatar_url: Mapped[str] = mapped_column(server_default="")
    profile_url: Mapped[str] = mapped_column(server_default="")
    site_url: Mapped[str] = mapped_column(server_default="")
    bio: Mapped[str] = mapped_column(server_default="")
    email: Mapped[str] = mapped_column(server_default="")
    email_is_claim: Mapped[int] = mapped_column(server_default="1")
    email_hash: Mapped[str] = mapped_column(server_default="")
    is_me: Mapped[int] = mapped_column(server_default="0")
    is_bot: Mapped[int] = mapped_column(server_default="0")
    starred: Mapped[int] = mapped_column(server_default="0")
    ignored: Mapped[int] = mapped_column(server_default="0")
    stage: Mapped[str] = mapped_column(server_default="stranger")
    """Of the person, on each of their identities; derived (`store/person_standing.py`)."""
    claimed: Mapped[int] = mapped_column(server_default="0")
    """Said by hand to be me ("this is me"); `is_me` follows from it and from what the network says."""
    is_me_there: Mapped[int] = mapped_column(server_default="0")
    """The network says that it is me."""
    links: Mapped[str] = mapped_column(server_default="")
    """Addresses in the fields of their profile, one a line."""
    verified_links: Mapped[str] = mapped_column(server_default="")
    """Those of them that the network found to link back (rel=me), one a line."""
    moved_to: Mapped[str] = mapped_column(server_default="")
    """Where they say that they moved to: an address."""
    keyed: Mapped[int] = mapped_column(server_default="0")
    """Whether `identity_key` has what it is found by; 0 after a change."""
    do_not_contact: Mapped[int] = mapped_column(server_default="0")
    stage_by_hand: Mapped[str] = mapped_column(server_default="")
    stage_set_at: Mapped[int | None]
    zone: Mapped[str] = mapped_column(server_default="")
    """Their time zone, set by hand: an IANA name."""
    intention: Mapped[str] = mapped_column(server_default="")
    """One line: "introduce to Ann"."""
    utc_offset: Mapped[int | None]
    """Minutes east of UTC that the time of their newest words carried (`utc_offset_at`), as far as a network tells."""
    utc_offset_at: Mapped[int | None]
    keeps_pictures: Mapped[int] = mapped_column(server_default="0")
    """Pictures of theirs are loaded without asking."""
    called: Mapped[str] = mapped_column(server_default="")
    """What the person is to be called here, chosen by hand; the newest of a set counts (`store/names.py`)."""
    called_at: Mapped[int | None]
    own_name: Mapped[str] = mapped_column(server_default="")
    """How they call themselves, while `name` is what was chosen; else ""."""
    messages_in: Mapped[int] = mapped_column(server_default="0")
    messages_out: Mapped[int] = mapped_column(server_default="0")
    """Mine whose parent's author, or recipient, they are (decision 12)."""
    first_seen_at: Mapped[int | None]
    last_seen_at: Mapped[int | None]
    thanked_at: Mapped[int | None]


class Tag(Table):
    __tablename__ = "tag"
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(primary_key=True)


class Note(Table):
    __tablename__ = "note"
    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(unique=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id"), index=True)
    text: Mapped[str]
    made_at: Mapped[int]


class Thread(Table):
    """Everything under one root at a place."""

    __tablename__ = "thread"
    __table_args__ = (UniqueConstraint("account_id", "root"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    root: Mapped[str]
    title: Mapped[str] = mapped_column(server_default="")
    url: Mapped[str] = mapped_column(server_default="")
    is_mine: Mapped[int] = mapped_column(server_default="1")
    messages: Mapped[int] = mapped_column(server_default="0")


class ThreadAlias(Table):
    """Threads that merged late leave their old root here (decision 7)."""

    __tablename__ = "thread_alias"
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    root: Mapped[str] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"))


class Conversation(Table):
    """What one row of the list waits for: (thread, counterpart). State is derived (decision 9) and stored.

    Set by acts: done_at to silent. Derived by `conversations.refresh`: all from `state` on.
    """

    __tablename__ = "conversation"
    __table_args__ = (
        UniqueConstraint("thread_id", "counterpart_id"),
        Index("ix_conversation_worth", "state", text("worth DESC"), text("newest_at DESC"), "id"),
        Index("ix_conversation_newest", "state", text("newest_at DESC"), "id"),
        Index("ix_conversation_place_worth", "account_id", "state", text("worth DESC"), text("newest_at DESC"), "id"),
        Index("ix_conversation_place_newest", "account_id", "state", text("newest_at DESC"), "id"),
        Index("ix_conversation_counterpart", "counterpart_id"),
        Index("ix_conversation_waits", "counterpart_id", "worth", sqlite_where=text("state = 'waiting'")),
        Index("ix_conversation_changes_at", "changes_at"),
        Index("ix_conversation_snoozed_until_at", "snoozed_until_at"),
        Index("ix_conversation_remind_until_at", "remind_until_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"))
    counterpart_id: Mapped[int] = mapped_column(ForeignKey("identity.id"))
    done_at: Mapped[int | None]
    them_at: Mapped[int | None]
    reopened_at: Mapped[int | None]
    snoozed_at: Mapped[int | None]
    snoozed_until_at: Mapped[int | None]
    snooze_wall: Mapped[str] = mapped_column(server_default="")
    snooze_zone: Mapped[str] = mapped_column(server_default="")
    muted: Mapped[int] = mapped_column(server_default="0")
    snooze_or_answer: Mapped[int] = mapped_column(server_default="1")
    """What they write ends the snooze; 0: only its time does."""
    remind_at: Mapped[int | None]
    """When a reminder was set, by the clock that orders acts."""
    remind_until_at: Mapped[int | None]
    """When it falls due, unless they answer first."""
    remind_wall: Mapped[str] = mapped_column(server_default="")
    remind_zone: Mapped[str] = mapped_column(server_default="")
    split: Mapped[str] = mapped_column(server_default="")
    """The split that a rule put it under."""
    silent: Mapped[int] = mapped_column(server_default="0")
    """A rule said never to notify."""
    state: Mapped[str] = mapped_column(server_default="quiet")
    came_back: Mapped[str] = mapped_column(server_default="")
    """Why it is back on top: "snooze", "answered", "no_answer", "wrote_again", or ""."""
    newest_at: Mapped[int] = mapped_column(server_default="0")
    newest_in_id: Mapped[int | None]
    """Newest addressed, visible, inbound message: what the row shows and what is answered."""
    newest_id: Mapped[int | None]
    waiting_since_at: Mapped[int | None]
    worth: Mapped[int] = mapped_column(server_default="0")
    reasons: Mapped[str] = mapped_column(server_default="[]")
    """JSON [[code, label, points], ...]."""
    changes_at: Mapped[int | None]
    """When time alone changes the worth."""
    unread: Mapped[int] = mapped_column(server_default="0")
    messages: Mapped[int] = mapped_column(server_default="0")
    snippet: Mapped[str] = mapped_column(server_default="")


class Message(Table):
    """Narrow: what lists and threads need. The id carries time: minutes since 1970 << 8, next free (decision 1)."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("account_id", "kind_space", "remote_id"),
        Index("ix_message_conversation", "conversation_id", "sort_at", "id"),
        Index("ix_message_thread", "thread_id", "sort_at", "id"),
        Index("ix_message_identity", "identity_id", "sort_at", "id"),
        Index("ix_message_to_identity", "to_identity_id", "sort_at", "id"),
        Index("ix_message_parent", "account_id", "kind_space", "parent_remote"),
        Index("ix_message_joined_to", "joined_to"),
        Index("ix_message_counted_in", *_IN, sqlite_where=text(COUNTED_IN)),
        Index("ix_message_counted_out", "to_identity_id", "sort_at", "kind", sqlite_where=text(COUNTED_OUT)),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"))
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversation.id", ondelete="SET NULL"))
    """None for my words to the thread only."""
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id"))
    to_identity_id: Mapped[int | None] = mapped_column(ForeignKey("identity.id"))
    """For own words: the author of the parent, or the recipient."""
    kind_space: Mapped[str]
    remote_id: Mapped[str]
    """Own words that wait carry "local:<delivery key>" until the network named them."""
    direction: Mapped[str]
    kind: Mapped[str]
    purpose: Mapped[str] = mapped_column(server_default="reply")
    parent_remote: Mapped[str] = mapped_column(server_default="")
    parent_id: Mapped[int | None]
    created_at: Mapped[int]
    received_at: Mapped[int | None]
    sort_at: Mapped[int]
    """min(created, received), clamped."""
    arrived_at: Mapped[int]
    """When this computer first saw it."""
    edited_at: Mapped[int | None]
    remote_state: Mapped[str]
    gone_at: Mapped[int | None]
    addressed: Mapped[str] = mapped_column(server_default="")
    """Words of `Because`, joined by spaces."""
    is_read: Mapped[int] = mapped_column(server_default="0")
    liked: Mapped[int] = mapped_column(server_default="0")
    url: Mapped[str] = mapped_column(server_default="")
    version: Mapped[str] = mapped_column(server_default="")
    joined_to: Mapped[int | None]
    """The message this one is a double of (decision 13); doubles are shown as links of it."""
    same_as: Mapped[str] = mapped_column(server_default="")
    """What was said by hand, an act: "=" and the remote id of the message it repeats, "no", or ""."""


class MessageText(Table):
    """Wide: the words. `html` where it says more than `text`, `spoken` with it (their own); `source` is compressed."""

    __tablename__ = "message_text"
    id: Mapped[int] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), primary_key=True)
    text: Mapped[str]
    html: Mapped[str] = mapped_column(server_default="")
    spoken: Mapped[str | None]
    notes: Mapped[str] = mapped_column(server_default="[]")
    images: Mapped[str] = mapped_column(server_default="[]")
    source: Mapped[bytes | None] = mapped_column(LargeBinary)
    raw: Mapped[str] = mapped_column(server_default="")


class Reaction(Table):
    __tablename__ = "reaction"
    __table_args__ = (
        UniqueConstraint("account_id", "kind_space", "remote_id"),
        Index("ix_reaction_identity_id", "identity_id"),
        Index("ix_reaction_identity_at", "identity_id", "created_at", "kind"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id"))
    kind_space: Mapped[str]
    remote_id: Mapped[str]
    kind: Mapped[str]
    target_remote: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[int]


class Act(Table):
    """Append-only log of what was done here. `subject` is a stable key as JSON, `before`/`after` the fields as JSON."""

    __tablename__ = "act"
    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(unique=True)
    """uuid7."""
    device: Mapped[str]
    clock: Mapped[int]
    """Hybrid clock: max(wall microseconds, last + 1)."""
    batch: Mapped[str] = mapped_column(index=True)
    verb: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    before: Mapped[str]
    after: Mapped[str]
    undoes: Mapped[str | None] = mapped_column(index=True)
    """uuid of the act that this one takes back."""
    by: Mapped[str]
    label: Mapped[str] = mapped_column(server_default="")


class Draft(Table):
    __tablename__ = "draft"
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    to_id: Mapped[int | None]
    purpose: Mapped[str]
    text: Mapped[str]
    position: Mapped[int] = mapped_column(server_default="0")
    updated_at: Mapped[int]


class Counter(Table):
    """Conversations by state and place, kept in the transaction that changes them; account_id 0 is the sum."""

    __tablename__ = "counter"
    __table_args__ = ({"sqlite_with_rowid": False},)
    state: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(primary_key=True)
    n: Mapped[int]


class Setting(Table):
    __tablename__ = "setting"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class PlaceLog(Table):
    __tablename__ = "place_log"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(index=True)
    at: Mapped[int]
    sentence: Mapped[str]


class Tombstone(Table):
    """Hashes of what was erased here, so that it is not gathered again."""

    __tablename__ = "tombstone"
    hash: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[int]


SEARCH = f"CREATE VIRTUAL TABLE search USING fts5(who, subject, body, tokens, content='', tokenize=\"{TOKENIZER}\")"
"""Contentless (decision 24): rowid = message id; `core/text` cuts the text; `tokens`: i<identity> a<place> k<kind>."""
