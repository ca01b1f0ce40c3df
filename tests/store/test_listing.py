from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text
from sqlalchemy.dialects.sqlite import dialect

from inbox.core.model import DeliveryState, Kind, Reason, RowKey, Sort, State
from inbox.store import listing, tables
from inbox.store.listing import KEYS, PAGES, PAGES_BY_NAME_INDEX, ROWS
from tests.store.by_hand import Shelf, micros


def all_pages(shelf: Shelf, sort: Sort, *, place: int = 0, size: int = 3) -> list[int]:
    """The ids of a whole view, page by page, as scrolling asks for them."""
    keys = {key.id: key for key in shelf.reader().keys(State.WAITING)}
    seen: list[int] = []
    after: RowKey | None = None
    while page := shelf.reader().page(State.WAITING, sort, place=place, after=after, limit=size):
        seen += [row.id for row in page]
        after = keys[page[-1].id]
    return seen


def test_a_row_says_who_wrote_where_about_what_and_why_it_is_there(shelf: Shelf) -> None:
    place = shelf.place("Bread Blog")
    conversation, who = shelf.chat(
        place,
        "Zoë Ito",
        "Does it freeze?",
        title="Sourdough",
        worth=45,
        unread=1,
        reasons='[["question", "Asks a question", 30], ["first_time", "First time here", 15]]',
        waiting_since_at=micros(2),
        days_ago=2,
    )
    [row] = shelf.reader().page(State.WAITING, Sort.WORTH)
    assert (row.id, row.identity, row.name, row.place, row.place_title) == (
        conversation,
        who,
        "Zoë Ito",
        place,
        "Bread Blog",
    )
    assert (row.network, row.subject, row.snippet, row.kind) == (
        "wordpress",
        "Sourdough",
        "Does it freeze?",
        Kind.COMMENT,
    )
    assert (row.unread, row.starred, row.has_draft, row.sending) == (True, False, False, None)
    assert row.reasons[0] == Reason("question", "Asks a question", 30)
    assert row.waiting_since is not None
    assert row.waiting_since == row.at


def test_a_sample_place_dresses_as_another_network(shelf: Shelf) -> None:
    place = shelf.place("Bread", network="sample", look="mastodon")
    shelf.chat(place, "Ana", "Hello")
    assert shelf.reader().page(State.WAITING, Sort.NEWEST)[0].network == "mastodon"


def test_a_star_on_any_identity_of_a_person_shows_on_all_their_rows(shelf: Shelf) -> None:
    place = shelf.place()
    _, who = shelf.chat(place, "Ana", "Hello")
    shelf.identity("ana@elsewhere", person=who, starred=1)
    shelf.chat(place, "Ben", "Hello")
    starred = {row.name: row.starred for row in shelf.reader().page(State.WAITING, Sort.NEWEST)}
    assert starred == {"Ana": True, "Ben": False}


def test_by_person_handles_of_one_stand_together_under_the_name_of_the_person(shelf: Shelf) -> None:
    place = shelf.place()
    [ann], [bob] = ([shelf.chat(place, name, "Hello")[0]] for name in ("Ann", "Bob"))
    who = shelf.reader().rows([ann])[0].person
    nora = shelf.conversation(shelf.thread(place), place, shelf.identity("Nora", person=who))
    assert all_pages(shelf, Sort.PERSON) == [ann, nora, bob]
    keys = {key.id: key for key in shelf.reader().keys(State.WAITING)}
    assert (keys[nora].name, keys[nora].person) == (keys[ann].name, keys[ann].person) == ("ann", who)
    [row] = shelf.reader().rows([nora])
    assert (row.name, row.called) == ("Nora", "Ann")


