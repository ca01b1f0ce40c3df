"""Places: finding out what an address is, adding it, signing in, removing.

The secret is written to the keychain and read back before the place is committed; removing commits first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from inbox.core.changes import NOTHING, Changes
from inbox.core.clock import Clock
from inbox.core.errors import Refused, Rejected
from inbox.core.model import Can, Found, Place
from inbox.core.moving import ImportState
from inbox.core.ports import Priority, Secrets, Store
from inbox.services.sessions import Sessions, Slot, secret_name

WAITS_DAYS = 30
"""At the first fetch only conversations under this age wait (decision 10)."""


def find(
    sessions: Sessions, networks: list[str], address: str, fields: Mapping[str, str], *, local_allowed: bool = True
) -> Found:
    """What an address is, by asking each network in turn. Raises the last network's Rejected when none knows it.

    The typed address itself may be loopback or private: that is the person's choice (decision 32).
    """
    said: Rejected | None = None
    for network in networks:
        try:
            return sessions.client(network).find(address, fields, sessions.around(local_allowed))
        except Rejected as error:
            said = error
    raise said or Rejected("No network is installed that could read this address.")


def add(
    store: Store,
    secrets: Secrets,
    sessions: Sessions,
    clock: Clock,
    found: Found,
    fields: Mapping[str, str],
    *,
    waits_days: int | None = WAITS_DAYS,
) -> tuple[int, Changes]:
    """Add the place, or upgrade the one that is there (a password added later is the same place).

    Added again without a password, it keeps the sign-in it has: `sign_out` is for ending that.
    `waits_days`: older unanswered conversations do not wait; None: all wait.
    Raises Refused when a secret can't be kept.
    """
    if not found.signed_in_as:
        with store.reading() as reading:
            same = [one for one in reading.places() if (one.network, one.canonical) == (found.network, found.canonical)]
        if same and same[0].signed_in:
            return same[0].id, NOTHING
    declaration = sessions.declaration(found.network)
    name = f"{found.network}:{found.canonical}"
    kept = {field.name: fields[field.name] for field in declaration.sign_in if field.secret and fields.get(field.name)}
    for field, value in kept.items():
        secrets.put(name, field, value)
        if secrets.get(name, field) != value:
            raise Refused("The keychain did not give back what was stored in it. Unlock it and try again.")
    waits_from = waits_from_days(clock, waits_days)
    place, changes = store.write(lambda write: write.add_place(found, waits_from=waits_from))
    sessions.drop(place)
    catch_up(store)
    return place, changes


def sign_in(store: Store, secrets: Secrets, sessions: Sessions, place: Place, fields: Mapping[str, str]) -> Changes:
    """Try the sign-in first; nothing is kept unless the network took it. Raises SignInNeeded with what is wrong."""
    found = sessions.client(place.network).find(
        place.address, fields, sessions.around(place.settings.get("local") == "yes")
    )
    if not found.signed_in_as:
        raise Refused(found.sentence or "The sign-in was not accepted.")
    if found.canonical != place.canonical:
        found = replace(found, canonical=place.canonical)
    slot = Slot(secrets, secret_name(place))
    for field in sessions.declaration(place.network).sign_in:
        if field.secret and fields.get(field.name):
            slot.put(field.name, fields[field.name])
    # Before the place says that it is signed in: what then leaves at once must not leave by the old password.
    sessions.drop(place.id)
    return store.write(lambda write: write.update_place(place.id, found))


def sign_out(store: Store, secrets: Secrets, sessions: Sessions, place: Place) -> Changes:
    """Forget the secrets; public reading goes on."""
    found = Found(
        network=place.network,
        canonical=place.canonical,
        address=place.address,
        title=place.title,
        can=Can.READ,
        settings=place.settings,
    )
    changes = store.write(lambda write: write.update_place(place.id, found))
    sessions.drop(place.id)
    secrets.forget(secret_name(place))
    return changes


def remove(
    store: Store,
    secrets: Secrets,
    sessions: Sessions,
    place: Place,
    *,
    forget: bool,
    stop: Callable[[], bool] = lambda: False,
) -> Changes:
    """Stop listening. Keeps what was gathered, or forgets it. Raises Refused while something waits to be sent there."""
    changes = store.write(lambda write: write.remove_place(place.id, forget=forget))
    sessions.drop(place.id)
    secrets.forget(secret_name(place))
    catch_up(store, stop)
    if forget:
        go_on_forgetting(store, stop)
    return changes


def catch_up(store: Store, stop: Callable[[], bool] = lambda: False) -> None:
    """Until all conversations of a place stand as they are to since it was removed or added again. What the person does
    meanwhile goes first; what an end breaks off is done by and by."""
    while not stop() and store.write(lambda write: write.catch_up(), Priority.INTAKE):
        pass


def go_on_forgetting(
    store: Store, stop: Callable[[], bool] = lambda: False, heard: Callable[[int], None] = lambda _: None
) -> str:
    """Until nothing is left of places that are to be forgotten and of imports that were taken back, also where the
    program ended before. What the person does meanwhile goes first. `heard` is told about how much is left. What stays
    of an import, as a sentence, or ""."""
    with store.reading() as reading:
        leaving = {run.id for run in reading.imports() if run.state is ImportState.LEAVING}
    while not stop() and (left := store.write(lambda write: write.forget_more(), Priority.INTAKE)):
        heard(left)
    if not leaving:
        return ""
    with store.reading() as reading:
        gone = [run for run in reading.imports() if run.id in leaving and run.state is ImportState.UNDONE]
    return " ".join(f"{run.file} is taken back in part. {run.sentence}" for run in gone if run.sentence)


def waits_from_days(clock: Clock, days: int | None) -> datetime | None:
    return None if days is None else clock.now() - timedelta(days=days)
