"""What the user decides about people's stages and suggestions, and about what counts: acts that undo takes back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from inbox.core.clock import to_micros
from inbox.core.errors import Refused
from inbox.core.model import Stage
from inbox.core.relation import NewSale, StepKind, TurnDown
from inbox.core.text import plain_line
from inbox.rules.money import amount_of, currency_of
from inbox.rules.thresholds import SETTING, is_known
from inbox.store import act_rows, acts, subjects
from inbox.store.ids import sound
from inbox.store.transaction import Transaction

_DAY = 86_400_000_000
_SUGGESTIONS = {*StepKind, Stage.FRIEND.value}
_TURNED_DOWN = """
SELECT t.uuid FROM turned_down t JOIN identity j ON j.id = t.identity_id
WHERE j.person = (SELECT person FROM identity WHERE id = ?)"""
_GONE = dict.fromkeys(act_rows.ROWS["turned_down"].columns)
_SAID = {
    TurnDown.NOT_NOW: "Not now. It may be suggested again in {days} days.",
    TurnDown.FOR_THEM: "Not suggested for them any more.",
    TurnDown.FOR_ALL: "Not suggested for anybody any more.",
}


def set_stage(tx: Transaction, identity: int, stage: Stage | None, sale: NewSale | None = None) -> None:
    """Set on this identity; it holds for the person as what was said last. None: whatever was set before no longer
    holds. Raises Refused, KeyError."""
    about = subjects.subject(tx, "identity", identity)
    label = "Stage by what passed between you" if stage is None else f"Now: {stage.value.capitalize()}"
    bought = None if sale is None else _sale(tx, identity, sale)
    after = {"stage_by_hand": "" if stage is None else stage.value, "stage_set_at": tx.wall}
    acts.act(tx, "stage", about, after, label=label)
    if bought is not None:
        acts.act(tx, "sale", subjects.new_row("sale", str(uuid.uuid4())), bought, label=label)
    tx.changed.sentence = f"{label}."


def turn_down(tx: Transaction, identity: int, what: str, how: TurnDown) -> None:
    if what not in _SUGGESTIONS:
        raise KeyError(what)
    days = tx.thresholds.not_now_days
    after = {
        "identity_id": None if how is TurnDown.FOR_ALL else act_rows.key_of_identity(tx.connection, identity),
        "what": str(what),
        "until_at": tx.wall + days * _DAY if how is TurnDown.NOT_NOW else None,
        "made_at": tx.wall,
    }
    acts.act(tx, "turn_down", subjects.new_row("turned_down", str(uuid.uuid4())), after, label="Turned down")
    # Whoever is looked at is told at once, also when it holds for everybody.
    tx.touch_person(identity)
    tx.changed.sentence = _SAID[how].format(days=days)


def suggest_again(tx: Transaction, identity: int) -> None:
    for name in tx.connection.exec_driver_sql(_TURNED_DOWN, (identity,)).scalars().all():
        acts.act(tx, "suggest_again", subjects.new_row("turned_down", name), _GONE, label="Suggested again")
    tx.changed.sentence = "Suggested again where it fits."


def set_counts(tx: Transaction, values: Mapping[str, int | None]) -> None:
    for key, value in values.items():
        if not is_known(key):
            raise Refused(f"Nothing counts by {key}. Choose one of those on the page What counts.")
        after = {"value": None if value is None else str(int(value))}
        acts.act(tx, "counts", subjects.setting(f"{SETTING}{key}"), after, label="What counts changed")


def _sale(tx: Transaction, identity: int, sale: NewSale) -> dict[str, Any] | None:
    """The values of a row; None where nothing was said. Raises Refused."""
    amount = amount_of(sale.amount) if sale.amount.strip() else None
    if sale.amount.strip() and amount is None:
        raise Refused(f"“{plain_line(sale.amount, 30)}” is no amount. Type a number, such as 120.50.")
    currency = currency_of(sale.currency) if sale.currency.strip() else ""
    if currency is None:
        raise Refused(f"“{plain_line(sale.currency, 30)}” is no currency. Type three letters, such as EUR.")
    note = plain_line(sound(sale.note), 500)
    if amount is None and not note and sale.at is None:
        return None
    return {
        "identity_id": act_rows.key_of_identity(tx.connection, identity),
        "at": tx.wall if sale.at is None else to_micros(sale.at),
        "amount": "" if amount is None else str(amount),
        "currency": currency,
        "note": note,
    }
