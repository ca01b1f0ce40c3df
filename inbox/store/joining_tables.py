"""Threads across places, as mapped classes: what leads from one to another, and which are joined."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from inbox.store.tables import Table


class ThreadLink(Table):
    """Two threads about one thing, joined by hand or by a link found in one of them (`state`: joined), or kept apart
    although a link was found (`state`: apart). Set by acts. Named by stable keys: JSON [network, canonical, root]."""

    __tablename__ = "thread_link"
    __table_args__ = (Index("ix_thread_link_a", "a_key"), Index("ix_thread_link_b", "b_key"))
    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(unique=True)
    a_key: Mapped[str]
    b_key: Mapped[str]
    state: Mapped[str]
    message_key: Mapped[str] = mapped_column(server_default="")
    """The message whose link joined them; "" by hand."""
    made_at: Mapped[int]


class ThreadAddress(Table):
    """Where a thread, or one of its messages, stands on the web: `rules.links.address_key` of it. Derived."""

    __tablename__ = "thread_address"
    __table_args__ = (Index("ix_thread_address_thread", "thread_id"), {"sqlite_with_rowid": False})
    address: Mapped[str] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"), primary_key=True)


class MessageLink(Table):
    """What a message links to: `rules.links.address_key` of each address in its words. Derived."""

    __tablename__ = "message_link"
    __table_args__ = (Index("ix_message_link_message", "message_id"), {"sqlite_with_rowid": False})
    address: Mapped[str] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), primary_key=True)
