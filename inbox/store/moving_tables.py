"""What was read in from archives and address books, so that the whole of it can be taken back."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from inbox.store.tables import Table


class ImportRun(Table):
    """One import. `batch` names the acts it made; `state`: a word of `core.moving.ImportState`."""

    __tablename__ = "import_run"
    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(unique=True)
    batch: Mapped[str]
    file: Mapped[str]
    """Its name, without the folder."""
    format: Mapped[str]
    account_id: Mapped[int | None]
    made_place: Mapped[int] = mapped_column(server_default="0")
    state: Mapped[str]
    began_at: Mapped[int]
    messages: Mapped[int] = mapped_column(server_default="0")
    people: Mapped[int] = mapped_column(server_default="0")
    sentence: Mapped[str] = mapped_column(server_default="")


class ImportItem(Table):
    """What an import made: `kind` is message, identity or thread. What is seen live later is no longer its own."""

    __tablename__ = "import_item"
    __table_args__ = ({"sqlite_with_rowid": False},)
    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(primary_key=True)
