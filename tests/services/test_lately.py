from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import cast

import pytest

from inbox.core.lately import Posted
from inbox.core.model import Place
from inbox.networks.api import NetworkSession, ShowsLately
from inbox.services.lately import MOST, lately, seen_from
from tests.ui import values

POST = Posted(datetime(2026, 11, 19, tzinfo=UTC), "Rye", "Three bricks", "https://ann.example/rye")


class Place_:
    """As much of a place as is asked for."""

    id, network, canonical = 7, "wordpress", "slowoven.example"


PLACE = cast("Place", Place_())


class Shows:
    def lately(self, instance: str, stable_id: str, most: int) -> Sequence[Posted]:
        assert (instance, stable_id, most) == ("slowoven.example", "user:1", MOST)
        return [POST]


def test_posts_are_looked_for_at_the_place_where_somebody_has_an_account() -> None:
    commenter, user = values.identity(2, stable_id="gravatar:ab"), values.identity(1)
    assert seen_from([commenter, user], [PLACE], lambda _: ("user:",)) == (PLACE, user)


@pytest.mark.parametrize(
    ("stable_id", "instance", "known"),
    [
        ("gravatar:ab", "slowoven.example", ("user:",)),
        ("user:1", "elsewhere.example", ("user:",)),
        ("user:1", "slowoven.example", ()),
    ],
)
def test_nobody_is_looked_for_where_no_network_shows_posts(
    stable_id: str, instance: str, known: tuple[str, ...]
) -> None:
    who = values.identity(1, stable_id=stable_id, instance=instance)
    assert seen_from([who], [PLACE], lambda _: known) is None


def test_a_session_that_cannot_show_posts_shows_none() -> None:
    assert lately(lambda _: cast("NetworkSession", Shows()), PLACE, values.identity(1)) == (POST,)
    assert lately(lambda _: cast("NetworkSession", object()), PLACE, values.identity(1)) == ()
    assert isinstance(Shows(), ShowsLately)
