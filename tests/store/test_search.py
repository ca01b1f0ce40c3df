from __future__ import annotations

import contextlib
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from inbox.core.clock import WallTime, on_the_wall, to_micros
from inbox.core.errors import Refused
from inbox.core.model import Kind
from inbox.store import search
from inbox.store.query import instant_of
from tests.store.by_hand import Shelf, micros

NO_OR = (
    "OR stands between two words, two of the same (from:ann OR from:tom), "
    "or any of is:, stage:, tag:, has: and split: (is:unread OR tag:baker)."
)


def found(shelf: Shelf, typed: str) -> list[str]:
    """Snippets of the conversations that are found, newest first."""
    return [row.snippet for row in shelf.reader().search(typed).conversations]


def people(shelf: Shelf, typed: str) -> list[str]:
    return [person.name for person in shelf.reader().search(typed).people]


@pytest.fixture
def kitchen(shelf: Shelf) -> Shelf:
    blog, toots = shelf.place("Bread Blog"), shelf.place("@me@social.example", network="mastodon")
    shelf.chat(blog, "Zoë Ito", "My rye starter smells of apples", title="Rye", days_ago=40)
    shelf.chat(blog, "Ana Bauer", "The bread freezes well", title="Sourdough", days_ago=10, unread=1)
    shelf.chat(
        toots, "Søren", "Where do I buy rye flour?", title="", days_ago=3, state="done",
        reasons='[["question", "Asks a question", 30]]',
    )  # fmt: skip
    shelf.chat(toots, "田中 太郎", "東京都のパン屋を教えてください", title="", days_ago=1, state="snoozed")
    return shelf


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("rye", ["Where", "My rye"]),
        ("RYE flour", ["Where"]),
        ('"rye starter"', ["My rye"]),
        ('"starter rye"', []),
        ("rye -flour", ["My rye"]),
        ('rye -"of apples"', ["Where"]),
        ("-rye", ["東京都", "The bread"]),
        ("star", ["My rye"]),
        ("star ", []),
        ("sta* smells", ["My rye"]),
        ("sourdough", ["The bread"]),
        ("zoe", ["My rye"]),
        ("soren", ["Where"]),
        ("東京", ["東京都"]),
        ("京都", ["東京都"]),
        ("パン", ["東京都"]),
        ("東", ["東京都"]),
        ("京東", []),
        ("t", []),
        ("", []),
        ("   ", []),
        ("...", []),
        ("from:ana", ["The bread"]),
        ("from:zoe rye", ["My rye"]),
        ("-from:zoe rye", ["Where"]),
        ("on:mastodon", ["東京都", "Where"]),
        ("on:mastodon rye", ["Where"]),
        ("-on:mastodon", ["The bread", "My rye"]),
        ('in:"bread blog"', ["The bread", "My rye"]),
        ("in:bread rye", ["My rye"]),
        ("-in:bread rye", ["Where"]),
        ("is:waiting", ["The bread", "My rye"]),
        ("is:waiting is:done", ["Where", "The bread", "My rye"]),
        ("-is:waiting", ["東京都", "Where"]),
        ("rye is:done", ["Where"]),
        ("is:snoozed", ["東京都"]),
        ("is:them", []),
        ("is:unread", ["The bread"]),
        ("-is:unread rye", ["Where", "My rye"]),
        ("is:question", ["Where"]),
        ("before:30d", ["My rye"]),
        ("after:30d", ["東京都", "Where", "The bread"]),
        ("after:2026-11-10 before:2026-11-19 rye", ["Where"]),
        ("star is:waiting", []),
        ("starter is:waiting", ["My rye"]),
        ("after:2w -rye", ["東京都", "The bread"]),
        ("before:2027", ["東京都", "Where", "The bread", "My rye"]),
        ("IS:Done", ["Where"]),
        ("is:", []),
        ('"from:ana"', []),
        ("NEAR OR AND", []),
        ("apples OR freezes", ["The bread", "My rye"]),
        ("apples | flour", ["Where", "My rye"]),
        ("rye apples OR flour", ["Where", "My rye"]),
        ("from:ana OR from:zoe", ["The bread", "My rye"]),
        ("rye -from:ana OR -from:zoe", ["Where"]),
        ("from:ana from:zoe", []),
        ("is:snoozed OR is:done", ["東京都", "Where"]),
        ("is:unread OR is:question", ["Where", "The bread"]),
        ("is:unread OR is:question OR is:snoozed", ["東京都", "Where", "The bread"]),
        ("rye is:question OR is:snoozed", ["Where"]),
        ("-is:unread OR is:question is:waiting", ["My rye"]),
        ("has:link OR is:unread", ["The bread"]),
        ("has:link OR stage:stranger -rye", ["東京都", "The bread"]),
        ("is:unread OR is:", ["The bread"]),
        ('"rye OR flour"', []),
        ('"older:3d"', []),
        ("i1 a1 kcomment", []),
    ],
)
def test_what_is_typed_finds(kitchen: Shelf, typed: str, expected: list[str]) -> None:
    assert [snippet[: len(start)] for snippet, start in zip(found(kitchen, typed), expected, strict=True)] == expected


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("before:soon", "before: needs a date, such as before:2026-03-01 or before:30d."),
        ("after:2026-02-31", "after: needs a date, such as after:2026-03-01 or after:30d."),
        ("after:9999y", "after: needs a date, such as after:2026-03-01 or after:30d."),
        ("from:ana OR soup", NO_OR),
        ("is:unread OR from:ana", NO_OR),
        ("subject:bread", "subject: is not known here. Leave it out: words are looked for in titles and messages."),
        ("older_than:3d", "older_than: is not known here. Say before:30d or before:2026-03-01."),
        ("-label:x", "label: is not known here. Say tag: for what you call them."),
        ("form:ana", "form: is not known here. Did you mean from:? In quotes it is looked for as it stands."),
        ("tags:baker", "tags: is not known here. Did you mean tag:? In quotes it is looked for as it stands."),
        ("in:done", "in: is for places; say is:done."),
        ("-before:30d", "-before: is not understood; say after: instead."),
        (
            "is:big",
            (
                "is: knows waiting, them, snoozed, done, unread, starred, question, first, muted, new, back,"
                " regular, supporter, drifting, promised, customer, such as is:waiting."
            ),
        ),
        ("in:cheese", "in: found no place of yours called “cheese”. Your places: Bread Blog, @me@social.example."),
        ("on:gopher", "on: found no place of yours on “gopher”. Your networks: mastodon, wordpress."),
    ],
)
def test_an_operator_that_makes_no_sense_says_what_to_type_instead(kitchen: Shelf, typed: str, sentence: str) -> None:
    with pytest.raises(Refused) as caught:
        kitchen.reader().search(f"rye {typed}")
    assert str(caught.value) == sentence


