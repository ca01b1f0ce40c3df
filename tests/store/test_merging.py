"""One person, many handles: merged and parted at any time, and what was set on whom is theirs afterwards."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from inbox.core.changes import Changes
from inbox.core.errors import Refused
from inbox.core.model import Sort, Stage, State
from inbox.core.person import PersonView
from inbox.store import merging, people, standing_acts
from inbox.store.session import Session
from inbox.store.transaction import Transaction
from inbox.store.writer import SqliteStore, open_store
from tests.builders import NOON, a_message, a_person, a_place, me, take_in
from tests.clocks import FrozenClock
from tests.store.looking import ask
from tests.store.test_all_taken_back import rebuild

LIVES = 2_500
"""Four times."""
TAGS = ("rye", "soup", "salt")
NAMES = ("Ann", "Bob", "Cleo", "Dora")


def who(store: SqliteStore, name: str) -> int:
    return int(ask(store, f"SELECT id FROM identity WHERE name = '{name}'")[0][0])


def person(store: SqliteStore, identity: int) -> PersonView:
    with store.reading() as reading:
        return reading.person(identity)


@pytest.fixture
def people_of(store: SqliteStore) -> dict[str, int]:
    """Ann and Nora each wrote once, and are one human; Bob wrote too."""
    place = a_place(store)
    messages = [a_message(name, f"{name} asks?", by=name, on=f"post-{name}") for name in ("Ann", "Bob", "Nora")]
    take_in(store, place, *messages, first_fetch_done=True)
    return {name: who(store, name) for name in ("Ann", "Bob", "Nora")}


def test_two_are_one_with_everything_of_both(store: SqliteStore, people_of: dict[str, int]) -> None:
    ann, nora = people_of["Ann"], people_of["Nora"]
    store.write(lambda write: write.add_note(ann, "Bakes on Sundays"))
    store.write(lambda write: write.star(nora, True))
    store.write(lambda write: write.set_tags(nora, ["rye"]))
    changes = store.write(lambda write: write.merge(ann, nora))
    one = person(store, nora)
    assert one.id == ann
    assert [identity.name for identity in one.identities] == ["Ann", "Nora"]
    assert (one.starred, one.tags, [note.text for note in one.notes]) == (True, ("rye",), ["Bakes on Sundays"])
    assert one.messages_in == 2
    assert {ann, nora} <= changes.people
    assert len(changes.conversations) == 2
    assert changes.sentence == "Ann and Nora are one person now."
    with store.reading() as reading:
        assert len(reading.history(ann)) == 2
        assert [key.person for key in reading.person_keys(State.WAITING)] == [ann, people_of["Bob"]]
        assert [found.id for found in reading.search("nora").people] == [ann]
        assert all(row.starred for row in reading.rows(sorted(changes.conversations)))
        assert [one.id for one in reading.people()] == [ann, people_of["Bob"]]


def test_parted_each_has_their_own_again(store: SqliteStore, people_of: dict[str, int]) -> None:
    ann, nora = people_of["Ann"], people_of["Nora"]
    store.write(lambda write: write.add_note(ann, "Bakes on Sundays"))
    store.write(lambda write: write.star(nora, True))
    store.write(lambda write: write.merge(ann, nora))
    store.write(lambda write: write.part([nora]))
    assert (person(store, ann).starred, person(store, nora).starred) == (False, True)
    assert [len(person(store, each).notes) for each in (ann, nora)] == [1, 0]
    with store.reading() as reading:
        assert [len(reading.history(each)) for each in (ann, nora)] == [1, 1]


def test_by_person_rows_move_under_the_name_of_the_one_and_back(store: SqliteStore, people_of: dict[str, int]) -> None:
    ann, nora = people_of["Ann"], people_of["Nora"]

    def moved(changes: Changes) -> list[tuple[str, str]]:
        return [(one.before.name, one.after.name) for one in changes.rows if one.before and one.after]

    assert moved(store.write(lambda write: write.merge(ann, nora))) == [("nora", "ann")]
    with store.reading() as reading:
        assert [(row.name, row.called) for row in reading.page(State.WAITING, Sort.PERSON)] == [
            ("Ann", "Ann"),
            ("Nora", "Ann"),
            ("Bob", "Bob"),
        ]
    renamed = replace(a_person("Ann"), name="Zoe")
    changes = take_in(store, 1, a_message("again", "Hi", by=renamed, on="post-Ann", at=NOON + timedelta(minutes=1)))
    assert moved(changes) == [("ann", "zoe"), ("ann", "zoe")]
    assert moved(store.write(lambda write: write.part([nora]))) == [("zoe", "nora")]


def test_the_one_in_the_middle_leaves_and_the_others_stay_together(
    store: SqliteStore, people_of: dict[str, int]
) -> None:
    ann, bob, nora = people_of["Ann"], people_of["Bob"], people_of["Nora"]
    store.write(lambda write: write.merge(ann, bob))
    store.write(lambda write: write.merge(bob, nora))
    store.write(lambda write: write.part([bob]))
    assert [one.name for one in person(store, nora).identities] == ["Ann", "Nora"]
    assert person(store, bob).id == bob
    store.write(lambda write: write.undo())
    assert len(person(store, bob).identities) == 3
    store.write(lambda write: write.redo())
    assert person(store, bob).id == bob


def test_a_tag_and_a_star_that_go_go_wherever_they_were_set(store: SqliteStore, people_of: dict[str, int]) -> None:
    ann, nora = people_of["Ann"], people_of["Nora"]
    store.write(lambda write: write.set_tags(ann, ["rye", "soup"]))
    store.write(lambda write: write.set_tags(nora, ["rye"]))
    store.write(lambda write: write.star(nora, True))
    store.write(lambda write: write.merge(ann, nora))
    store.write(lambda write: write.set_tags(ann, ["salt", "soup"]))
    store.write(lambda write: write.star(ann, False))
    assert person(store, ann).tags == ("salt", "soup")
    assert not person(store, ann).starred
    store.write(lambda write: write.part([nora]))
    assert (person(store, ann).tags, person(store, nora).tags) == (("salt", "soup"), ())
    assert not person(store, nora).starred


def test_what_cannot_be_says_why(store: SqliteStore, people_of: dict[str, int]) -> None:
    ann, bob, nora = people_of["Ann"], people_of["Bob"], people_of["Nora"]
    take_in(store, 1, a_message("9", "Thanks", by=me()))
    with pytest.raises(Refused, match="One of them is you"):
        store.write(lambda write: write.merge(ann, who(store, "Baker")))
    with pytest.raises(Refused, match="one handle only"):
        store.write(lambda write: write.part([ann]))
    with pytest.raises(KeyError):
        store.write(lambda write: write.merge(ann, 999))
    with pytest.raises(KeyError):
        store.write(lambda write: write.part([]))
    store.write(lambda write: write.merge(ann, nora))
    with pytest.raises(Refused, match="one person already"):
        store.write(lambda write: write.merge(nora, ann))
    with pytest.raises(Refused, match="not of one person"):
        store.write(lambda write: write.part([ann, bob]))
    with pytest.raises(Refused, match="has to stay"):
        store.write(lambda write: write.part([ann, nora]))


# ------------------------------------------------------------------------------------------------- ten thousand lives


@dataclass
class Own:
    """What a plain model knows to be set on one identity."""

    starred: bool = False
    stage: str = ""
    called: str = ""
    called_at: int = 0
    tags: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


class Life:
    """A model and a store that live through the same; nobody here knows of links."""

    def __init__(self, tx: Transaction, ids: list[int]) -> None:
        self.tx, self.ids = tx, ids
        self.own = {id: Own() for id in ids}
        self.names = dict(zip(ids, NAMES, strict=True))
        self.calls = 0
        self.people = [{id} for id in ids]

    def of(self, id: int) -> set[int]:
        return next(one for one in self.people if id in one)

    def steps(self, dice: random.Random) -> list[Callable[[], None]]:
        id = dice.choice(self.ids)
        whole = self.of(id)

        def merge() -> None:
            strangers = [other for other in self.ids if other not in whole]
            if strangers:
                other = dice.choice(strangers)
                theirs = self.of(other)
                merging.merge(self.tx, id, other)
                self.people = [one for one in self.people if one not in (whole, theirs)] + [whole | theirs]

        def part() -> None:
            if len(whole) > 1:
                leaving = set(dice.sample(sorted(whole), dice.randint(1, len(whole) - 1)))
                merging.part(self.tx, sorted(leaving))
                self.people = [one for one in self.people if one != whole] + [leaving, whole - leaving]

        def note() -> None:
            self.own[id].notes.append(words := f"note {dice.randint(0, 99)}")
            people.add_note(self.tx, id, words)

        def tag() -> None:
            had = set().union(*(self.own[one].tags for one in whole))
            wanted = set(dice.sample(TAGS, dice.randint(0, len(TAGS))))
            people.set_tags(self.tx, id, sorted(wanted))
            for one in whole:
                self.own[one].tags &= wanted
            self.own[id].tags |= wanted - had

        def star() -> None:
            starred = dice.random() < 0.5
            people.star(self.tx, id, starred=starred)
            for one in [id] if starred else whole:
                self.own[one].starred = starred

        def stage() -> None:
            self.own[id].stage = chosen = dice.choice(["", "friend", "customer"])
            standing_acts.set_stage(self.tx, id, Stage(chosen) if chosen else None)

        def call() -> None:
            name = dice.choice(("", "Nell", *NAMES))
            people.call(self.tx, id, name)
            wanted = "" if len(whole) == 1 and name == self.names[id] else name
            if wanted == self.chosen(whole):
                return
            self.calls += 1
            holder = next((one for one in sorted(whole) if self.names[one] == wanted), id)
            for one in [holder] if wanted else whole:
                self.own[one].called, self.own[one].called_at = wanted, self.calls

        return [merge, merge, part, part, note, tag, star, stage, call]

    def chosen(self, whole: set[int]) -> str:
        called = [one for one in whole if self.own[one].called]
        return self.own[max(called, key=lambda one: self.own[one].called_at)].called if called else ""

    def found(self) -> tuple[object, ...]:
        ask = self.tx.connection.exec_driver_sql
        rows = ask("SELECT id, person, starred, stage_by_hand, called, name FROM identity ORDER BY id").all()
        tags = ask("SELECT identity_id, tag FROM tag ORDER BY 1, 2").all()
        notes = ask("SELECT identity_id, text FROM note ORDER BY id").all()
        return [tuple(row) for row in rows], [tuple(row) for row in tags], sorted(tuple(row) for row in notes)

    def expected(self) -> tuple[object, ...]:
        rows = [
            (id, min(self.of(id)), int(own.starred), own.stage, own.called, self.chosen(self.of(id)) or self.names[id])
            for id, own in self.own.items()
        ]
        tags = [(id, tag) for id, own in self.own.items() for tag in sorted(own.tags)]
        return rows, tags, sorted((id, text) for id, own in self.own.items() for text in own.notes)


@pytest.mark.parametrize("seed", range(4))
def test_after_ten_thousand_random_lives_parting_gives_each_their_own_back(seed: int) -> None:
    """Each in a savepoint of one transaction, so that nothing waits for the disk; the last one is kept whole."""
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder), FrozenClock())
        place = a_place(store)
        take_in(store, place, *[a_message(name, by=name, on=name) for name in NAMES])

        def live(write: object) -> None:
            assert isinstance(write, Session)
            tx = write._tx
            ids = list(tx.connection.exec_driver_sql("SELECT id FROM identity ORDER BY id").scalars())
            for number in range(LIVES):
                tx.connection.exec_driver_sql("SAVEPOINT life")
                life = Life(tx, ids)
                for _ in range(dice.randint(2, 4)):
                    dice.choice(life.steps(dice))()
                while apart := [one for one in life.people if len(one) > 1]:
                    whole = apart[0]
                    merging.part(tx, [max(whole)])
                    life.people = [one for one in life.people if one != whole] + [{max(whole)}, whole - {max(whole)}]
                    assert life.found() == life.expected()
                assert life.found() == life.expected()
                assert tx.connection.exec_driver_sql("SELECT count(*) FROM identity_link").scalar() == 0
                tx.connection.exec_driver_sql("ROLLBACK TO life" if number < LIVES - 1 else "RELEASE life")
            write.star(ids[0], True)

        store.write(live)
        assert store.check() == []
        store.close()


def test_rows_of_all_handles_say_whose_they_are(store: SqliteStore, people_of: dict[str, int]) -> None:
    ann, nora = people_of["Ann"], people_of["Nora"]
    store.write(lambda write: write.merge(ann, nora))
    with store.reading() as reading:
        rows = reading.page(State.WAITING, Sort.NEWEST)
    assert {row.name: row.person for row in rows} == {"Ann": ann, "Nora": ann, "Bob": people_of["Bob"]}


def test_a_merge_with_somebody_who_was_forgotten_meanwhile_is_not_done_again(
    store: SqliteStore, people_of: dict[str, int]
) -> None:
    other = a_place(store, "https://other.example")
    take_in(store, other, a_message("1", "Zed asks?", by="Zed"))
    store.write(lambda write: write.merge(people_of["Ann"], who(store, "Zed")))
    store.write(lambda write: write.undo())
    store.write(lambda write: write.remove_place(other, forget=True))
    while store.write(lambda write: write.forget_more()):
        pass
    assert ask(store, "SELECT 1 FROM identity WHERE name = 'Zed'") == []
    with pytest.raises(Refused, match="no longer here"):
        store.write(lambda write: write.redo())
    store.write(rebuild)
    assert store.check() == []
