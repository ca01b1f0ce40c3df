"""Sessions are kept while nothing about the place changes, and dropped everywhere at once when something does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from inbox.core.errors import StoreError, Unreachable
from inbox.core.model import Can, Found, Place, Verb
from inbox.networks.api import Retry, Safety, SecretSlot, Surroundings
from inbox.services.sessions import Sessions, Slot, secret_name
from tests.clocks import FrozenClock
from tests.outbox_desk import DECLARED

PLACE = Place(3, "paper", "paper.example", "https://paper.example", "The Paper", "paper", user="robin", signed_in=True)


class Keychain:
    """`core.ports.Secrets` in memory; `locked` as one that asks the person first."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False
        self.sentence = ""

    def get(self, place: str, name: str) -> str | None:
        self._ask()
        return self.kept.get((place, name))

    def put(self, place: str, name: str, value: str) -> None:
        self._ask()
        self.kept[place, name] = value

    def forget(self, place: str) -> None:
        self._ask()
        self.kept = {key: value for key, value in self.kept.items() if key[0] != place}

    def _ask(self) -> None:
        if self.locked:
            raise StoreError("The keychain is locked. Unlock it, then try again.")


class Opened:
    def __init__(self, place: Place, secrets: SecretSlot, around: Surroundings) -> None:
        self.place, self.secrets, self.around = place, secrets, around
        self.closed = 0

    def close(self) -> None:
        self.closed += 1


class Paper:
    """A network's client that only opens; `found` is what an address turns out to be."""

    def __init__(self) -> None:
        self.found = Found("paper", "paper.example", "https://paper.example", "The Paper", Can.READ)

    def find(self, address: str, fields: Mapping[str, str], around: Surroundings) -> Found:
        return self.found

    def open_place(self, place: Place, secrets: SecretSlot, around: Surroundings) -> Any:
        return Opened(place, secrets, around)


def sessions_with(secrets: Keychain, paper: Paper | None = None) -> Sessions:
    client = paper or Paper()
    declared = replace(DECLARED, retries={Verb.REPLY: Retry(Safety.READ_BACK, 60.0)})
    return Sessions(lambda network: declared, lambda network: client, secrets, FrozenClock(), "folder")


@pytest.fixture
def secrets() -> Keychain:
    return Keychain()


def test_a_session_is_kept_while_the_place_is_the_same(secrets: Keychain) -> None:
    sessions = sessions_with(secrets)
    first = sessions(PLACE)
    assert sessions(replace(PLACE, failures=4, sentence="The blog does not answer.", title="Paper")) is first


@pytest.mark.parametrize(
    "changed",
    [
        replace(PLACE, user="ada"),
        replace(PLACE, user="", signed_in=False),
        replace(PLACE, can=Can.READ | Can.REPLY),
        replace(PLACE, settings={"api": "https://paper.example/api"}),
    ],
)
def test_another_sign_in_is_another_session_and_the_old_one_is_closed(secrets: Keychain, changed: Place) -> None:
    sessions = sessions_with(secrets)
    first: Any = sessions(PLACE)
    assert sessions(changed) is not first
    assert first.closed == 1


def test_what_is_dropped_is_dropped_in_every_lane(secrets: Keychain) -> None:
    reads = sessions_with(secrets)
    sends = reads.beside()
    one: Any = reads(PLACE)
    other: Any = sends(PLACE)
    assert one is not other
    sends.drop(PLACE.id)
    assert (one.closed, other.closed) == (1, 1)
    assert reads(PLACE) is not one


def test_closing_one_set_leaves_the_other_at_work(secrets: Keychain) -> None:
    reads = sessions_with(secrets)
    sends = reads.beside()
    one: Any = reads(PLACE)
    other: Any = sends(PLACE)
    reads.close()
    assert (one.closed, other.closed) == (1, 0)


def test_a_locked_keychain_is_no_bug_and_no_missing_password(secrets: Keychain) -> None:
    secrets.put(secret_name(PLACE), "password", "open sesame")
    slot = Slot(secrets, secret_name(PLACE))
    assert slot.get("password") == "open sesame"
    secrets.locked = True
    with pytest.raises(Unreachable, match=r"^The keychain is locked"):
        slot.get("password")


def test_how_a_retry_is_safe_is_what_the_network_declares(secrets: Keychain) -> None:
    assert sessions_with(secrets).retry_rule(PLACE, Verb.REPLY) == Retry(Safety.READ_BACK, 60.0)
