"""What the person set up for the daily pass, as mapped classes: saved searches and rules."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from inbox.store.tables import Table


class SavedView(Table):
    """A search that is a view. Every column but the id is set by acts; the uuid names it in them."""

    __tablename__ = "saved_view"
    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    query: Mapped[str]
    position: Mapped[int]
    key: Mapped[int] = mapped_column(server_default="0")


class KeptRule(Table):
    """ "When ... then ...". `conditions`: JSON [[about, value, no], ...]; `actions`: JSON [[do, value], ...]."""

    __tablename__ = "rule"
    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    conditions: Mapped[str]
    actions: Mapped[str]
    is_on: Mapped[int]
    position: Mapped[int]
