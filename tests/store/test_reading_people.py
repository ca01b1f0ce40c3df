from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from inbox.core.model import Direction, Stage
from inbox.core.person import HistoryEntry
from inbox.store import histories
from tests.store.by_hand import NOW, Shelf, micros


def whole_history(shelf: Shelf, identity: int, size: int) -> list[HistoryEntry]:
    entries: list[HistoryEntry] = []
    while page := shelf.reader().history(identity, limit=size, before=entries[-1].at if entries else None):
        entries += page
    return entries


def test_a_person_is_the_union_of_linked_identities_and_parting_gives_each_its_own_back(shelf: Shelf) -> None:
    first = shelf.identity("Mia Weber", starred=1, messages_in=3, first_seen_at=micros(9), last_seen_at=micros(5))
    second = shelf.identity(
        "mia", person=first, stage="regular", avatar_url="https://x/a.png", messages_in=1, messages_out=2,
        first_seen_at=micros(4), last_seen_at=micros(1), thanked_at=micros(2),
    )  # fmt: skip
    shelf.conn.execute(text(f"INSERT INTO tag VALUES ({first}, 'baker'), ({second}, 'Zurich'), ({second}, 'baker')"))
    shelf.conn.execute(text(f"INSERT INTO note VALUES (1, 'u1', {first}, 'Met in May', {micros(8)})"))
    shelf.conn.execute(text(f"INSERT INTO note VALUES (2, 'u2', {second}, 'Likes rye', {micros(3)})"))
    for asked in (first, second):
        person = shelf.reader().person(asked)
        assert (person.id, person.name, person.avatar_url) == (first, "Mia Weber", "https://x/a.png")
        assert (person.starred, person.ignored, person.stage) == (True, False, Stage.REGULAR)
        assert (person.tags, person.messages_in, person.messages_out) == (("baker", "Zurich"), 4, 2)
        assert [note.text for note in person.notes] == ["Likes rye", "Met in May"]
        assert [identity.id for identity in person.identities] == [first, second]
        assert (person.first_seen, person.last_seen) == (NOW - timedelta(days=9), NOW - timedelta(days=1))
        assert person.last_thanked == NOW - timedelta(days=2)
    shelf.conn.execute(text(f"UPDATE identity SET person = id WHERE id = {second}"))
    parted = shelf.reader().person(second)
    assert (parted.starred, parted.tags, parted.messages_in) == (False, ("baker", "Zurich"), 1)
    assert [note.text for note in parted.notes] == ["Likes rye"]


def test_the_history_joins_both_directions_over_all_identities_newest_first(shelf: Shelf) -> None:
    blog, toots = shelf.place(), shelf.place("@me", network="mastodon")
    me, mia = shelf.identity("Me", is_me=1), shelf.identity("Mia")
    on_mastodon = shelf.identity("mia@m", person=mia)
    thread, toot = shelf.thread(blog, "Rye"), shelf.thread(toots, "")
    conversation = shelf.conversation(thread, blog, mia)
    shelf.say(blog, thread, conversation, mia, "A question\n> quoted", days_ago=4)
    shelf.say(blog, thread, conversation, me, "An answer", days_ago=3, direction="out", to_identity_id=mia)
    shelf.say(toots, toot, None, on_mastodon, "A toot", days_ago=2)
    shelf.say(blog, thread, conversation, me, "Waiting", direction="out", to_identity_id=mia, remote_id="local:k")
    shelf.say(blog, thread, None, shelf.identity("Ben"), "Not between us")
    entries = shelf.reader().history(on_mastodon)
    assert [entry.snippet for entry in entries] == ["A toot", "An answer", "A question"]
    assert [entry.direction for entry in entries] == [Direction.IN, Direction.OUT, Direction.IN]
    assert [(entry.look, entry.title) for entry in entries[:2]] == [("mastodon", ""), ("wordpress", "Rye")]
    assert entries[1].conversation == conversation


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2)), max_size=20), st.integers(1, 5))
def test_a_history_read_page_by_page_loses_and_repeats_nothing(
    shelf: Shelf, some: list[tuple[int, int]], size: int
) -> None:
    place = shelf.place()
    thread = shelf.thread(place)
    me, mia = shelf.identity("Me", is_me=1), shelf.identity("Mia")
    twin = shelf.identity("mia@m", person=mia)
    said: list[int] = []
    for day, side in some:
        if side == 2:
            said.append(shelf.say(place, thread, None, me, "x", days_ago=day, direction="out", to_identity_id=mia))
        else:
            said.append(shelf.say(place, thread, None, (mia, twin)[side], "x", days_ago=day))
    entries = whole_history(shelf, mia, size)
    assert sorted(entry.message for entry in entries) == sorted(said)
    assert [(entry.at, entry.message) for entry in entries] == sorted(
        ((entry.at, entry.message) for entry in entries), reverse=True
    )


