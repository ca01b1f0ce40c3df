"""Asking somebody's website where it links to as the same person, because the person at the window asked for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from inbox.core.changes import Changes
from inbox.core.errors import NetworkError
from inbox.core.ports import Store, Writing


def _keep(identity: int, address: str, links: Sequence[str], write: Writing) -> Changes:
    return write.keep_links_back(identity, address, links)


def check(store: Store, sites: Sequence[tuple[int, str]], fetch: Callable[[str], Sequence[str]]) -> int:
    """`sites`: (identity, address). How many links were found; they are kept as evidence. One that fails does not stop
    the others; raises the error of the last one where all do."""
    links = asked = 0
    failed: NetworkError | None = None
    for identity, address in sites:
        try:
            found = fetch(address)
        except NetworkError as error:
            failed = error
            continue
        asked += 1
        links += len(found)
        store.write(partial(_keep, identity, address, found))
    if failed is not None and not asked:
        raise failed
    return links
