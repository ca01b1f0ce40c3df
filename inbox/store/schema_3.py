"""Step 3 of the schema as frozen text: people (merged, with what is kept about them, and what follows from it)."""

from __future__ import annotations

from inbox.store import schema_3_facts

STATEMENTS = (
    "ALTER TABLE account ADD COLUMN forgotten_at INTEGER",
    "ALTER TABLE identity ADD COLUMN claimed INTEGER DEFAULT '0' NOT NULL",
    "ALTER TABLE identity ADD COLUMN do_not_contact INTEGER DEFAULT '0' NOT NULL",
    "ALTER TABLE identity ADD COLUMN stage_by_hand TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE identity ADD COLUMN stage_set_at INTEGER",
    "ALTER TABLE identity ADD COLUMN zone TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE identity ADD COLUMN intention TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE identity ADD COLUMN keeps_pictures INTEGER DEFAULT '0' NOT NULL",
    "ALTER TABLE message ADD COLUMN same_as TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE identity ADD COLUMN is_me_there INTEGER DEFAULT '0' NOT NULL",
    "ALTER TABLE identity ADD COLUMN links TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE identity ADD COLUMN verified_links TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE identity ADD COLUMN moved_to TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE identity ADD COLUMN keyed INTEGER DEFAULT '0' NOT NULL",
    "UPDATE identity SET is_me_there = is_me",
    "CREATE INDEX ix_identity_not_keyed ON identity (id) WHERE keyed = 0",
    """CREATE TABLE identity_key (
    identity_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    "key" TEXT NOT NULL,
    side TEXT NOT NULL,
    PRIMARY KEY (identity_id, kind, "key", side),
    FOREIGN KEY(identity_id) REFERENCES identity (id) ON DELETE CASCADE
)
 WITHOUT ROWID""",
    'CREATE INDEX ix_identity_key_key ON identity_key (kind, "key", identity_id, side)',
    """CREATE TABLE website_look (
    page TEXT NOT NULL,
    links TEXT DEFAULT '' NOT NULL,
    looked_at INTEGER NOT NULL,
    PRIMARY KEY (page)
)""",
    "ALTER TABLE identity ADD COLUMN utc_offset INTEGER",
    "ALTER TABLE identity ADD COLUMN utc_offset_at INTEGER",
    "CREATE INDEX ix_identity_keeps_pictures ON identity (person) WHERE keeps_pictures != 0",
    "DROP TABLE identity_link",
    """CREATE TABLE person (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    is_listed INTEGER DEFAULT '1' NOT NULL,
    starred INTEGER DEFAULT '0' NOT NULL,
    stage TEXT DEFAULT 'stranger' NOT NULL,
    stage_rank INTEGER DEFAULT '0' NOT NULL,
    first_met_at INTEGER,
    last_contact_at INTEGER,
    waiting INTEGER DEFAULT '0' NOT NULL,
    waiting_worth INTEGER,
    facts TEXT DEFAULT '{}' NOT NULL,
    step TEXT DEFAULT '' NOT NULL,
    standing TEXT DEFAULT '{}' NOT NULL,
    changes_at INTEGER,
    PRIMARY KEY (id)
)""",
    "CREATE INDEX ix_person_changes_at ON person (changes_at)",
    "CREATE INDEX ix_person_contact ON person (is_listed, last_contact_at DESC, id)",
    "CREATE INDEX ix_person_met ON person (is_listed, first_met_at DESC, id)",
    "CREATE INDEX ix_person_name_key ON person (is_listed, name_key, id)",
    "CREATE INDEX ix_person_stage ON person (is_listed, stage_rank DESC, last_contact_at DESC, id)",
    "CREATE INDEX ix_person_waiting ON person (is_listed, waiting_worth DESC, last_contact_at DESC, id)",
    """CREATE TABLE person_segment (
    segment TEXT NOT NULL,
    person_id INTEGER NOT NULL,
    why TEXT DEFAULT '{}' NOT NULL,
    PRIMARY KEY (segment, person_id)
)
 WITHOUT ROWID""",
    "CREATE INDEX ix_person_segment_person ON person_segment (person_id)",
    """CREATE TABLE import_run (
    id INTEGER NOT NULL,
    uuid TEXT NOT NULL,
    batch TEXT NOT NULL,
    file TEXT NOT NULL,
    format TEXT NOT NULL,
    account_id INTEGER,
    made_place INTEGER DEFAULT '0' NOT NULL,
    state TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    messages INTEGER DEFAULT '0' NOT NULL,
    people INTEGER DEFAULT '0' NOT NULL,
    sentence TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT uq_import_run_uuid UNIQUE (uuid)
)""",
    """CREATE TABLE import_item (
    run_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    item_id INTEGER NOT NULL,
    PRIMARY KEY (run_id, kind, item_id),
    FOREIGN KEY(run_id) REFERENCES import_run (id) ON DELETE CASCADE
)
 WITHOUT ROWID""",
    """CREATE TABLE person_counter (
    "view" TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY ("view")
)
 WITHOUT ROWID""",
    """CREATE TABLE identity_link (
    id INTEGER NOT NULL,
    uuid TEXT NOT NULL,
    a_id INTEGER NOT NULL,
    b_id INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT uq_identity_link_uuid UNIQUE (uuid),
    FOREIGN KEY(a_id) REFERENCES identity (id),
    FOREIGN KEY(b_id) REFERENCES identity (id)
)""",
    "CREATE INDEX ix_identity_link_a ON identity_link (a_id)",
    "CREATE INDEX ix_identity_link_b ON identity_link (b_id)",
    """CREATE TABLE not_same (
    id INTEGER NOT NULL,
    uuid TEXT NOT NULL,
    a_id INTEGER NOT NULL,
    b_id INTEGER NOT NULL,
    answer TEXT NOT NULL,
    evidence TEXT DEFAULT '[]' NOT NULL,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT uq_not_same_uuid UNIQUE (uuid),
    FOREIGN KEY(a_id) REFERENCES identity (id),
    FOREIGN KEY(b_id) REFERENCES identity (id)
)""",
    "CREATE INDEX ix_not_same_a ON not_same (a_id)",
    "CREATE INDEX ix_not_same_b ON not_same (b_id)",
    """CREATE TABLE promise (
    id INTEGER NOT NULL,
    uuid TEXT NOT NULL,
    identity_id INTEGER NOT NULL,
    words TEXT NOT NULL,
    message_key TEXT DEFAULT '' NOT NULL,
    first INTEGER,
    state TEXT DEFAULT 'open' NOT NULL,
    due_at INTEGER,
    made_at INTEGER NOT NULL,
    settled_at INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT uq_promise_uuid UNIQUE (uuid),
    FOREIGN KEY(identity_id) REFERENCES identity (id)
)""",
    """CREATE TABLE noticed (
    message_id INTEGER NOT NULL,
    what TEXT NOT NULL,
    first INTEGER NOT NULL,
    words TEXT NOT NULL,
    due TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (message_id, what, first),
    FOREIGN KEY(message_id) REFERENCES message (id) ON DELETE CASCADE
)
 WITHOUT ROWID""",
    "CREATE INDEX ix_noticed_what ON noticed (what, message_id)",
    "CREATE INDEX ix_promise_due ON promise (state, due_at)",
    "CREATE INDEX ix_promise_identity ON promise (identity_id)",
    """CREATE TABLE contact (
    id INTEGER NOT NULL,
    uuid TEXT NOT NULL,
    identity_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    how TEXT NOT NULL,
    minutes INTEGER,
    words TEXT DEFAULT '' NOT NULL,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT uq_contact_uuid UNIQUE (uuid),
    FOREIGN KEY(identity_id) REFERENCES identity (id)
)""",
    "CREATE INDEX ix_contact_identity ON contact (identity_id, at)",
    """CREATE TABLE consent (
    id INTEGER NOT NULL,
    uuid TEXT NOT NULL,
    identity_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    at INTEGER NOT NULL,
    place TEXT DEFAULT '' NOT NULL,
    words TEXT DEFAULT '' NOT NULL,
    email TEXT DEFAULT '' NOT NULL,
    message_key TEXT DEFAULT '' NOT NULL,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT uq_consent_uuid UNIQUE (uuid),
    FOREIGN KEY(identity_id) REFERENCES identity (id)
)""",
    "CREATE INDEX ix_consent_identity ON consent (identity_id, at)",
    """CREATE TABLE person_field (
    id INTEGER NOT NULL,
    uuid TEXT NOT NULL,
    identity_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    position INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT uq_person_field_identity_id_name UNIQUE (identity_id, name),
    CONSTRAINT uq_person_field_uuid UNIQUE (uuid),
    FOREIGN KEY(identity_id) REFERENCES identity (id)
)""",
    """CREATE TABLE introduction (
    id INTEGER NOT NULL,
    uuid TEXT NOT NULL,
    identity_id INTEGER NOT NULL,
    by_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    words TEXT DEFAULT '' NOT NULL,
    message_key TEXT DEFAULT '' NOT NULL,
    thanked_at INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT uq_introduction_uuid UNIQUE (uuid),
    FOREIGN KEY(identity_id) REFERENCES identity (id),
    FOREIGN KEY(by_id) REFERENCES identity (id)
)""",
    "CREATE INDEX ix_introduction_by ON introduction (by_id)",
    "CREATE INDEX ix_introduction_identity ON introduction (identity_id)",
    """CREATE TABLE sale (
    id INTEGER NOT NULL,
    uuid TEXT NOT NULL,
    identity_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    amount TEXT DEFAULT '' NOT NULL,
    currency TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT uq_sale_uuid UNIQUE (uuid),
    FOREIGN KEY(identity_id) REFERENCES identity (id)
)""",
    "CREATE INDEX ix_sale_identity ON sale (identity_id, at)",
    """CREATE TABLE turned_down (
    id INTEGER NOT NULL,
    uuid TEXT NOT NULL,
    identity_id INTEGER,
    what TEXT NOT NULL,
    until_at INTEGER,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT uq_turned_down_uuid UNIQUE (uuid),
    FOREIGN KEY(identity_id) REFERENCES identity (id)
)""",
    "CREATE INDEX ix_turned_down_identity ON turned_down (identity_id)",
    "CREATE INDEX ix_turned_down_what ON turned_down (what)",
    """CREATE TABLE acknowledged (
    id INTEGER NOT NULL,
    uuid TEXT NOT NULL,
    identity_id INTEGER NOT NULL,
    gift_key TEXT NOT NULL,
    how TEXT DEFAULT '' NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT uq_acknowledged_uuid UNIQUE (uuid),
    FOREIGN KEY(identity_id) REFERENCES identity (id)
)""",
    "CREATE INDEX ix_acknowledged_identity ON acknowledged (identity_id)",
    """CREATE TABLE own_segment (
    id INTEGER NOT NULL,
    uuid TEXT NOT NULL,
    name TEXT NOT NULL,
    "query" TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT uq_own_segment_uuid UNIQUE (uuid)
)""",
    """CREATE TABLE thread_link (
    id INTEGER NOT NULL,
    uuid TEXT NOT NULL,
    a_key TEXT NOT NULL,
    b_key TEXT NOT NULL,
    state TEXT NOT NULL,
    message_key TEXT DEFAULT '' NOT NULL,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT uq_thread_link_uuid UNIQUE (uuid)
)""",
    "CREATE INDEX ix_thread_link_a ON thread_link (a_key)",
    "CREATE INDEX ix_thread_link_b ON thread_link (b_key)",
    """CREATE TABLE thread_address (
    address TEXT NOT NULL,
    thread_id INTEGER NOT NULL,
    PRIMARY KEY (address, thread_id),
    FOREIGN KEY(thread_id) REFERENCES thread (id) ON DELETE CASCADE
)
 WITHOUT ROWID""",
    "CREATE INDEX ix_thread_address_thread ON thread_address (thread_id)",
    """CREATE TABLE message_link (
    address TEXT NOT NULL,
    message_id INTEGER NOT NULL,
    PRIMARY KEY (address, message_id),
    FOREIGN KEY(message_id) REFERENCES message (id) ON DELETE CASCADE
)
 WITHOUT ROWID""",
    "CREATE INDEX ix_message_link_message ON message_link (message_id)",
    *schema_3_facts.STATEMENTS,
)
