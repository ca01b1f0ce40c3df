"""How SQLite finds what each act and each batch needs: by the right index, however many messages there are."""

from __future__ import annotations

import pytest

from inbox.store import (
    acts,
    conversation_facts,
    conversations,
    departures,
    doubles,
    held_back,
    homes,
    identities,
    known,
    person_between,
    person_facts,
    person_standing,
    rule_facts,
    triage,
    turns,
)
from inbox.store.people_query import OF_SEGMENT
from inbox.store.writer import SqliteStore

NO_TABLES = ("SCAN json_each", "SCAN w VIRTUAL TABLE", "SCAN (sub", "SCAN chosen")
"""`w`: json_each under a shorter name; `chosen`: so many ids of a time."""
PERSON = {"ids": "[1]", "messages": 3, "since": 0, "conversations": 2, "exchanges": 3, "gifts": 3}
STATEMENTS = {
    "heads": (conversation_facts._HEADS, ("[1]",)),
    "heard": (conversation_facts._HEARD, ("[1]",)),
    "answers": (conversation_facts._ANSWERS, ("[1]",)),
    "words": (conversation_facts._WORDS, ("[1]",)),
    "times": (conversation_facts._TIMES, ("[1]",)),
    "woken": (conversations._WOKEN, (1, 1)),
    "aged": (conversations._AGED, (1, 1)),
    "reminded": (conversations._REMINDED, (1, 1)),
    "what rules look at": (rule_facts.OF_MESSAGES, ("[1]",)),
    "what a rule looks back at": (rule_facts.OF_TIME, (2, 1, 1)),
    "who of some is in a list": (rule_facts.AMONG.format(fits=OF_SEGMENT), ("[1]", "regulars")),
    "a step": (acts.STEP, ("batch",)),
    "newer than what is held back": (held_back._NEWER_IN, (1, 1, 1)),
    "doubles": (doubles._SAID, ("[1]",)),
    "known": (known._FIND, (1, "comment", '["1"]')),
    "parents": (homes._PARENTS, (1, "comment", '["1"]')),
    "orphans": (homes._ORPHANS, (1, "comment", '["1"]')),
    "own replies": (homes._OWN_REPLIES, (1,)),
    "homes": (homes._FIND, ("[1]", "[1]")),
    "identities": (identities._FIND, ("wordpress", '["ann"]')),
    "named": (departures._NAMED, (1, "comment", '["1"]')),
    "unread": (triage._UNREAD, (1,)),
    "people": (person_standing._SETS, ("[1]",)),
    "people as they were": (person_standing._BEFORE, ("[1]",)),
    "segments as they were": (person_standing._SEGMENTS_BEFORE, ("[1]",)),
    "people who are due": (person_standing._DUE, (1, 1)),
    "what they said": (person_facts._THEIRS, ("[1]",)),
    "what I said": (person_facts._MINE, ("[1]",)),
    "their turns": (person_facts._TURNS, ("[1]",)),
    "their gifts": (person_facts._GIFTS, ("[1]",)),
    "what the rules look at": (person_between._SEEN, PERSON),
    "the last turn before": (turns._LAST, ("[[1, 1]]",)),
    "said since": (turns._SAID, ("[[1, 1, 1]]",)),
    "newest": (triage._NEWEST_IN, (1,)),
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_nothing_that_happens_often_looks_through_a_whole_table(store: SqliteStore, name: str) -> None:
    """The file is never analysed: figures of a small inbox would make SQLite look through all of a large one."""
    sql, values = STATEMENTS[name]
    plan = [row[3] for row in store._raw.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()]
    scans = [step for step in plan if step.startswith("SCAN") and not step.startswith(NO_TABLES)]
    assert scans == []
    assert not [step for step in plan if step.startswith("SEARCH m USING INDEX ix_message_joined_to")]
    assert store._raw.execute("SELECT name FROM sqlite_master WHERE name LIKE 'sqlite_stat%'").fetchall() == []