def test_a_starred_person_is_found_by_any_of_their_identities(kitchen: Shelf) -> None:
    _, who = kitchen.chat(1, "Mia", "Hello there")
    assert found(kitchen, "is:starred") == []
    kitchen.identity("mia on mastodon", person=who, starred=1)
    assert found(kitchen, "is:starred") == found(kitchen, "hello is:starred") == ["Hello there"]


def test_from_finds_what_the_same_person_wrote_under_another_name(kitchen: Shelf) -> None:
    _, who = kitchen.chat(1, "Mia Weber", "Under one name", days_ago=2)
    _, other = kitchen.chat(1, "breadlover", "Under another name")
    kitchen.conn.execute(text(f"UPDATE identity SET person = {who} WHERE id = {other}"))
    assert found(kitchen, "from:mia") == ["Under another name", "Under one name"]


def test_from_me_finds_my_own_words(kitchen: Shelf) -> None:
    me = kitchen.identity("The Baker", is_me=1)
    conversation, _ = kitchen.chat(1, "Mia", "Thanks!")
    kitchen.say(1, 1, conversation, me, "Use the rye setting", direction="out")
    assert found(kitchen, "from:me rye") == ["You: Use the rye setting"]
    assert people(kitchen, "baker") == []


def test_the_message_that_matched_is_the_newest_of_its_conversation(kitchen: Shelf) -> None:
    conversation, who = kitchen.chat(1, "Mia", "About focaccia", days_ago=5)
    newer = kitchen.say(1, 1, conversation, who, "More about focaccia", days_ago=1)
    kitchen.say(1, 1, conversation, who, "And about salt")
    hits = kitchen.reader().search("focaccia")
    assert [row.id for row in hits.conversations] == [conversation]
    assert hits.messages == (newer,)


