"""The example threads of `tests/data`: what people wrote at one place or two, taken in as a fetch would."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from inbox.core.fetched import FetchedIdentity, FetchedThread, SafeMessage
from inbox.core.ports import Store
from tests.builders import NOON, a_message, a_place, take_in

DATA = Path(__file__).parent / "data"
Wanted = Callable[[dict[str, Any]], bool]


def told(name: str, store: Store, wanted: Wanted = lambda _: True) -> dict[str, int]:
    """Takes in the messages of `NAME.toml` that are `wanted`; returns the places' ids by their titles."""
    read = tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
    places: dict[str, int] = {}
    for place in read["place"]:
        places[place["title"]] = a_place(store, place["site"], title=place["title"])
        messages = list(_messages(place, wanted))
        take_in(store, places[place["title"]], *messages, first_fetch_done=True)
    return places


def _messages(place: dict[str, Any], wanted: Wanted) -> Iterator[SafeMessage]:
    site = place["site"]
    for said in filter(wanted, place["message"]):
        author = FetchedIdentity(
            instance=site,
            stable_id=said["by"].lower(),
            name=said["by"],
            site_url=said.get("site", ""),
            is_me=said.get("me", False),
        )
        post = FetchedThread(root=said["on"], title=said["on"].replace("-", " ").title(), url=f"{site}/{said['on']}/")
        yield a_message(
            said["id"],
            said["text"],
            by=author,
            on=post,
            at=NOON + timedelta(days=said.get("days", 0), minutes=said.get("minutes", 0)),
            parent=said.get("parent", ""),
            url=f"{post.url}#comment-{said['id']}",
        )
