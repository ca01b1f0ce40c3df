"""The outbox as mapped classes: what is queued, and what happened to it."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from inbox.store.tables import Table


class Delivery(Table):
    """One queued act towards a network. States and promises: decisions 15-20."""

    __tablename__ = "delivery"
    __table_args__ = (
        Index("ix_delivery_state", "state", "not_before_at", "id"),
        Index("ix_delivery_conversation_id", "conversation_id"),
        Index("ix_delivery_message_id", "message_id"),
        Index("ix_delivery_target_id", "target_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    verb: Mapped[str]
    purpose: Mapped[str] = mapped_column(server_default="reply")
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversation.id", ondelete="SET NULL"))
    target_id: Mapped[int | None]
    """The message it is about, and how that stood when this was queued:"""
    target_version: Mapped[str] = mapped_column(server_default="")
    target_state: Mapped[str] = mapped_column(server_default="")
    ground_newest_in_id: Mapped[int | None]
    """Newest inbound message of the conversation when this was queued: a newer one holds it back."""
    message_id: Mapped[int | None]
    """The own message that shows it."""
    text: Mapped[str] = mapped_column(server_default="")
    moderation: Mapped[str] = mapped_column(server_default="")
    state: Mapped[str]
    reason: Mapped[str] = mapped_column(server_default="")
    not_before_at: Mapped[int | None]
    """WAITING: when it may leave. UNSURE: when to look."""
    queued_at: Mapped[int]
    first_try_at: Mapped[int | None]
    last_try_at: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(server_default="0")
    looks: Mapped[int] = mapped_column(server_default="0")
    frozen: Mapped[bytes | None] = mapped_column(LargeBinary)
    frozen_sha256: Mapped[str] = mapped_column(server_default="")
    remote_id: Mapped[str] = mapped_column(server_default="")
    remote_url: Mapped[str] = mapped_column(server_default="")
    replaces: Mapped[int | None]
    """The delivery that this one repeats because the person said it is not there."""


class DeliveryEvent(Table):
    """Append-only: what happened to a delivery, for the person and for the tests."""

    __tablename__ = "delivery_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"), index=True)
    at: Mapped[int]
    was: Mapped[str]
    now: Mapped[str]
    why: Mapped[str] = mapped_column(server_default="")