def test_a_double_is_found_as_the_message_it_was_joined_to(kitchen: Shelf) -> None:
    conversation, who = kitchen.chat(1, "Mia", "About focaccia", days_ago=5)
    original = int(kitchen.conn.execute(text(f"SELECT newest_id FROM conversation WHERE id = {conversation}")).scalar())
    kitchen.say(1, 1, conversation, who, "About focaccia", joined_to=original)
    assert kitchen.reader().search("focaccia").messages == (original,)


def test_more_hits_than_are_shown_are_said_to_be_more(kitchen: Shelf) -> None:
    for n in range(7):
        kitchen.chat(1, f"P{n}", "focaccia", days_ago=float(n))
    for typed in ("focaccia", "is:waiting"):
        hits = kitchen.reader().search(typed, limit=5)
        assert (len(hits.conversations), hits.more) == (5, True)
    assert not kitchen.reader().search("focaccia", limit=7).more


def test_few_that_stand_as_asked_are_found_below_many_that_do_not(kitchen: Shelf) -> None:
    kitchen.chat(1, "Old", "focaccia first", state="snoozed", days_ago=9)
    chatty, who = kitchen.chat(1, "Chatty", "focaccia")
    for _ in range(700):
        kitchen.say(1, 1, chatty, who, "focaccia again")
    assert found(kitchen, "focaccia is:snoozed") == ["focaccia first"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("zoe", ["Zoë Ito"]),
        ("ito", ["Zoë Ito"]),
        ("ito zoe", ["Zoë Ito"]),
        ("太郎", ["田中 太郎"]),
        ("SOREN", ["Søren"]),
        ("from:ana", ["Ana Bauer"]),
        ("bauer is:done", ["Ana Bauer"]),
        ("nobody", []),
    ],
)
def test_people_are_found_by_the_beginning_or_a_part_of_their_name(
    kitchen: Shelf, typed: str, expected: list[str]
) -> None:
    assert people(kitchen, typed) == expected


def test_people_are_found_by_their_handle(kitchen: Shelf) -> None:
    who = kitchen.identity("Mia", handle="@levain@social.example")
    kitchen.say(1, 1, None, who, "Hi")
    assert people(kitchen, "levain") == ["Mia"]


def test_a_person_of_two_identities_is_found_once(kitchen: Shelf) -> None:
    _, who = kitchen.chat(1, "Mia Weber", "One")
    kitchen.identity("Mia W.", person=who)
    [person] = kitchen.reader().search("mia").people
    assert (person.id, len(person.identities)) == (who, 2)


def test_a_message_taken_out_of_the_index_leaves_nothing_behind(shelf: Shelf) -> None:
    shelf.conn.execute(text("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, search, row)"))
    words = ("Zoë", "Título", "Crème brûlée 東京 👍🏽", 7, 3, Kind.COMMENT)
    search.index(shelf.conn, 4711, *words)
    assert shelf.conn.execute(text("SELECT count(*) FROM vocabulary")).scalar() == 10
    search.unindex(shelf.conn, 4711, *words)
    assert shelf.conn.execute(text("SELECT count(*) FROM vocabulary")).scalar() == 0
    assert shelf.conn.execute(text("SELECT count(*) FROM search_docsize")).scalar() == 0


def test_who_took_a_new_name_is_found_by_that_and_no_longer_by_the_old(kitchen: Shelf) -> None:
    _, who = kitchen.chat(1, "Mia Weber", "Hello")
    kitchen.conn.execute(text(f"UPDATE identity SET name = 'Mia Fischer' WHERE id = {who}"))
    search.renamed(kitchen.conn, who, "Mia Weber", "Mia Fischer")
    assert (found(kitchen, "fischer"), found(kitchen, "weber")) == (["Hello"], [])


def test_a_thread_with_a_new_title_is_found_by_that_and_no_longer_by_the_old(kitchen: Shelf) -> None:
    kitchen.chat(1, "Mia", "Hello", title="Spelt")
    kitchen.chat(1, "Ben", "Hello too", title="Spelt")
    thread = kitchen.conn.execute(text("SELECT min(id) FROM thread WHERE title = 'Spelt'")).scalar()
    kitchen.conn.execute(text(f"UPDATE thread SET title = 'Emmer' WHERE id = {thread}"))
    search.retitled(kitchen.conn, thread, "Spelt", "Emmer")
    assert (found(kitchen, "emmer"), found(kitchen, "spelt")) == (["Hello"], ["Hello too"])


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60) | st.text(alphabet=st.sampled_from("abom:-*\"'“()^{}+ 東\x00👍\n"), max_size=30))
def test_sqlite_understands_every_query(kitchen: Shelf, typed: str) -> None:
    with contextlib.suppress(Refused):
        kitchen.reader().search(typed)


