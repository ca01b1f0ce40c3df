"""The same words arriving twice are one message (decision 13)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inbox.core.model import Because, State
from inbox.store.writer import SqliteStore
from tests.builders import NOON, SITE, a_message, take_in
from tests.store.looking import ask, states, view

MINUTE = timedelta(minutes=1)


def test_the_same_words_twice_within_a_quarter_of_an_hour_are_one(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1", "Lovely  soup!"))
    take_in(store, place, a_message("2", "lovely soup!", at=NOON + 14 * MINUTE))
    shown = view(store).messages
    assert [message.remote_id for message in shown] == ["1"]
    assert shown[0].also == (f"{SITE}/#comment-2",)
    assert view(store).row.at == NOON


@pytest.mark.parametrize(
    ("by", "on", "later", "text"),
    [
        ("Bob", "post-1", MINUTE, "Lovely soup!"),
        ("Ann", "post-2", MINUTE, "Lovely soup!"),
        ("Ann", "post-1", 16 * MINUTE, "Lovely soup!"),
        ("Ann", "post-1", MINUTE, "Lovely soup"),
    ],
)
def test_what_only_looks_alike_stays_two(
    store: SqliteStore, place: int, by: str, on: str, later: timedelta, text: str
) -> None:
    take_in(store, place, a_message("1", "Lovely soup!"), a_message("2", text, by=by, on=on, at=NOON + later))
    assert ask(store, "SELECT count(*) FROM message WHERE joined_to IS NOT NULL") == [(0,)]


def test_a_double_takes_the_place_of_what_is_gone_or_edited(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1", "Soup!"), a_message("2", "Soup!", at=NOON + MINUTE))
    take_in(store, place, deleted=["1"])
    assert states(store) == {"Ann": State.WAITING}
    take_in(store, place, a_message("1", "Soup!"))
    assert [message.remote_id for message in view(store).messages] == ["1"]
    take_in(store, place, a_message("2", "Stew!", at=NOON + MINUTE))
    assert [message.remote_id for message in view(store).messages] == ["1", "2"]


def test_a_notification_of_what_was_seen_already_counts_as_addressed(store: SqliteStore, place: int) -> None:
    take_in(store, place, a_message("1", "Baker, look", addressed=frozenset()))
    assert states(store) == {"Ann": State.QUIET}
    take_in(store, place, a_message("n1", "Baker, look", at=NOON + MINUTE, addressed=frozenset({Because.MENTION})))
    assert states(store) == {"Ann": State.WAITING}
