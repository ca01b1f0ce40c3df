"""What tells that two identities may be one person, as mapped classes. None of it is set by acts."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from inbox.store.tables import Table


class IdentityKey(Table):
    """What an identity is found by (`rules/same_person.py`): two that share a key may be one person. Derived."""

    __tablename__ = "identity_key"
    __table_args__ = (
        Index("ix_identity_key_key", "kind", "key", "identity_id", "side"),
        {"sqlite_with_rowid": False},
    )
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    side: Mapped[str] = mapped_column(primary_key=True)
    """What the key is to them: "has" it, or only "says" it, as one who links to another's page."""


class WebsiteLook(Table):
    """Where a website links to with rel=me: looked up because somebody asked for it, and kept."""

    __tablename__ = "website_look"
    page: Mapped[str] = mapped_column(primary_key=True)
    """As `rules/same_person.py` writes a page."""
    links: Mapped[str] = mapped_column(server_default="")
    """Addresses, one a line."""
    looked_at: Mapped[int]