def test_words_to_oneself_stand_once(shelf: Shelf) -> None:
    place = shelf.place()
    me = shelf.identity("Me", is_me=1)
    shelf.say(place, shelf.thread(place), None, me, "A note", direction="out", to_identity_id=me)
    assert len(shelf.reader().history(me)) == 1


def test_how_fast_i_answer_is_the_median_from_two_answers_on(shelf: Shelf) -> None:
    place = shelf.place()
    me, mia = shelf.identity("Me", is_me=1), shelf.identity("Mia")
    thread = shelf.thread(place)
    conversation = shelf.conversation(thread, place, mia)
    own = {"direction": "out", "to_identity_id": mia}

    def exchange(day: int, hours: float, **more: object) -> None:
        asked = shelf.say(place, thread, conversation, mia, "?", days_ago=day)
        more = {"parent_id": asked} if not more else {}
        shelf.say(place, thread, conversation, me, "!", days_ago=day - hours / 24, **own, **more)

    exchange(30, 1)
    assert shelf.reader().person(mia).answers_in_s is None
    exchange(20, 5, without_parent=True)
    exchange(10, 2)
    # A second answer to the same question, and one that has not left, count for nothing.
    shelf.say(place, thread, conversation, me, "And", days_ago=5, **own)
    shelf.say(place, thread, conversation, me, "Waits", **own, remote_id="local:k")
    assert shelf.reader().person(mia).answers_in_s == pytest.approx(2 * 3600)


def test_earlier_thank_yous_are_given_back_newest_first(shelf: Shelf) -> None:
    place = shelf.place()
    me, mia = shelf.identity("Me", is_me=1), shelf.identity("Mia")
    twin, thread = shelf.identity("mia@m", person=mia), shelf.thread(place)
    for day, words, to, purpose in (
        (3, "Thank you", mia, "thank"),
        (1, "Thanks again", twin, "thank"),
        (0, "No", mia, "reply"),
    ):
        shelf.say(place, thread, None, me, words, days_ago=day, direction="out", to_identity_id=to, purpose=purpose)
    assert shelf.reader().thanks_given(mia) == ["Thanks again", "Thank you"]


def test_people_are_listed_by_name_a_page_at_a_time_without_me_and_without_repeats(shelf: Shelf) -> None:
    for name in ("Zoë", "ana", "Éva", "Ben", "Ana"):
        shelf.identity(name)
    shelf.identity("Baker", is_me=1)
    mia = shelf.identity("Mia")
    shelf.identity("Aaa", person=mia)
    shelf.conn.execute(text(f"INSERT INTO tag VALUES ({mia}, 'baker')"))
    reader = shelf.reader()
    everybody = reader.people()
    assert [person.name for person in everybody] == ["ana", "Ana", "Ben", "Éva", "Mia", "Zoë"]
    assert everybody[4].tags == ("baker",)
    seen: list[int] = []
    while page := reader.people(after=str(seen[-1]) if seen else "", limit=2):
        seen += [person.id for person in page]
    assert seen == [person.id for person in everybody]


def test_histories_and_people_walk_their_indexes(shelf: Shelf) -> None:
    inbound, outbound = (shelf.plan(side, who=1, at=1, limit=9) for side in histories.HISTORY)
    assert "SEARCH message USING INDEX ix_message_identity (identity_id=? AND sort_at<?)" in inbound
    assert "SEARCH message USING INDEX ix_message_to_identity (to_identity_id=? AND sort_at<?)" in outbound
    people = shelf.plan(histories.ROOTS, name="a", after=1, limit=9)
    assert "SEARCH identity USING INDEX ix_identity_name_key" in people
    answers = shelf.plan(histories.ANSWERS, who=1)
    assert "SEARCH message USING INDEX ix_message_to_identity" in answers
    assert "TEMP B-TREE" not in inbound + outbound + people + answers
