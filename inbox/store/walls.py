"""Times given as the wall will show them: those of the computer's own zone follow the traveller (decision 28).

The wall is what was said and the instant only what it means here today, so it is set beside the log of acts.
"""

from __future__ import annotations

from datetime import datetime

from inbox.core.clock import COMPUTER, WallTime, notice_zone, to_micros
from inbox.store.transaction import Transaction

# Only what has not come back yet: who flew west does not find it snoozed once more.
_SNOOZED = """
SELECT id, snooze_wall, snoozed_until_at FROM conversation
WHERE snoozed_until_at > 0 AND snooze_zone = ? AND snooze_wall != '' AND +state = 'snoozed'"""
_REMINDED = """
SELECT id, remind_wall, remind_until_at FROM conversation
WHERE remind_until_at > 0 AND remind_zone = ? AND remind_wall != '' AND +state = 'them'"""
_PENDING = (
    (_SNOOZED, "UPDATE conversation SET snoozed_until_at = ? WHERE id = ?"),
    (_REMINDED, "UPDATE conversation SET remind_until_at = ? WHERE id = ?"),
)


def follow(tx: Transaction) -> None:
    """Snoozes and reminders that are to come get the instant at which the wall shows their time here."""
    notice_zone()
    for pending, move in _PENDING:
        for conversation, wall, at in tx.connection.exec_driver_sql(pending, (COMPUTER,)).all():
            instant = _instant(wall)
            if instant is not None and instant != at:
                if pending is _SNOOZED:
                    tx.was_to_wake.setdefault(conversation, at)
                tx.connection.exec_driver_sql(move, (instant, conversation))
                tx.touch_conversation(conversation)


def _instant(wall: str) -> int | None:
    """None for what is no time on a wall: the log may come from another machine."""
    try:
        return to_micros(WallTime(datetime.fromisoformat(wall)).instant())
    except ValueError:
        return None
