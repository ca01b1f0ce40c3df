"""What is found in the words of messages: noted as they come, forgotten with them, and found again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from inbox.core.model import Purpose, State
from inbox.rules.languages import read_languages
from inbox.store.noticing import _AT_ONCE
from inbox.store.writer import SqliteStore, open_store
from tests.builders import NOON, a_message, a_person, a_place, me, take_in
from tests.clocks import FrozenClock
from tests.example_threads import told
from tests.rules.tongues import shipped
from tests.store.looking import ask, view


def noticed(store: SqliteStore) -> list[tuple[str, str]]:
    return [(what, words) for what, words in ask(store, "SELECT what, words FROM noticed ORDER BY message_id, what")]


def test_what_they_write_is_looked_through_once_and_what_i_write_for_promises(speaking: SqliteStore) -> None:
    place = a_place(speaking)
    take_in(
        speaking,
        place,
        a_message("1", "Thank you so much! I'll send you a loaf. Please stop writing to me.", by="Ann"),
        a_message("2", "Thank you so much! I'll send you the recipe tomorrow.", by=me(), parent="1"),
    )
    assert noticed(speaking) == [
        ("kind", "Thank you so much"),
        ("please_stop", "Please stop writing to me"),
        ("promise", "I'll send you the recipe tomorrow"),
    ]


def test_other_words_are_looked_through_again(speaking: SqliteStore) -> None:
    place = a_place(speaking)
    take_in(speaking, place, a_message("1", "Please stop writing to me."))
    assert "Asks you to stop" in [reason.label for reason in view(speaking).row.reasons]
    take_in(speaking, place, a_message("1", "Please write to me, that is what I meant to say."))
    assert noticed(speaking) == []
    assert "Asks you to stop" not in [reason.label for reason in view(speaking).row.reasons]


def test_my_words_are_looked_through_as_soon_as_they_are_queued_and_forgotten_when_taken_back(
    speaking: SqliteStore,
) -> None:
    take_in(speaking, a_place(speaking), a_message("1", "How do you do it?"))
    shown = view(speaking)
    speaking.write(
        lambda write: write.queue_words(
            shown.row.id, shown.focus or 0, "I'll send you the recipe.", Purpose.REPLY, not_before=None
        )
    )
    assert noticed(speaking) == [("promise", "I'll send you the recipe")]
    speaking.write(lambda write: write.undo())
    assert noticed(speaking) == []


def test_a_shop_keyword_with_a_shop_link_looks_like_spam_and_says_why(speaking: SqliteStore) -> None:
    told("spam-shop-keyword", speaking)
    row = view(speaking, "Cheap Pizza Stones Online").row
    assert [(reason.label, reason.points) for reason in row.reasons[-3:]] == [
        ("Looks like spam", -100),
        ("Links to a shop", 0),
        ("Named after a shop", 0),
    ]
    assert row.state is State.WAITING, "nothing is hidden by itself"
    assert view(speaking, "Oven Gloves Shop").row.worth < 0
    for name in ("Marta Kowalska", "Ines at the yarn shop", "Günstige Backsteine kaufen"):
        assert "spam" not in [reason.code for reason in view(speaking, name).row.reasons]


def test_whoever_was_answered_or_starred_is_not_judged_by_their_name(speaking: SqliteStore) -> None:
    place = a_place(speaking)
    shop = a_person("Cheap Stones Online", site_url="https://stones-shop.example")
    take_in(speaking, place, a_message("1", "Hello there", by=shop, at=NOON - timedelta(days=1)))
    assert "spam" in [reason.code for reason in view(speaking, shop.name).row.reasons]
    identity = view(speaking, shop.name).row.identity
    speaking.write(lambda write: write.star(identity, True))
    assert "spam" not in [reason.code for reason in view(speaking, shop.name).row.reasons]
    speaking.write(lambda write: write.star(identity, False))
    take_in(
        speaking,
        place,
        a_message("2", "Hello back", by=me(), parent="1", at=NOON - timedelta(hours=3)),
        a_message("3", "And again", by=shop, at=NOON - timedelta(hours=1)),
    )
    assert "spam" not in [reason.code for reason in view(speaking, shop.name).row.reasons]


def test_an_older_file_is_looked_through_in_batches_newest_first(tmp_path: Path) -> None:
    clock = FrozenClock()
    before = open_store(tmp_path, clock)
    many = [
        a_message(str(n), "Please stop writing to me.", by=f"P{n}", at=NOON - timedelta(minutes=n))
        for n in range(_AT_ONCE + 20)
    ]
    take_in(before, a_place(before), *many)
    assert noticed(before) == []
    before.close()
    after = open_store(tmp_path, clock, languages=shipped())
    after.write(lambda write: write.wake(clock.now()))
    assert len(noticed(after)) == _AT_ONCE
    said_so = (
        "SELECT name FROM identity i JOIN conversation c ON c.counterpart_id = i.id WHERE reasons LIKE '%ask%stop%'"
    )
    assert {name for (name,) in ask(after, said_so)} == {f"P{n}" for n in range(_AT_ONCE)}
    for _ in range(2):
        after.write(lambda write: write.wake(clock.now()))
    assert len(noticed(after)) == len(many)
    after.close()


def test_other_files_of_words_have_everything_looked_through_again(tmp_path: Path) -> None:
    clock = FrozenClock()
    small = 'common = ["the"]\nphrases = []\n[kind]\nwords = ["what a soup"]'
    for words, found in ((small, ["kind"]), (small.replace("what a soup", "hurrah"), [])):
        store = open_store(tmp_path, clock, languages=read_languages({"xx": words}))
        if not ask(store, "SELECT 1 FROM message"):
            take_in(store, a_place(store), a_message("1", "What a soup, the one!"))
        store.write(lambda write: write.wake(clock.now()))
        assert [what for what, _ in noticed(store)] == found
        store.close()


def test_what_turns_out_to_be_mine_is_looked_through_as_mine_and_back(speaking: SqliteStore) -> None:
    place = a_place(speaking)
    take_in(
        speaking,
        place,
        a_message("1", "How do you do it?", by="Ann", at=NOON - timedelta(hours=2)),
        a_message("2", "Thank you so much! I'll send you the recipe.", by="Anonymous", parent="1"),
    )
    host = int(ask(speaking, "SELECT id FROM identity WHERE name = 'Anonymous'")[0][0])
    assert [what for what, _ in noticed(speaking)] == ["kind"]
    speaking.write(lambda write: write.this_is_me(host, True))
    assert [what for what, _ in noticed(speaking)] == ["promise"]
    speaking.write(lambda write: write.undo())
    assert [what for what, _ in noticed(speaking)] == ["kind"]
