"""Step 2 of the schema as frozen text: reminders, splits, saved views and rules; what they say themselves in HTML."""

from __future__ import annotations

STATEMENTS = (
    "ALTER TABLE conversation ADD COLUMN snooze_or_answer INTEGER DEFAULT '1' NOT NULL",
    "ALTER TABLE conversation ADD COLUMN remind_at INTEGER",
    "ALTER TABLE conversation ADD COLUMN remind_until_at INTEGER",
    "ALTER TABLE conversation ADD COLUMN remind_wall TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE conversation ADD COLUMN remind_zone TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE conversation ADD COLUMN split TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE conversation ADD COLUMN silent INTEGER DEFAULT '0' NOT NULL",
    "ALTER TABLE message_text ADD COLUMN spoken TEXT",
    "CREATE INDEX ix_conversation_remind_until_at ON conversation (remind_until_at)",
    """CREATE TABLE saved_view (
    id INTEGER NOT NULL,
    uuid TEXT NOT NULL,
    name TEXT NOT NULL,
    "query" TEXT NOT NULL,
    position INTEGER NOT NULL,
    "key" INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT uq_saved_view_uuid UNIQUE (uuid)
)""",
    """CREATE TABLE rule (
    id INTEGER NOT NULL,
    uuid TEXT NOT NULL,
    name TEXT NOT NULL,
    conditions TEXT NOT NULL,
    actions TEXT NOT NULL,
    is_on INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT uq_rule_uuid UNIQUE (uuid)
)""",
)
