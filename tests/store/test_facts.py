"""What is counted about people, kept in step with whatever happens, equals what counting from nothing gives."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Callable
from datetime import timedelta

from inbox.core.clock import to_micros
from inbox.core.model import Kind, Purpose, RemoteState
from inbox.core.ports import Writing
from inbox.core.relation import Facts
from inbox.store import acts, person_facts, person_relation, subjects
from inbox.store.act_rows import key_of_identity
from inbox.store.session import Session
from inbox.store.writer import SqliteStore
from tests.builders import NOON, a_message, a_place, me, take_in
from tests.clocks import FrozenClock
from tests.store.looking import ask

EVENTS = 10_000
PEOPLE = ("Ann", "Bob", "Cleo", "Dora", "Emil")


def facts_of(store: SqliteStore, name: str) -> Facts:
    [(id,)] = ask(store, f"SELECT id FROM identity WHERE name = '{name}'")
    with store.reading() as reading:
        return reading.relation(id).facts


def talk_elsewhere(write: Writing, identity: int, hours: float) -> None:
    assert isinstance(write, Session)
    at = to_micros(NOON + timedelta(hours=hours))
    after = {
        "identity_id": key_of_identity(write._tx.connection, identity),
        "at": at,
        "how": "call",
        "minutes": 20,
        "words": "",
        "made_at": at,
    }
    acts.act(write._tx, "contact", subjects.new_row("contact", str(uuid.uuid4())), after, label="Logged")
    write._tx.take()


def join(write: Writing, a: int, b: int) -> None:
    assert isinstance(write, Session)
    keys = [key_of_identity(write._tx.connection, id) for id in (a, b)]
    after = {"a_id": keys[0], "b_id": keys[1], "made_at": 1}
    acts.act(write._tx, "link", subjects.new_row("link", str(uuid.uuid4())), after, label="Joined")
    write._tx.take()


def test_an_exchange_is_a_turn_given_and_taken(store: SqliteStore) -> None:
    place = a_place(store)
    hour = timedelta(hours=1)
    take_in(
        store,
        place,
        a_message("1", "Hello", at=NOON),
        a_message("2", "And one more", at=NOON + hour),
        a_message("3", "Hello Ann", by=me(), parent="1", at=NOON + 3 * hour),
        a_message("4", "It worked", at=NOON + 4 * hour),
        a_message("5", "I am glad", by=me(), parent="4", at=NOON + 8 * hour),
        a_message("6", "On another page", on="post-2", at=NOON + 9 * hour),
    )
    facts = facts_of(store, "Ann")
    assert (facts.messages_in, facts.messages_out, facts.conversations) == (4, 2, 2)
    assert (facts.exchanges, facts.exchange_conversations) == (2, 1)
    assert (facts.first_exchange, facts.last_exchange) == (NOON + 3 * hour, NOON + 8 * hour)
    assert (facts.first_in, facts.last_in, facts.last_out) == (NOON, NOON + 9 * hour, NOON + 8 * hour)
    assert facts.i_answer_s == 3 * 3600, "the median of two hours and four"
    assert facts.they_answer_s is None, "one answer of theirs says nothing yet"


def test_own_words_count_once_they_have_left(store: SqliteStore, clock: FrozenClock) -> None:
    place = a_place(store)
    take_in(store, place, a_message("1", at=NOON))
    [(conversation, message)] = ask(store, "SELECT conversation_id, id FROM message")
    delivery = store.write(
        lambda write: write.queue_words(conversation, message, "Thank you", Purpose.REPLY, not_before=None)[0]
    )
    assert facts_of(store, "Ann").exchanges == 0
    store.write(lambda write: write.claim(delivery, b"", clock.now()))
    store.write(lambda write: write.settle_sent(delivery, "77", "", "", None))
    assert (facts_of(store, "Ann").exchanges, facts_of(store, "Ann").messages_out) == (1, 1)


def test_words_sent_twice_and_spam_are_not_counted_and_a_link_is_no_message(store: SqliteStore) -> None:
    place = a_place(store)
    take_in(
        store,
        place,
        a_message("1", "Hello", at=NOON),
        a_message("2", "Hello", at=NOON + timedelta(minutes=2)),
        a_message("3", "Buy this", at=NOON, state=RemoteState.SPAM),
        a_message("4", "[...] as she wrote", kind=Kind.PINGBACK),
    )
    facts = facts_of(store, "Ann")
    assert (facts.messages_in, facts.reactions) == (1, 1)


def test_a_conversation_elsewhere_is_an_exchange_and_undo_takes_it_back(store: SqliteStore) -> None:
    place = a_place(store)
    take_in(store, place, a_message("1", at=NOON))
    before = facts_of(store, "Ann")
    store.write(lambda write: talk_elsewhere(write, 1, 5))
    after = facts_of(store, "Ann")
    assert (after.exchanges, after.exchange_conversations, after.contacts) == (1, 1, 1)
    assert after.last_out == after.last_in == NOON + timedelta(hours=5)
    store.write(lambda write: write.undo())
    assert facts_of(store, "Ann") == before


def test_facts_are_those_of_everybody_a_person_is_and_part_again(store: SqliteStore) -> None:
    place = a_place(store)
    take_in(store, place, a_message("1", by="Ann"), a_message("2", by="Bob"))
    alone = [facts_of(store, "Ann"), facts_of(store, "Bob")]
    store.write(lambda write: join(write, 1, 2))
    assert facts_of(store, "Ann") == facts_of(store, "Bob")
    assert facts_of(store, "Bob").messages_in == 2
    store.write(lambda write: write.undo())
    assert [facts_of(store, "Ann"), facts_of(store, "Bob")] == alone


def test_ten_thousand_random_events_leave_the_facts_that_counting_from_nothing_gives(store: SqliteStore) -> None:
    """Whatever a room does to a message: rows come, change and go as no network would do it."""
    dice = random.Random(20_261_125)
    place = a_place(store)
    posts = [a_message(f"{post}-{who}", who, by=who, on=f"post-{post}") for post in range(3) for who in PEOPLE]
    take_in(store, place, *posts, a_message("mine", "Good.", by=me(), parent="0-Ann"))
    done = 0
    while done < EVENTS:
        done += store.write(lambda write: some_events(write, dice))
        if done % 1_000 < 100:
            assert store.write(disagreements) == []
    assert store.write(disagreements) == []
    assert ask(store, "SELECT count(*) FROM turn")[0][0] > 300


def disagreements(write: Writing) -> list[str]:
    assert isinstance(write, Session)
    return list(person_relation.disagreements(write._tx.connection))


def some_events(write: Writing, dice: random.Random) -> int:
    """One transaction of rooms at work; how many events these were."""
    assert isinstance(write, Session)
    connection = write._tx.connection
    homes = connection.exec_driver_sql(HOMES).all()
    [mine] = connection.exec_driver_sql("SELECT id FROM identity WHERE is_me").scalars()
    here = list(connection.exec_driver_sql("SELECT id FROM message").scalars())
    what = dice.random()
    if what < 0.1:
        talk_elsewhere(write, dice.choice(homes).counterpart_id, -dice.randrange(4_000))
        return 1
    if what < 0.2:
        people = [row.id for row in write.reading.people()]
        if len(people) > 2 and dice.random() < 0.5:
            join(write, *dice.sample(people, 2))
        elif write.reading.undo_step() is not None:
            write.undo()
        return 1
    for _ in range(100):
        if dice.random() < 0.3 or len(here) < 200:
            home = dice.choice(homes)
            out = dice.random() < 0.5
            row = (
                home.account_id,
                home.thread_id,
                home.id,
                mine if out else home.counterpart_id,
                home.counterpart_id if out else None,
                dice.choice(("", "", "local:")) + str(uuid.uuid4()),
                "out" if out else "in",
                *(value(dice) for value in CHANGES.values()),
            )
            here.append(connection.exec_driver_sql(f"{ADD} RETURNING id", row).scalar_one())
        elif dice.random() < 0.2:
            connection.exec_driver_sql("DELETE FROM message WHERE id = ?", (here.pop(dice.randrange(len(here))),))
        else:
            name = dice.choice(list(CHANGES))
            sql = f"UPDATE message SET {name} = ? WHERE id = ?"
            connection.exec_driver_sql(sql, (CHANGES[name](dice), dice.choice(here)))
    write._tx.take()
    return 100


HOMES = "SELECT id, account_id, thread_id, counterpart_id FROM conversation"
ADD = """
INSERT INTO message (account_id, thread_id, conversation_id, identity_id, to_identity_id, remote_id, direction, kind,
  remote_state, joined_to, sort_at, kind_space, created_at, arrived_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'comment', 1, 1)"""
CHANGES: dict[str, Callable[[random.Random], object]] = {
    "kind": lambda dice: dice.choice(("comment",) * 5 + ("message", "email", "pingback")),
    "remote_state": lambda dice: dice.choice(("visible",) * 6 + ("held", "spam", "trash", "deleted")),
    "joined_to": lambda dice: 1 if dice.random() < 0.1 else None,
    "sort_at": lambda dice: to_micros(NOON) - dice.randrange(400) * 3_600_000_000,
}


def test_facts_are_stored_whole(store: SqliteStore) -> None:
    place = a_place(store)
    take_in(store, place, a_message("1", at=NOON))
    facts = facts_of(store, "Ann")
    assert person_facts.from_json(person_facts.as_json(facts)) == facts
    assert set(json.loads(person_facts.as_json(facts))) == {"first_in", "last_in", "messages_in", "conversations"}


def test_people_of_an_older_file_are_counted_from_nothing_in_the_background(
    store: SqliteStore, clock: FrozenClock
) -> None:
    take_in(store, a_place(store), a_message("1", at=NOON), a_message("2", by=me(), parent="1", at=NOON))
    facts = facts_of(store, "Ann")
    store.write(as_migrated)
    assert facts_of(store, "Ann") == Facts()
    store.write(lambda write: write.wake(clock.now()))
    assert facts_of(store, "Ann") == facts
    assert facts.exchanges == 1


def as_migrated(write: Writing) -> None:
    """As step 3 of the schema leaves it: nothing is counted yet."""
    assert isinstance(write, Session)
    for sql in ("DELETE FROM turn", "UPDATE person SET changes_at = 0, facts = '{}'"):
        write._tx.connection.exec_driver_sql(sql)
