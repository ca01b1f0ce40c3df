"""What people gave and whether they heard anything: on whichever network, paid as the user decides."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inbox.core.fetched import FetchedReaction
from inbox.core.manners import PAID_BY, GiftKind, Owed, Pays
from inbox.core.model import Kind, Purpose
from inbox.rules.slow_down import slow_down
from inbox.store import act_rows, acts, subjects
from inbox.store.gifts import GIFTS_SHOWN, OWED_FOR
from inbox.store.session import Session
from inbox.store.writer import SqliteStore
from tests.builders import NOON, a_message, a_person, a_place, me, take_in
from tests.clocks import FrozenClock
from tests.store.looking import ask, view

HOUR = timedelta(hours=1)


def owed(store: SqliteStore, *pays: Pays) -> dict[str, Owed]:
    with store.reading() as reading:
        return {one.name: one for one in reading.owed(pays or None)}


def identity(store: SqliteStore, name: str) -> int:
    return int(ask(store, f"SELECT id FROM identity WHERE name = '{name}'")[0][0])


def a_like(name: str, target: str = "1", kind: str = "like") -> FetchedReaction:
    return FetchedReaction("comment", f"{kind}-{name}", a_person(name), kind, target, NOON - HOUR)


def given(store: SqliteStore) -> int:
    """Ann commented, Bob linked, Cleo liked and Dora shared mine, Emil only follows."""
    place = a_place(store)
    take_in(
        store,
        place,
        a_message("1", "My own words", by=me(), at=NOON - 9 * HOUR),
        a_message("2", "What a soup!", by="Ann", at=NOON - 5 * HOUR),
        a_message("3", "https://bob.example/soup", by="Bob", kind=Kind.PINGBACK, at=NOON - 4 * HOUR),
        reactions=(a_like("Cleo"), a_like("Dora", kind="boost"), a_like("Emil", kind="follow")),
    )
    return place


def test_whoever_gave_something_and_heard_nothing_is_named_with_what_they_gave(store: SqliteStore) -> None:
    given(store)
    found = owed(store)
    assert {name: [gift.kind for gift in one.gifts] for name, one in found.items()} == {
        "Cleo": [GiftKind.LIKE],
        "Dora": [GiftKind.SHARE],
        "Bob": [GiftKind.LINK],
        "Ann": [GiftKind.COMMENT],
    }
    (comment,) = found["Ann"].gifts
    assert (comment.title, comment.words, comment.conversation) == ("Sunday soup", "What a soup!", view(store).row.id)


def test_an_answer_pays_for_all_they_gave_before_and_for_nothing_after(store: SqliteStore) -> None:
    place = given(store)
    take_in(store, place, a_message("4", "Thank you", by=me(), parent="2", at=NOON - 3 * HOUR))
    assert "Ann" not in owed(store)
    take_in(store, place, a_message("5", "And another thing", by="Ann", at=NOON - HOUR))
    assert [gift.words for gift in owed(store)["Ann"].gifts] == ["And another thing"]


def test_a_queued_answer_pays_and_a_cancelled_one_does_not(store: SqliteStore) -> None:
    given(store)
    shown = view(store)
    delivery, _ = store.write(
        lambda write: write.queue_words(shown.row.id, shown.focus or 0, "Thank you", Purpose.THANK, not_before=None)
    )
    assert "Ann" not in owed(store)
    store.write(lambda write: write.cancel_delivery(delivery))
    assert "Ann" in owed(store)


def test_another_network_pays_too(store: SqliteStore) -> None:
    given(store)
    other = a_place(store, "https://rye.example", title="Rye")
    take_in(
        store,
        other,
        a_message("1", "Hello", by=a_person("Anna", instance="https://rye.example"), at=NOON - 2 * HOUR),
        a_message("2", "Hello back", by=me(), parent="1", at=NOON - HOUR),
    )
    assert "Ann" in owed(store)
    ann, anna = identity(store, "Ann"), identity(store, "Anna")

    def link(write: Session) -> None:
        tx = write._tx
        values = {"a_id": ann, "b_id": anna}
        row = {name: act_rows.key_of_identity(tx.connection, id) for name, id in values.items()} | {"made_at": tx.wall}
        acts.act(tx, "link", subjects.new_row("link", "u"), row, label="Linked")
        tx.take()

    store.write(link)  # type: ignore[arg-type]
    assert "Ann" not in owed(store)


@pytest.mark.parametrize(("pays", "is_owed"), [((Pays.LIKE,), False), ((Pays.REPLY, Pays.MAIL, Pays.CALL), True)])
def test_what_pays_is_the_users_decision(store: SqliteStore, pays: tuple[Pays, ...], is_owed: bool) -> None:
    given(store)
    ask(store, "UPDATE message SET liked = 1 WHERE remote_id = '2'")
    assert ("Ann" in owed(store, *pays)) is is_owed
    store.write(lambda write: write.set_setting(PAID_BY, " ".join(pays)))
    assert ("Ann" in owed(store)) is is_owed


def test_a_conversation_elsewhere_pays_where_calls_do(store: SqliteStore) -> None:
    given(store)
    ann = identity(store, "Ann")

    def called(write: Session) -> None:
        tx = write._tx
        row = {"identity_id": act_rows.key_of_identity(tx.connection, ann), "at": tx.wall, "how": "call"}
        row |= {"minutes": None, "words": "", "made_at": tx.wall}
        acts.act(tx, "contact", subjects.new_row("contact", "u"), row, label="Called")
        tx.take()

    store.write(called)  # type: ignore[arg-type]
    assert "Ann" not in owed(store)
    assert "Ann" in owed(store, Pays.REPLY)


def test_saying_so_pays_and_can_be_taken_back(store: SqliteStore) -> None:
    given(store)
    bob = identity(store, "Bob")
    store.write(lambda write: write.acknowledge(bob))
    assert "Bob" not in owed(store)
    store.write(lambda write: write.undo())
    assert "Bob" in owed(store)


def test_those_who_are_not_for_me_and_what_looks_like_spam_are_owed_nothing(speaking: SqliteStore) -> None:
    given(speaking)
    bob = identity(speaking, "Bob")
    speaking.write(lambda write: write.ignore(bob, True))
    assert "Bob" not in owed(speaking)
    take_in(
        speaking,
        a_place(speaking, "https://two.example"),
        a_message("9", "Nice", by=a_person("Cheap Stones Online", site_url="https://stones-shop.example")),
    )
    assert "Cheap Stones Online" not in owed(speaking)


def test_only_the_last_months_count_and_of_many_gifts_the_newest_are_shown(
    store: SqliteStore, clock: FrozenClock
) -> None:
    place = given(store)
    take_in(
        store,
        place,
        *(a_message(f"m{n}", f"Thing {n}", by="Ann", at=NOON - timedelta(minutes=n)) for n in range(9)),
    )
    ann = owed(store)["Ann"]
    assert (len(ann.gifts), ann.number) == (GIFTS_SHOWN, 10)
    assert ann.gifts[0].words == "Thing 0"
    clock.pass_time(OWED_FOR + timedelta(days=1))
    assert owed(store) == {}


def test_what_i_wrote_without_an_answer_is_counted_since_they_last_said_anything(store: SqliteStore) -> None:
    place = given(store)
    ann = identity(store, "Ann")
    for n in range(3):
        take_in(store, place, a_message(f"mine{n}", "Hello?", by=me(), parent="2", at=NOON - (3 - n) * HOUR))
    with store.reading() as reading:
        said = reading.unanswered(ann)
        assert [one.at for one in said] == [NOON - 3 * HOUR, NOON - 2 * HOUR, NOON - HOUR]
        assert reading.unanswered(ann, limit=1)[0].at == NOON - HOUR
    assert slow_down(said, lambda at: f"{at.hour}h").startswith("The fourth time you write without an answer")
    take_in(store, place, a_message("9", "I was away", by="Ann", at=NOON))
    with store.reading() as reading:
        assert reading.unanswered(ann) == []
