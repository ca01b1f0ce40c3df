"""What people are called here: chosen by hand, one for all their handles, and theirs again when it is taken away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inbox.core.changes import Changes
from inbox.core.model import Sort, State
from inbox.core.relation import PeopleSort
from inbox.core.segments import PeopleOf
from inbox.store.writer import SqliteStore
from tests.builders import NOON, a_message, a_person, a_place, me, take_in
from tests.store.looking import ask

AO, AMARA, BOB = "ao", "amara", "bob"


@pytest.fixture
def people_of(store: SqliteStore) -> dict[str, int]:
    """AO and Amara Okafor are one human, the handle is older; Bob wrote too."""
    place = a_place(store)
    both = [a_person("AO", stable_id=AO), a_person("Amara Okafor", stable_id=AMARA), a_person("Bob", stable_id=BOB)]
    take_in(store, place, *[a_message(one.stable_id, "Soup?", by=one, on=one.stable_id) for one in both])
    return {
        key: int(ask(store, f"SELECT id FROM identity WHERE stable_id = '{key}'")[0][0]) for key in (AO, AMARA, BOB)
    }


def names(store: SqliteStore) -> list[str]:
    """Down the list, by person."""
    with store.reading() as reading:
        return [row.called for row in reading.page(State.WAITING, Sort.PERSON)]


def listed(store: SqliteStore) -> list[str]:
    with store.reading() as reading:
        ids = reading.people_ids(PeopleOf(), PeopleSort.NAME)
        return [row.name for row in reading.people_rows(ids)]


def found(store: SqliteStore, typed: str) -> list[int]:
    with store.reading() as reading:
        return [one.id for one in reading.search(typed).people]


def test_merged_they_have_one_name_in_every_list(store: SqliteStore, people_of: dict[str, int]) -> None:
    ao, amara = people_of[AO], people_of[AMARA]
    changes = store.write(lambda write: write.merge(ao, amara, "Amara Okafor"))
    assert names(store) == ["Amara Okafor", "Amara Okafor", "Bob"]
    assert listed(store) == ["Amara Okafor", "Bob"]
    with store.reading() as reading:
        person = reading.person(ao)
        assert (person.id, person.name) == (ao, "Amara Okafor")
        assert [one.name for one in person.identities] == ["AO", "Amara Okafor"], "as they call themselves"
        assert [view.author for view in reading.conversation(1).messages] == ["Amara Okafor"]
    assert changes.sentence == "AO and Amara Okafor are one person now."
    assert store.check() == []


def test_the_list_is_told_where_the_row_stood_and_where_it_stands(
    store: SqliteStore, people_of: dict[str, int]
) -> None:
    def names_of(changes: Changes) -> list[tuple[str, str]]:
        return [(one.before.name, one.after.name) for one in changes.rows if one.before and one.after]

    changes = store.write(lambda write: write.call(people_of[BOB], "Zed"))
    assert names_of(changes) == [("bob", "zed")]
    assert names(store)[-1] == "Zed"
    assert names_of(store.write(lambda write: write.undo())) == [("zed", "bob")]


def test_one_step_takes_the_merge_and_the_name_back(store: SqliteStore, people_of: dict[str, int]) -> None:
    store.write(lambda write: write.merge(people_of[AO], people_of[AMARA], "Amara from the market"))
    assert names(store) == ["Amara from the market", "Amara from the market", "Bob"]
    store.write(lambda write: write.undo())
    assert names(store) == ["Amara Okafor", "AO", "Bob"]
    store.write(lambda write: write.redo())
    assert names(store) == ["Amara from the market", "Amara from the market", "Bob"]


def test_parted_each_is_called_as_before(store: SqliteStore, people_of: dict[str, int]) -> None:
    ao, amara = people_of[AO], people_of[AMARA]
    store.write(lambda write: write.call(ao, "The one with the rye"))
    store.write(lambda write: write.merge(ao, amara, "Amara Okafor"))
    assert names(store)[0] == "Amara Okafor"
    store.write(lambda write: write.part([amara]))
    assert names(store) == ["Amara Okafor", "Bob", "The one with the rye"]


def test_without_a_name_they_are_called_as_they_call_themselves(store: SqliteStore, people_of: dict[str, int]) -> None:
    changes = store.write(lambda write: write.call(people_of[BOB], "  Uncle\n Bob "))
    assert (names(store)[-1], changes.sentence) == ("Uncle Bob", "Called Uncle Bob from now on.")
    changes = store.write(lambda write: write.call(people_of[BOB], ""))
    assert (names(store)[-1], changes.sentence) == ("Bob", "Called Bob again.")
    store.write(lambda write: write.call(people_of[BOB], "Rob"))
    store.write(lambda write: write.call(people_of[BOB], "Bob"))
    assert ask(store, f"SELECT called, own_name FROM identity WHERE id = {people_of[BOB]}") == [("", "")]
    assert not store.write(lambda write: write.call(people_of[BOB], "Bob")).undo


def test_they_are_found_by_both_names(store: SqliteStore, people_of: dict[str, int]) -> None:
    bob = people_of[BOB]
    store.write(lambda write: write.call(bob, "Zora"))
    assert found(store, "zor") == found(store, "bob") == [bob]
    with store.reading() as reading:
        for typed in ("zora", "bob", "from:bob", "from:zora"):
            assert reading.people_ids(PeopleOf(query=typed), PeopleSort.NAME) == [bob], typed
        for typed in ("from:bob", "from:zora"):
            assert [row.called for row in reading.search(typed).conversations] == ["Zora"], typed


def test_another_name_at_their_network_changes_only_how_they_call_themselves(
    store: SqliteStore, people_of: dict[str, int]
) -> None:
    bob = people_of[BOB]
    store.write(lambda write: write.call(bob, "Uncle Bob"))
    later = a_message("again", "Rye?", by=a_person("Robert", stable_id=BOB), on=BOB, at=NOON + timedelta(hours=1))
    take_in(store, 1, later)
    with store.reading() as reading:
        person = reading.person(bob)
        assert (person.name, person.identities[0].name) == ("Uncle Bob", "Robert")
    store.write(lambda write: write.call(bob, ""))
    assert names(store)[-1] == "Robert"
    assert store.check() == []


def test_what_i_call_them_is_mine(store: SqliteStore, people_of: dict[str, int]) -> None:
    bob = people_of[BOB]
    take_in(store, 1, a_message("mine", "Hello", by=me(), parent=BOB, on=BOB, at=NOON + timedelta(minutes=1)))
    store.write(lambda write: write.call(bob, "Grumpy Bob"))
    with store.reading() as reading:
        everything = reading.between_us(bob)
    assert everything.name == "Bob"
    assert {said.author for talk in everything.talks for said in talk.said if not said.mine} == {"Bob"}
    assert everything.left_out["names I chose"] == 1
    with store.reading() as reading:
        [who] = reading.full_record(bob).sections[0].rows
    assert "Grumpy Bob" in who