def test_a_row_shows_a_draft_and_the_newest_delivery_that_is_not_settled(shelf: Shelf) -> None:
    place = shelf.place()
    conversation, _ = shelf.chat(place, "Ana", "Hello")
    for state in ("needs_you", "waiting", "sent", "cancelled"):
        shelf.delivery(place, state, conversation_id=conversation)
    shelf.conn.execute(text(f"INSERT INTO draft VALUES ({conversation}, NULL, 'reply', 'Dear', 4, 1)"))
    [row] = shelf.reader().rows([conversation])
    assert row.sending is DeliveryState.WAITING
    assert row.has_draft


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_end_to_end_give_every_conversation_once_in_order(shelf: Shelf, sort: Sort) -> None:
    place, other = shelf.place(), shelf.place("Other")
    for n in range(23):
        # Many ties, in each part of each key.
        shelf.chat((place, other)[n % 2], "ABC"[n % 3], "Hello", worth=n % 4, days_ago=float(n % 5))
    keys = {key.id: key for key in shelf.reader().keys(State.WAITING)}
    order = {
        Sort.WORTH: lambda id: (-keys[id].worth, -keys[id].at, id),
        Sort.NEWEST: lambda id: (-keys[id].at, id),
        Sort.OLDEST: lambda id: (keys[id].at, -id),
        Sort.PERSON: lambda id: (keys[id].name, keys[id].person, id),
    }[sort]
    assert all_pages(shelf, sort) == sorted(keys, key=order)
    of_place = [id for id in sorted(keys, key=order) if keys[id].place == other]
    assert all_pages(shelf, sort, place=other) == of_place


def test_walking_the_names_gives_the_same_order_as_sorting_a_small_view(shelf: Shelf) -> None:
    place = shelf.place()
    for n in range(20):
        shelf.chat(place, f"{'éEzà'[n % 4]}va", "Hello", state="waiting" if n % 3 else "done")
    values = {"state": "waiting", "limit": 50}
    sorted_ones = shelf.conn.execute(PAGES[Sort.PERSON, False, False], values).scalars().all()
    walked = shelf.conn.execute(PAGES_BY_NAME_INDEX[False, False], values).scalars().all()
    assert walked == sorted_ones
    assert len(walked) == 13


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(0, 3)), min_size=1, max_size=15), st.integers(1, 6))
def test_no_page_border_loses_or_repeats_a_tie(shelf: Shelf, some: list[tuple[int, int]], size: int) -> None:
    shelf.conn.execute(text("DELETE FROM conversation"))
    place = shelf.place()
    who = shelf.identity("Ana")
    for worth, days_ago in some:
        shelf.conversation(shelf.thread(place), place, who, worth=worth, newest_at=micros(days_ago))
    for sort in Sort:
        seen = all_pages(shelf, sort, size=size)
        assert len(seen) == len(set(seen)) == len(some)


def test_a_page_after_a_conversation_that_has_gone_goes_on_from_its_key(shelf: Shelf) -> None:
    place = shelf.place()
    ids = [shelf.chat(place, "Ana", "Hello", worth=worth)[0] for worth in (50, 40, 30, 20)]
    key = next(key for key in shelf.reader().keys(State.WAITING) if key.worth == 40)
    shelf.conn.execute(text(f"UPDATE conversation SET state = 'done' WHERE id = {key.id}"))
    assert [row.id for row in shelf.reader().page(State.WAITING, Sort.WORTH, after=key)] == ids[2:]


def test_rows_come_in_the_order_asked_for_without_unknown_ones(shelf: Shelf) -> None:
    place = shelf.place()
    ids = [shelf.chat(place, name, "Hello")[0] for name in ("Ana", "Ben", "Cho")]
    assert [row.id for row in shelf.reader().rows([ids[2], 987654321, ids[0]])] == [ids[2], ids[0]]


def test_counts_are_the_kept_ones_with_the_sum_of_every_state(shelf: Shelf) -> None:
    place, other = shelf.place(), shelf.place("Other")
    for where, state in ((place, "waiting"), (place, "waiting"), (other, "waiting"), (other, "done")):
        shelf.chat(where, "Ana", "Hello", state=state)
    shelf.recount()
    counts = shelf.reader().counts()
    assert (counts[State.WAITING, 0], counts[State.WAITING, place], counts[State.DONE, other]) == (3, 2, 1)
    assert counts[State.SNOOZED, 0] == 0


def test_keys_of_a_place_are_those_of_the_view_that_stand_there(shelf: Shelf) -> None:
    place, other = shelf.place(), shelf.place("Other")
    shelf.chat(place, "Ana", "Hello")
    conversation, who = shelf.chat(other, "Éva", "Hello", worth=7, days_ago=1)
    assert shelf.reader().keys(State.WAITING, other) == [
        RowKey(conversation, State.WAITING, other, 7, micros(1), "eva", who),
    ]
    whole = shelf.reader().keys(State.WAITING)
    assert all(first.at >= second.at for first, second in pairwise(whole))


