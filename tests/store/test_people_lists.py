"""Lists of people: in every order, by what a search finds, with what a row shows; quick however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from inbox.core.errors import Refused, StoreError
from inbox.core.model import Stage
from inbox.core.relation import PeopleSort, PersonRow, Segment
from inbox.core.segments import EVERYONE, PeopleOf
from inbox.store import people_listing
from inbox.store.writer import SqliteStore
from tests.builders import NOON, a_message, a_person, a_place, me, take_in
from tests.store.looking import ask

HOUR = timedelta(hours=1)


@pytest.fixture
def baker(store: SqliteStore) -> SqliteStore:
    """Ann wrote twice and was answered, Bob asked a question later, Cleo wrote elsewhere, long ago."""
    oven = a_place(store)
    shed = a_place(store, "https://shed.example", title="The Shed")
    ann = a_person("Ann Ärlig", handle="@rye@bread.example", email="ann@rye.example")
    take_in(
        store, oven,
        a_message("1", "What a soup!", by=ann),
        a_message("2", "Thank you, Ann", by=me(), parent="1", at=NOON + HOUR),
        a_message("3", "How long does the dough rest?", by="Bob", at=NOON + 3 * HOUR),
    )  # fmt: skip
    take_in(store, shed, a_message("9", "A shed of sourdough", by="Cleo", at=NOON - timedelta(days=60)))
    return store


def names(store: SqliteStore, of: PeopleOf = EVERYONE, sort: PeopleSort = PeopleSort.CONTACT) -> list[str]:
    with store.reading() as reading:
        return [row.name.split()[0] for row in reading.people_rows(reading.people_ids(of, sort))]


def found(store: SqliteStore, query: str) -> list[str]:
    return sorted(names(store, PeopleOf(query=query)))


def row(store: SqliteStore, name: str) -> PersonRow:
    with store.reading() as reading:
        rows = reading.people_rows(reading.people_ids(EVERYONE, PeopleSort.NAME))
    return next(one for one in rows if one.name.startswith(name))


def who(store: SqliteStore, *wanted: str) -> list[int]:
    return [row(store, name).id for name in wanted]


def tag(store: SqliteStore, people: Sequence[int], *tags: str) -> None:
    store.write(lambda write: write.change_tags(people, add=tags, remove=()))


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (PeopleSort.CONTACT, ["Bob", "Ann", "Cleo"]),
        (PeopleSort.MET, ["Bob", "Ann", "Cleo"]),
        (PeopleSort.NAME, ["Ann", "Bob", "Cleo"]),
    ],
)
def test_everyone_stands_in_the_order_that_was_asked_for(
    baker: SqliteStore, sort: PeopleSort, expected: list[str]
) -> None:
    assert names(baker, sort=sort) == expected
    with baker.reading() as reading:
        assert reading.people_page(sort, limit=2) == reading.people_ids(EVERYONE, sort)[:2]


def test_who_waits_comes_first_where_waiting_sorts(baker: SqliteStore) -> None:
    assert names(baker, sort=PeopleSort.WAITING)[0] == "Bob"
    assert row(baker, "Bob").waiting == 1
    assert row(baker, "Ann").waiting == 0


def test_a_row_says_what_the_list_shows_of_somebody(baker: SqliteStore) -> None:
    ann = row(baker, "Ann")
    assert (ann.networks, ann.messages_in, ann.messages_out) == (("wordpress",), 1, 1)
    assert (ann.first_met, ann.last_contact) == (NOON, NOON + HOUR)
    assert not ann.starred


def test_i_am_nobody_in_a_list_of_people(baker: SqliteStore) -> None:
    assert "Baker" not in names(baker)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("arlig", ["Ann"]),
        ("@rye", ["Ann"]),
        ("dough", ["Bob"]),
        ("sour", ["Cleo"]),
        ("from:bob", ["Bob"]),
        ("-from:bob", ["Ann", "Cleo"]),
        ('in:"the shed"', ["Cleo"]),
        ("on:wordpress", ["Ann", "Bob", "Cleo"]),
        ("is:waiting", ["Bob", "Cleo"]),
        ("-is:waiting -from:cleo", ["Ann"]),
        ("has:email", ["Ann"]),
        ("before:30d", ["Cleo"]),
        ("after:30d", ["Ann", "Bob"]),
        ("met:30d", ["Ann", "Bob"]),
        ("-met:30d", ["Cleo"]),
        ("stage:stranger dough", ["Bob"]),
        ("-dough -soup", ["Cleo"]),
    ],
)
def test_a_search_finds_people_by_what_is_known_of_them(baker: SqliteStore, query: str, expected: list[str]) -> None:
    assert found(baker, query) == expected


def test_tags_and_notes_are_found_as_words_and_by_operators(baker: SqliteStore) -> None:
    tag(baker, who(baker, "Ann", "Cleo"), "baker's table")
    baker.write(lambda write: write.add_note(who(baker, "Bob")[0], "Grows Kürbis in the yard"))
    assert found(baker, "table") == ["Ann", "Cleo"]
    assert found(baker, "tag:baker") == ["Ann", "Cleo"]
    assert found(baker, "-has:tag") == ["Bob"]
    assert found(baker, "kurbis") == found(baker, "has:note") == ["Bob"]


def test_whoever_is_named_so_comes_before_those_who_wrote_the_word(baker: SqliteStore) -> None:
    place = a_place(baker)
    take_in(baker, place, a_message("20", "Did Cleo write this?", by="Dan", at=NOON + 9 * HOUR))
    assert names(baker, PeopleOf(query="cleo")) == ["Dan", "Cleo"]
    assert names(baker, PeopleOf(query="cleo", typed=True)) == ["Cleo", "Dan"]


@pytest.mark.parametrize(
    "query", ["is:rich", "stage:boss", "has:money", "met:soon", "-before:30d", "on:tape", "in:nowhere", "tag:x"]
)
def test_a_search_that_makes_no_sense_says_what_to_type_instead(baker: SqliteStore, query: str) -> None:
    with pytest.raises(Refused) as refused:
        found(baker, query)
    assert str(refused.value).startswith(query.lstrip("-").split(":")[0]) or str(refused.value).startswith("-before")


def test_a_search_over_people_counts_up_to_a_border_and_stops_when_told(baker: SqliteStore) -> None:
    with baker.reading() as reading:
        assert str(reading.people_count("on:wordpress")) == "3"
        assert str(reading.people_count("on:wordpress", most=2)) == "2+"


def test_looking_ends_once_nobody_wants_the_answer(store: SqliteStore) -> None:
    many(store, 20_000)
    with pytest.raises(StoreError, match="stopped"), store.reading() as reading:
        reading.people_ids(PeopleOf(query="-is:waiting"), PeopleSort.NAME, stop=lambda: True)
    with store.reading() as reading:
        assert len(reading.people_ids(PeopleOf(query="-is:waiting"), PeopleSort.NAME)) == 20_000


def test_talking_to_somebody_begins_with_what_waits(baker: SqliteStore) -> None:
    place = a_place(baker)
    take_in(baker, place, a_message("30", "Lovely", by="Bob", on="post-2", at=NOON + 6 * HOUR))
    bob = who(baker, "Bob")[0]
    with baker.reading() as reading:
        waiting, all_of_them = reading.talk_with(bob), reading.talks_with(bob)
        assert len(all_of_them) == 2
        assert waiting == all_of_them[0]
    baker.write(lambda write: write.finish([all_of_them[0]]))
    with baker.reading() as reading:
        assert reading.talk_with(bob) == all_of_them[1]


def test_everyone_is_counted(baker: SqliteStore) -> None:
    with baker.reading() as reading:
        assert reading.segment_counts()["everyone"] == 3


def test_stages_order_from_the_top_of_the_ladder(store: SqliteStore) -> None:
    many(store, 20)
    with store.reading() as reading:
        rows = reading.people_rows(reading.people_page(PeopleSort.STAGE))
    ranks = [list(Stage).index(one.stage) for one in rows]
    assert ranks == sorted(ranks, reverse=True)
    assert len(set(ranks)) > 2


def test_those_of_a_segment_say_why_they_are_in_it(baker: SqliteStore) -> None:
    cleo = who(baker, "Cleo")[0]
    baker._raw.execute("DELETE FROM person_segment")
    baker._raw.execute("INSERT INTO person_segment VALUES ('drifting', ?, '{\"why\": \"Silent since May\"}')", (cleo,))
    assert names(baker, PeopleOf(Segment.DRIFTING)) == ["Cleo"]
    assert found(baker, "is:drifting") == ["Cleo"]
    with baker.reading() as reading:
        assert reading.people_rows([cleo], Segment.DRIFTING)[0].why == "Silent since May"
        assert reading.people_rows([cleo])[0].why == ""


@pytest.mark.parametrize("sort", list(PeopleSort))
def test_the_first_page_walks_an_index_and_sorts_nothing(store: SqliteStore, sort: PeopleSort) -> None:
    sql = people_listing.EVERYONE.format(order=people_listing.ORDER[sort])
    plan = [step[3] for step in store._raw.execute(f"EXPLAIN QUERY PLAN {sql}", (50,)).fetchall()]
    assert len(plan) == 1
    assert plan[0].startswith("SEARCH p USING COVERING INDEX")


@pytest.mark.parametrize("sort", list(PeopleSort))
def test_a_segment_is_looked_up_by_its_members(store: SqliteStore, sort: PeopleSort) -> None:
    sql = people_listing.OF_SEGMENT.format(order=people_listing.ORDER[sort])
    plan = [step[3] for step in store._raw.execute(f"EXPLAIN QUERY PLAN {sql}", ("drifting", 50)).fetchall()]
    assert plan[:2] == [
        "SEARCH s USING PRIMARY KEY (segment=?)",
        "SEARCH p USING INTEGER PRIMARY KEY (rowid=?)",
    ]


def many(store: SqliteStore, n: int) -> None:
    """Rows of people as the store derives them, without anything that they would follow from."""
    stages = list(Stage)
    store._raw.execute("BEGIN")
    store._raw.executemany(
        "INSERT INTO person (id, name, name_key, stage, stage_rank, first_met_at, last_contact_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (id, f"Person {id}", f"person {id:06}", stages[id % 5].value, id % 5, id, 10 * n - id)
            for id in range(1, n + 1)
        ],
    )
    store._raw.execute("COMMIT")
    assert ask(store, "SELECT count(*) FROM person")[0][0] == n
