"""The whole history of a person: every kind of line, filtered by network, kind and words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inbox.core.consent import Consent, NewEntry
from inbox.core.fetched import FetchedReaction
from inbox.core.person import HistoryEntry
from inbox.core.profile import EVERYTHING, Contact, How, Part, Sought, What
from inbox.store import history_keys, history_lines
from inbox.store.writer import SqliteStore
from tests.builders import NOON, a_message, a_person, a_place, me, take_in
from tests.store.looking import ask

HOUR = timedelta(hours=1)


@pytest.fixture
def ann(store: SqliteStore) -> int:
    place = a_place(store)
    like = FetchedReaction("comment", "r1", a_person("Ann"), "like", "3", NOON - 2 * HOUR)
    take_in(
        store,
        place,
        a_message("1", "Which flour for rye?", by="Ann", at=NOON - 5 * HOUR),
        a_message("2", "Whole rye, always", by=me(), parent="1", at=NOON - 4 * HOUR),
        a_message("3", "New post", by=me(), at=NOON - 3 * HOUR),
        a_message("4", "Rye for me too", by="Bob", at=NOON - HOUR),
        a_message("5", "It rose", by="Ann", on="post-2", at=NOON),
        reactions=(like,),
    )
    ann = int(ask(store, "SELECT id FROM identity WHERE name = 'Ann'")[0][0])
    bob = int(ask(store, "SELECT id FROM identity WHERE name = 'Bob'")[0][0])
    store.write(lambda write: write.log_contact(ann, Contact(How.STALL, NOON - 6 * HOUR, 20, "Bought rye bread")))
    store.write(lambda write: write.add_note(ann, "Opens at six"))
    store.write(lambda write: write.introduce(ann, bob, "at the market", NOON - 7 * HOUR))
    return ann


def lines(store: SqliteStore, identity: int, sought: Sought = EVERYTHING, limit: int = 0) -> list[HistoryEntry]:
    with store.reading() as reading:
        return reading.history_lines(reading.history_keys(identity, sought, limit=limit))


def test_everything_that_passed_is_a_line_newest_first(store: SqliteStore, ann: int) -> None:
    found = lines(store, ann)
    assert sorted(one.at for one in found) == [one.at for one in found][::-1]
    assert [one.what for one in found if one.what not in (What.NOTE, What.STAGE)] == [
        What.WROTE, What.REACTED, What.ANSWERED, What.WROTE, What.CONTACT, What.INTRODUCTION,
    ]  # fmt: skip
    steps = [one for one in found if one.what is What.STAGE]
    assert [(one.verb, one.at) for one in steps] == [("acquaintance", NOON - 6 * HOUR)]
    assert [one.snippet for one in found if one.what is What.NOTE] == ["Opens at six"]


def test_a_like_stands_beside_what_was_liked_and_opens_it(store: SqliteStore, ann: int) -> None:
    like = next(one for one in lines(store, ann) if one.what is What.REACTED)
    assert (like.verb, like.title, like.snippet) == ("like", "Sunday soup", "New post")
    assert like.message == int(ask(store, "SELECT id FROM message WHERE remote_id = '3'")[0][0])


def test_a_conversation_elsewhere_says_how_and_how_long(store: SqliteStore, ann: int) -> None:
    met = next(one for one in lines(store, ann) if one.what is What.CONTACT)
    assert (met.verb, met.minutes, met.snippet) == ("stall", 20, "Bought rye bread")


@pytest.mark.parametrize(
    ("sought", "expected"),
    [
        (Sought(parts=frozenset({Part.THEIRS})), ["It rose", "Which flour for rye?"]),
        (Sought(parts=frozenset({Part.MINE})), ["Whole rye, always"]),
        (Sought(parts=frozenset({Part.ELSEWHERE, Part.NOTES})), ["Opens at six", "Bought rye bread"]),
        (Sought(words="rye"), ["Whole rye, always", "Which flour for rye?", "Bought rye bread"]),
        (Sought(words="rye flour"), ["Which flour for rye?"]),
        (Sought(words="rye", parts=frozenset({Part.MINE})), ["Whole rye, always"]),
        (Sought(words="market"), ["at the market"]),
        (Sought(words="nothing of it"), []),
        (Sought(looks=frozenset({"mastodon"})), []),
        (Sought(looks=frozenset({"wordpress"}), parts=frozenset({Part.THEIRS})), ["It rose", "Which flour for rye?"]),
    ],
)
def test_the_history_can_be_narrowed(store: SqliteStore, ann: int, sought: Sought, expected: list[str]) -> None:
    assert [one.snippet for one in lines(store, ann, sought)] == expected


def test_words_of_others_are_never_in_it(store: SqliteStore, ann: int) -> None:
    assert "Rye for me too" not in [one.snippet for one in lines(store, ann, Sought(words="rye"))]


def test_the_newest_few_are_the_beginning_of_all(store: SqliteStore, ann: int) -> None:
    assert lines(store, ann, limit=3) == lines(store, ann)[:3]
    assert lines(store, ann, Sought(words="rye"), limit=1) == lines(store, ann, Sought(words="rye"))[:1]


@pytest.mark.parametrize("what", [What.WROTE, What.ANSWERED, What.REACTED, What.CONTACT])
def test_each_kind_of_line_walks_its_own_index(store: SqliteStore, what: What) -> None:
    rows = store._raw.execute(f"EXPLAIN QUERY PLAN {history_keys.SOURCES[what]}", (1, 1)).fetchall()
    assert not any("TEMP B-TREE" in row[3] or row[3].startswith("SCAN") for row in rows), rows


@pytest.mark.parametrize("sql", [history_lines.MESSAGES, history_lines.REACTIONS])
def test_lines_are_read_by_their_ids(store: SqliteStore, sql: str) -> None:
    rows = [row[3] for row in store._raw.execute(f"EXPLAIN QUERY PLAN {sql}", ("[1]",)).fetchall()]
    assert not [row for row in rows if row.startswith("SCAN") and "json_each" not in row], rows


def test_everything_between_us_is_read_both_ways_with_what_is_mine_counted_only(store: SqliteStore, ann: int) -> None:
    with store.reading() as reading:
        everything = reading.between_us(ann)
    assert (everything.name, everything.count) == ("Ann", 3)
    assert [[said.text for said in talk.said] for talk in everything.talks] == [
        ["Which flour for rye?", "Whole rye, always"],
        ["It rose"],
    ]
    assert [(did.kind, did.title) for did in everything.did] == [("like", "Sunday soup")]
    assert {name: count for name, count in everything.left_out.items() if count} == {
        "notes": 1,
        "conversations written down": 1,
        "introductions": 1,
    }


def test_consent_is_told_and_the_marks_on_them_only_counted(store: SqliteStore, ann: int) -> None:
    entries = (
        NewEntry(Consent.ASKED, at=NOON - 24 * HOUR),
        NewEntry(Consent.GIVEN, at=NOON, words="Yes, please", email="ann@example.org"),
        NewEntry(Consent.WITHDRAWN, at=NOON),
        NewEntry(Consent.MISTAKE),
    )
    store.write(lambda write: [write.note_consent(ann, entry) for entry in entries][-1])
    store.write(lambda write: write.star(ann, True) | write.do_not_contact(ann, True))
    with store.reading() as reading:
        everything = reading.between_us(ann)
    assert [(entry.state, entry.words) for entry in everything.consent] == [
        (Consent.ASKED, ""),
        (Consent.GIVEN, "Yes, please"),
    ]
    assert (everything.left_out["stars"], everything.left_out["marks not to contact them"]) == (1, 1)
    assert everything.left_out["stages I set"] == 0