def filled(shelf: Shelf) -> None:
    """Enough for ANALYZE to have an opinion, and for a plan made for one value of a parameter to be another's ruin."""
    places = [shelf.place() for _ in range(6)]
    people = [shelf.identity(f"P{n}") for n in range(40)]
    for place in places:
        threads = [shelf.thread(place) for _ in range(20)]
        some = [
            {
                "thread_id": thread, "account_id": place, "counterpart_id": who, "worth": (who * 7) % 90,
                "newest_at": micros(who * 31 % 997 + place / 10), "state": "waiting" if who % 3 else "done",
            }
            for thread in threads
            for who in people
        ]  # fmt: skip
        shelf.conn.execute(insert(tables.Conversation), some)
    shelf.conn.execute(text("ANALYZE"))


INDEX = {
    (Sort.WORTH, False): "ix_conversation_worth",
    (Sort.NEWEST, False): "ix_conversation_newest",
    (Sort.OLDEST, False): "ix_conversation_newest",
    (Sort.WORTH, True): "ix_conversation_place_worth",
    (Sort.NEWEST, True): "ix_conversation_place_newest",
    (Sort.OLDEST, True): "ix_conversation_place_newest",
}


@pytest.mark.parametrize("analyzed", [False, True])
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(("sort", "of_place"), INDEX)
def test_each_order_walks_its_own_index_and_sorts_nothing(
    shelf: Shelf, sort: Sort, of_place: bool, after: bool, analyzed: bool
) -> None:
    if analyzed:
        filled(shelf)
    at = micros({Sort.OLDEST: 5}.get(sort, 990))
    plan = shelf.plan(PAGES[sort, of_place, after], state="waiting", place=1, limit=50, worth=1, at=at, id=1)
    assert f"SEARCH conversation USING INDEX {INDEX[sort, of_place]}" in plan
    assert "TEMP B-TREE" not in plan
    assert "SCAN " not in plan.replace("SCAN CONSTANT ROW", "")


@pytest.mark.parametrize("sort", [Sort.WORTH, Sort.NEWEST, Sort.OLDEST])
def test_no_plan_is_made_for_one_border_of_a_page(sort: Sort) -> None:
    """At 80,000 conversations and more SQLite would choose another one near the end of a view (`bench` shows it)."""
    statement = str(PAGES[sort, False, True].compile(dialect=dialect(paramstyle="named")))
    assert "(SELECT :at AS" in statement
    assert "newest_at <= :at" not in statement
    assert "newest_at >= :at" not in statement


@pytest.mark.parametrize("analyzed", [False, True])
@pytest.mark.parametrize("of_place", [False, True])
@pytest.mark.parametrize("after", [False, True])
def test_a_large_view_by_person_walks_the_index_of_names(
    shelf: Shelf, after: bool, of_place: bool, analyzed: bool
) -> None:
    if analyzed:
        filled(shelf)
    plan = shelf.plan(PAGES_BY_NAME_INDEX[of_place, after], state="waiting", place=1, limit=50, name="a", who=1, id=1)
    assert plan.startswith(
        ("SCAN human USING INDEX ix_identity_name_key", "SEARCH human USING INDEX ix_identity_name_key")
    )
    assert "SEARCH identity USING INDEX ix_identity_person" in plan
    assert "SEARCH conversation USING INDEX ix_conversation_counterpart" in plan


def test_rows_by_id_are_looked_up_and_keys_walk_an_index(shelf: Shelf) -> None:
    assert "SEARCH conversation USING INTEGER PRIMARY KEY" in shelf.plan(ROWS, ids="[1, 2]")
    for of_place, statement in KEYS.items():
        plan = shelf.plan(statement, state="done", place=1)
        assert "SEARCH conversation USING INDEX" in plan
        assert "TEMP B-TREE" not in plan
        assert ("place_newest" in plan) == of_place


def test_the_key_of_a_shown_row_asks_for_the_page_behind_it(shelf: Shelf) -> None:
    place = shelf.place()
    ids = [shelf.chat(place, "Ana", "Hello", worth=9 - n)[0] for n in range(4)]
    first, *_ = shelf.reader().page(State.WAITING, Sort.WORTH, limit=1)
    rest = shelf.reader().page(State.WAITING, Sort.WORTH, after=listing.key_of(first))
    assert [row.id for row in rest] == ids[1:]