def test_a_row_shows_the_place_of_the_hit_and_when_that_was_written(shelf: Shelf) -> None:
    blog = shelf.place("Bread Blog")
    ann, me = shelf.identity("Ann"), shelf.identity("Baker", is_me=True)
    thread = shelf.thread(blog, "Sunday soup")
    conversation = shelf.conversation(thread, blog, ann, newest_at=micros(1), snippet="See you on Sunday")
    long = "We talked all evening about how to keep a sourdough alive. "
    shelf.say(blog, thread, conversation, ann, f"{long}Then she baked a pumpernickel.", days_ago=20)
    shelf.say(blog, thread, conversation, me, "I keep a jar of lemons for it", days_ago=10, direction="out")
    shelf.say(blog, thread, conversation, ann, "See you on Sunday", days_ago=1)
    reader = shelf.reader()
    old, mine, newest, title = (reader.search(typed).conversations[0] for typed in ("pump", "lemon", "see", "soup"))
    assert old.snippet == "…alive. Then she baked a pumpernickel."
    assert to_micros(old.at) == micros(20)
    assert (mine.snippet, to_micros(mine.at)) == ("You: I keep a jar of lemons for it", micros(10))
    assert (newest.snippet, to_micros(newest.at)) == ("See you on Sunday", micros(1))
    assert (title.snippet, to_micros(title.at)) == ("See you on Sunday", micros(1))


def test_an_address_finds_what_its_owner_wrote_under_any_name(kitchen: Shelf) -> None:
    _, who = kitchen.chat(1, "Mia", "Hello there")
    kitchen.identity("mia elsewhere", person=who, email="Mia@Oven.example")
    assert found(kitchen, "from:mia@oven.example") == found(kitchen, "from:@oven") == ["Hello there"]
    assert found(kitchen, "from:nobody@oven.example") == []


def test_what_i_wrote_is_nobody_of_that_name(kitchen: Shelf) -> None:
    kitchen.chat(1, "Mehmet", "Hello there")
    assert people(kitchen, "from:me") == []
    assert people(kitchen, "from:meh") == ["Mehmet"]


def test_either_of_two_people_is_found(kitchen: Shelf) -> None:
    assert sorted(people(kitchen, "from:ana OR from:zoe")) == ["Ana Bauer", "Zoë Ito"]
    assert sorted(people(kitchen, "ana OR zoe")) == ["Ana Bauer", "Zoë Ito"]


def test_what_is_muted_is_found(kitchen: Shelf) -> None:
    kitchen.chat(1, "Mia", "Hello there", muted=1)
    assert found(kitchen, "is:muted") == ["Hello there"]
    assert "Hello there" not in found(kitchen, "-is:muted")


@pytest.mark.parametrize("typed", ["https://oven.example", "at 10:30", "Re: rye", "note:this", "forum:x"])
def test_a_colon_in_what_is_looked_for_is_no_mistake(kitchen: Shelf, typed: str) -> None:
    assert kitchen.reader().search(typed).is_asked


@pytest.mark.parametrize("typed", ["is:", "from:", "x"])
def test_half_an_operator_asks_nothing_yet(kitchen: Shelf, typed: str) -> None:
    assert not kitchen.reader().search(typed).is_asked


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("today", "2026-11-18"), ("yesterday", "2026-11-17"), ("monday", "2026-11-16"), ("wed", "2026-11-11"),
        ("nov", "2026-11-01"), ("december", "2025-12-01"), ("1.11.2026", "2026-11-01"), ("2026/11/02", "2026-11-02"),
        ("31/10/2026", "2026-10-31"), ("2026-10", "2026-10-01"),
    ],
)  # fmt: skip
def test_dates_are_understood_as_people_type_them(said: str, day: str) -> None:
    instant = instant_of(said, WallTime(datetime.fromisoformat("2026-11-18T10:20")).instant())
    assert instant is not None
    assert on_the_wall(instant).at.isoformat(" ", "minutes") == f"{day} 00:00"
