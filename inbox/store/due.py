"""What is derived and holds for everybody changed: all of it is due at once, and `wake` derives it in small batches."""

from __future__ import annotations

from inbox.store.transaction import Transaction

NOT_COUNTED = 0
"""`person.changes_at` of people of an older file: even their turns are to be folded from nothing."""
AT_ONCE = 1
"""`changes_at` of whoever, and whatever, is to be derived anew."""


def people(tx: Transaction) -> None:
    tx.connection.exec_driver_sql(f"UPDATE person SET changes_at = {AT_ONCE} WHERE changes_at IS NOT {NOT_COUNTED}")


def conversations(tx: Transaction) -> None:
    tx.connection.exec_driver_sql(f"UPDATE conversation SET changes_at = {AT_ONCE}")
