"""Places as the person means them: added with a password or without, signed in and out, removed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from inbox.core.errors import Refused, StoreError
from inbox.core.model import Can, Place
from inbox.core.ports import Writing
from inbox.networks.api import Field
from inbox.services import accounts
from inbox.services.sessions import Sessions, secret_name
from tests.clocks import FrozenClock
from tests.outbox_desk import DECLARED, FOUND, Desk
from tests.services.test_sessions import Keychain, Paper

PUBLIC = replace(FOUND, canonical="news.example", signed_in_as="", user_remote_id="", can=Can.READ)
SIGNED = replace(PUBLIC, signed_in_as="robin", user_remote_id="7", can=FOUND.can)
PASSWORD = {"user": "robin", "password": "open sesame"}
DECLARATION = replace(DECLARED, sign_in=(Field("user", "Name"), Field("password", "Password", secret=True)))


class Hall:
    """Everything `services/accounts` is given, and what came of it."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.secrets, self.paper = desk, Keychain(), Paper()
        self.reads = Sessions(
            lambda network: DECLARATION, lambda network: self.paper, self.secrets, FrozenClock(), "folder"
        )
        self.sends = self.reads.beside()

    def add(self, found: Any = PUBLIC, fields: Any = None, **more: Any) -> Place:
        place, _ = accounts.add(self.desk.store, self.secrets, self.reads, self.desk.clock, found, fields or {}, **more)
        return self.place(place)

    def place(self, place: int) -> Place:
        with self.desk.store.reading() as reading:
            return reading.place(place)


@pytest.fixture
def hall(desk: Desk) -> Hall:
    return Hall(desk)


def test_a_password_added_later_upgrades_the_same_place(hall: Hall) -> None:
    public = hall.add()
    signed = hall.add(SIGNED, PASSWORD)
    assert (signed.id, signed.signed_in, signed.can) == (public.id, True, FOUND.can)
    assert hall.secrets.kept == {(secret_name(public), "password"): "open sesame"}


def test_added_again_without_a_password_it_keeps_its_sign_in(hall: Hall) -> None:
    signed = hall.add(SIGNED, PASSWORD)
    again = hall.add(PUBLIC)
    assert (again.id, again.signed_in, again.can) == (signed.id, True, FOUND.can)


def test_a_place_whose_password_cannot_be_kept_is_not_added(hall: Hall) -> None:
    hall.secrets.locked = True
    with pytest.raises(StoreError, match="locked"):
        hall.add(SIGNED, PASSWORD)
    with hall.desk.store.reading() as reading:
        assert [each.canonical for each in reading.places()] == [FOUND.canonical]


def test_only_what_is_young_waits_at_first(hall: Hall) -> None:
    assert hall.add().waits_from == hall.desk.clock.now() - timedelta(days=accounts.WAITS_DAYS)
    assert hall.add(replace(PUBLIC, canonical="all.example"), waits_days=None).waits_from is None


def test_a_sign_in_that_is_not_taken_leaves_everything_as_it_was(hall: Hall) -> None:
    public = hall.add()
    hall.paper.found = PUBLIC
    with pytest.raises(Refused):
        accounts.sign_in(hall.desk.store, hall.secrets, hall.reads, public, PASSWORD)
    assert hall.secrets.kept == {}
    assert hall.place(public.id) == public


def test_nothing_leaves_by_the_old_password_once_the_place_says_it_is_signed_in(hall: Hall) -> None:
    place = hall.add(SIGNED, PASSWORD)
    old: Any = hall.sends(place)
    closed: list[int] = []
    hall.desk.store.on_changes(lambda changes: closed.append(old.closed))
    hall.paper.found = SIGNED
    accounts.sign_in(hall.desk.store, hall.secrets, hall.reads, place, {**PASSWORD, "password": "new"})
    assert closed == [1]
    fresh: Any = hall.sends(hall.place(place.id))
    assert fresh is not old
    assert fresh.secrets.get("password") == "new"


@pytest.mark.parametrize("forget", [True, False])
def test_signed_out_or_removed_no_password_and_no_session_is_left(hall: Hall, forget: bool) -> None:
    place = hall.add(SIGNED, PASSWORD)
    one: Any = hall.reads(place)
    other: Any = hall.sends(place)
    accounts.sign_out(hall.desk.store, hall.secrets, hall.reads, place)
    assert (one.closed, other.closed, hall.secrets.kept) == (1, 1, {})
    assert (hall.place(place.id).signed_in, hall.place(place.id).can) == (False, Can.READ)

    place = hall.add(SIGNED, PASSWORD)
    one, other = hall.reads(place), hall.sends(place)
    accounts.remove(hall.desk.store, hall.secrets, hall.reads, place, forget=forget)
    assert (one.closed, other.closed, hall.secrets.kept) == (1, 1, {})


def test_a_keychain_that_is_locked_ends_the_sign_in_all_the_same(hall: Hall) -> None:
    place = hall.add(SIGNED, PASSWORD)
    open_one: Any = hall.reads(place)
    hall.secrets.locked = True
    with pytest.raises(StoreError):
        accounts.sign_out(hall.desk.store, hall.secrets, hall.reads, place)
    assert open_one.closed == 1
    assert not hall.place(place.id).signed_in


def test_a_place_that_was_removed_and_kept_takes_no_answer_that_would_never_leave(hall: Hall) -> None:
    desk = hall.desk
    conversation, _ = desk.somebody_writes("Ann")
    accounts.remove(desk.store, hall.secrets, hall.reads, desk.place_now(), forget=False)
    with pytest.raises(Refused, match="without signing in"):
        desk.answers(conversation)

    def again(write: Writing) -> int:
        return write.add_place(FOUND, waits_from=None)[0]

    assert desk.store.write(again) == desk.place
    assert desk.view(desk.answers(conversation)).text == "No, try it."
