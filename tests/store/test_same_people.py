"""Suggestions that two are one person: found by what they share, open until they are answered, never done by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inbox.core.errors import Refused
from inbox.core.fetched import FetchedIdentity
from inbox.core.sameness import Answer, ClueKind, Strength, Suggestion
from inbox.rules.same_person import MOST_SHARING
from inbox.store import same_people
from inbox.store.writer import SqliteStore
from tests.builders import NOON, a_message, a_person, a_place, me, take_in
from tests.store.looking import ask

NINA = a_person("Nina", site_url="https://weber.example")
FEDI = FetchedIdentity(
    instance="https://baking.example",
    stable_id="@nina",
    name="nina",
    handle="@nina@baking.example",
    profile_url="https://baking.example/@nina",
    site_url="https://www.weber.example/",
)


def who(store: SqliteStore, name: str) -> int:
    return int(ask(store, f"SELECT id FROM identity WHERE name = '{name}'")[0][0])


def suggested(store: SqliteStore) -> list[Suggestion]:
    with store.reading() as reading:
        return reading.same_people()


def pairs(store: SqliteStore) -> list[tuple[str, str]]:
    return [(one.one.name, one.other.name) for one in suggested(store)]


@pytest.fixture
def place(store: SqliteStore) -> int:
    place = a_place(store)
    take_in(
        store,
        place,
        a_message("1", by=NINA, on="post-1"),
        a_message("2", by=FEDI, on="post-2"),
        a_message("3", by="Bob", on="post-3"),
        first_fetch_done=True,
    )
    return place


def test_two_with_one_website_are_suggested_and_nothing_is_done(store: SqliteStore, place: int) -> None:
    [found] = suggested(store)
    assert (found.one.name, found.other.name, found.is_me) == ("Nina", "nina", False)
    assert [(clue.kind, clue.strength) for clue in found.clues] == [(ClueKind.SITE, Strength.CLAIM)]
    assert ask(store, "SELECT count(*) FROM identity_link") == [(0,)]
    with store.reading() as reading:
        assert reading.same_as(found.other.id) == [found]
        assert reading.same_as(who(store, "Bob")) == []


def test_a_no_is_never_asked_again_also_not_with_new_evidence(store: SqliteStore, place: int) -> None:
    one, other = who(store, "Nina"), who(store, "nina")
    store.write(lambda write: write.answer_same(other, one, Answer.NO))
    assert suggested(store) == []
    bio = replace(FEDI, bio="I am nina@weber.example", email="nina@weber.example", email_is_claim=False)
    take_in(store, place, a_message("4", by=bio, at=NOON), a_message("5", by=replace(NINA, email="nina@weber.example")))
    assert suggested(store) == []
    store.write(lambda write: write.undo())
    assert [clue.kind for clue in suggested(store)[0].clues] == [ClueKind.MAIL, ClueKind.SITE]


def test_not_sure_is_asked_again_with_new_evidence_only(store: SqliteStore, place: int) -> None:
    one, other = who(store, "Nina"), who(store, "nina")
    store.write(lambda write: write.answer_same(one, other, Answer.UNSURE))
    take_in(store, place, a_message("6", by=NINA))
    assert suggested(store) == []
    take_in(store, place, a_message("7", by=replace(NINA, site_url="https://baking.example/@nina")))
    assert pairs(store) == [("Nina", "nina")]
    store.write(lambda write: write.answer_same(one, other, Answer.UNSURE))
    assert suggested(store) == []
    assert ask(store, "SELECT count(*) FROM not_same") == [(1,)]


def test_whoever_parts_them_is_not_asked_again_and_whoever_merges_has_thought_better(
    store: SqliteStore, place: int
) -> None:
    one, other = who(store, "Nina"), who(store, "nina")
    store.write(lambda write: write.merge(one, other))
    assert suggested(store) == []
    with pytest.raises(Refused, match="one person already"):
        store.write(lambda write: write.answer_same(one, other, Answer.NO))
    store.write(lambda write: write.part([other]))
    assert suggested(store) == []
    store.write(lambda write: write.merge(one, other))
    assert ask(store, "SELECT count(*) FROM not_same") == [(0,)]
    store.write(lambda write: write.undo())
    assert ask(store, "SELECT answer FROM not_same") == [("no",)]


def test_a_link_that_many_leave_says_nothing(store: SqliteStore, place: int) -> None:
    shops = [a_person(f"Shop {n}", site_url="https://watches.example") for n in range(MOST_SHARING + 1)]
    messages = [a_message(f"s{n}", by=shop, on=f"shop-{n}") for n, shop in enumerate(shops)]
    take_in(store, place, *messages[:2])
    assert ("Shop 0", "Shop 1") in pairs(store)
    take_in(store, place, *messages)
    assert pairs(store) == [("Nina", "nina")]
    with store.reading() as reading:
        assert reading.same_as(who(store, "Shop 0")) == []


def test_who_may_be_me_is_asked_so(store: SqliteStore, place: int) -> None:
    mine = replace(me("Baker"), email="me@bread.example", email_is_claim=False)
    take_in(store, place, a_message("8", by=mine), a_message("9", by=a_person("Anonymous", email="me@bread.example")))
    found = next(one for one in suggested(store) if one.is_me)
    assert (found.one.name, found.other.name) == ("Anonymous", "Baker")
    store.write(lambda write: write.this_is_me(found.one.id, True))
    assert pairs(store) == [("Nina", "nina")]


def test_where_a_website_links_back_to_is_kept_and_speaks(store: SqliteStore, place: int) -> None:
    nina = who(store, "Nina")
    address = "https://weber.example"
    store.write(
        lambda write: write.keep_links_back(nina, address, ["https://baking.example/@nina", "https://x.example"])
    )
    [found] = suggested(store)
    assert found.clues[0].kind is ClueKind.LINKS
    assert "rel=me" in found.clues[0].words


def test_people_of_before_are_found_once_the_clockwork_came_by(store: SqliteStore, place: int) -> None:
    ask(store, "UPDATE identity SET keyed = 0")
    ask(store, "DELETE FROM identity_key")
    assert suggested(store) == []
    store.write(lambda write: write.wake(NOON))
    assert pairs(store) == [("Nina", "nina")]


def test_nothing_is_compared_with_everybody(store: SqliteStore) -> None:
    for sql, values in (
        (same_people._HOLDERS, ('[["site","a"]]',)),
        (same_people._KEYS, ("[1]",)),
        (same_people._NOT_KEYED, (1,)),
        (same_people._FACTS, ("[1]",)),
    ):
        plan = [row[3] for row in store._raw.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()]
        known = (
            "SCAN json_each",
            "SCAN (sub",
            "SCAN w",
            "SCAN CONSTANT",
            "SCAN identity USING COVERING INDEX ix_identity_not_k",
        )
        scans = [step for step in plan if step.startswith("SCAN") and not step.startswith(known)]
        assert scans == [], plan
