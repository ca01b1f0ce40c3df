"""Small worlds for tests: a place, what people wrote there, and a store that takes it in. Everything has a default."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from inbox.core.changes import Changes
from inbox.core.fetched import Batch, FetchedIdentity, FetchedMessage, FetchedThread, SafeMessage, Sweep
from inbox.core.model import Because, Can, Found, Kind, RemoteState, SafeHtml
from inbox.core.ports import Store, TakenIn

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
"""When most stories begin."""
SITE = "https://bread.example"
ALL = Can.READ | Can.REPLY | Can.MODERATE


def a_person(name: str = "Ann", **more: object) -> FetchedIdentity:
    """Known by their name in lower case."""
    return replace(FetchedIdentity(instance=SITE, stable_id=name.lower(), name=name), **more)  # type: ignore[arg-type]


def me(name: str = "Baker") -> FetchedIdentity:
    return a_person(name, is_me=True)


def a_thread(root: str = "post-1", title: str = "Sunday soup") -> FetchedThread:
    return FetchedThread(root=root, title=title, url=f"{SITE}/{root}")


def a_message(
    remote_id: str = "1",
    text: str = "What a soup!",
    *,
    by: FetchedIdentity | str = "Ann",
    on: FetchedThread | str = "post-1",
    at: datetime = NOON,
    parent: str = "",
    state: RemoteState = RemoteState.VISIBLE,
    addressed: frozenset[Because] | None = None,
    version: str = "",
    **more: object,
) -> SafeMessage:
    """A comment under my post, as `services/sync` hands it to the store. `version` follows the words unless given."""
    author = a_person(by) if isinstance(by, str) else by
    because = frozenset() if author.is_me else frozenset({Because.ON_MY_POST})
    fetched = FetchedMessage(
        kind_space="comment",
        remote_id=remote_id,
        thread=a_thread(on) if isinstance(on, str) else on,
        author=author,
        kind=Kind.REPLY if parent else Kind.COMMENT,
        html=f"<p>{text}</p>",
        created_at=at,
        text=text,
        parent=parent,
        url=f"{SITE}/#comment-{remote_id}",
        remote_state=state,
        addressed=because if addressed is None else addressed,
        version=version or f"v:{text}",
    )
    return SafeMessage(fetched=replace(fetched, **more), html=SafeHtml(""), text=text)  # type: ignore[arg-type]


def taken(
    *messages: SafeMessage,
    deleted: Iterable[str] = (),
    sweep: Sweep | None = None,
    cursor: str | None = None,
    first_fetch_done: bool = False,
    **more: object,
) -> TakenIn:
    """A batch whose messages were made safe. `deleted`: remote ids."""
    batch = Batch(
        stream="comments",
        messages=tuple(message.fetched for message in messages),
        deleted=tuple(("comment", remote_id) for remote_id in deleted),
        sweep=sweep,
        cursor=cursor,
        first_fetch_done=first_fetch_done,
    )
    return TakenIn(replace(batch, **more), messages)  # type: ignore[arg-type]


def a_sweep(
    *seen: str, since: datetime = NOON - timedelta(days=365), until: datetime = NOON + timedelta(days=365)
) -> Sweep:
    return Sweep(kind_space="comment", since=since, until=until, seen=frozenset(seen))


def found(canonical: str = SITE, *, can: Can = ALL, title: str = "The Slow Oven", signed_in_as: str = "baker") -> Found:
    return Found(
        network="wordpress",
        canonical=canonical,
        address=canonical,
        title=title,
        can=can,
        signed_in_as=signed_in_as if can & Can.REPLY else "",
    )


def a_place(
    store: Store,
    canonical: str = SITE,
    *,
    can: Can = ALL,
    waits_from: datetime | None = None,
    title: str = "The Slow Oven",
) -> int:
    """Add a place; its id."""
    return store.write(lambda write: write.add_place(found(canonical, can=can, title=title), waits_from=waits_from)[0])


def take_in(store: Store, place: int, *messages: SafeMessage, **more: object) -> Changes:
    """Fetch these messages at the place."""
    return store.write(lambda write: write.take_in(place, taken(*messages, **more)))  # type: ignore[arg-type]
