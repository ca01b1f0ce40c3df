"""The part of step 3 of the schema that counts what passed between people and me, as frozen text."""

from __future__ import annotations

_COUNTED_IN = "direction = 'in' AND joined_to IS NULL AND remote_state NOT IN ('spam', 'trash') AND kind != 'post'"
_COUNTED_OUT = "direction = 'out' AND remote_id NOT LIKE 'local:%' AND remote_state NOT IN ('spam', 'trash')"
_COUNTED_BY = (
    "conversation_id",
    "identity_id",
    "to_identity_id",
    "direction",
    "kind",
    "remote_id",
    "remote_state",
    "sort_at",
    "joined_to",
)


def _noted(row: str) -> str:
    """Of a trigger: whose message it is, and from when on their conversation is to be counted anew."""
    return f"""
  INSERT INTO message_change (identity_id, conversation_id, since_at)
  SELECT coalesce(CASE {row}.direction WHEN 'in' THEN {row}.identity_id ELSE {row}.to_identity_id END, 0),
    coalesce({row}.conversation_id, 0), {row}.sort_at WHERE true
  ON CONFLICT (identity_id, conversation_id) DO UPDATE SET since_at = min(since_at, excluded.since_at);"""


STATEMENTS = (
    f"CREATE INDEX ix_message_counted_in ON message (identity_id, sort_at, conversation_id, kind) WHERE {_COUNTED_IN}",
    f"CREATE INDEX ix_message_counted_out ON message (to_identity_id, sort_at, kind) WHERE {_COUNTED_OUT}",
    "CREATE INDEX ix_conversation_waits ON conversation (counterpart_id, worth) WHERE state = 'waiting'",
    "CREATE INDEX ix_reaction_identity_at ON reaction (identity_id, created_at, kind)",
    """CREATE TABLE turn (
    conversation_id INTEGER NOT NULL,
    n INTEGER NOT NULL,
    identity_id INTEGER NOT NULL,
    mine INTEGER NOT NULL,
    "at" INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    last_id INTEGER NOT NULL,
    asked_at INTEGER,
    asked_id INTEGER,
    PRIMARY KEY (conversation_id, n),
    FOREIGN KEY(conversation_id) REFERENCES conversation (id) ON DELETE CASCADE
)
 WITHOUT ROWID""",
    "CREATE INDEX ix_turn_identity ON turn (identity_id, at, n)",
    """CREATE TABLE message_change (
    identity_id INTEGER NOT NULL,
    conversation_id INTEGER NOT NULL,
    since_at INTEGER NOT NULL,
    PRIMARY KEY (identity_id, conversation_id)
)
 WITHOUT ROWID""",
    # Whichever room changes a message, now or in years: what is counted about people is folded again from there on.
    f"CREATE TRIGGER message_came AFTER INSERT ON message BEGIN {_noted('NEW')} END",
    f"CREATE TRIGGER message_went AFTER DELETE ON message BEGIN {_noted('OLD')} END",
    f"""CREATE TRIGGER message_changed
AFTER UPDATE OF {", ".join(_COUNTED_BY)} ON message
WHEN {" OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in _COUNTED_BY)}
BEGIN {_noted("OLD")} {_noted("NEW")} END""",
    # Everybody who is here already is counted from nothing, in small batches (`person_standing.wake`).
    """INSERT INTO person (id, name, name_key, is_listed, changes_at)
SELECT id, name, name_key, 0, 0 FROM identity WHERE person = id""",
)
