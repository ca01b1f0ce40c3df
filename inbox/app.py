"""Builds everything once and runs it; imports all, imported by none.

The window comes first: before its first paint only Qt, the standard library, our own light modules and the SQLite
binding are imported. The store (with SQLAlchemy) and the networks are bound after it.
"""

from __future__ import annotations

import random
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from inbox.commands import command_line
from inbox.core.clock import SystemClock
from inbox.core.errors import InboxError, Refused
from inbox.runtime import heartbeat, paths
from inbox.runtime.lock import InstanceLock

if TYPE_CHECKING:
    from inbox.commands.workshop import Workshop
    from inbox.core.ports import Secrets, Store
    from inbox.services.sessions import Sessions
    from inbox.services.sync import NextSync
    from inbox.ui.engine import Parts


def main(argv: list[str] | None = None) -> int:
    """The whole program; the exit code: 0 done, 1 failed (one sentence on stderr), 2 usage."""
    options = command_line.parser().parse_args(argv)
    try:
        folder = profile_of(options)
        if options.self_check:
            from inbox.commands.self_check import self_check

            return self_check(folder, workshop)
        if options.command:
            return _headless(options, folder)
        return _window(options, folder)
    except InboxError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130  # what a shell expects of somebody who pressed Ctrl C


def profile_of(options: Namespace) -> Path:
    """The folder to work in, made if need be."""
    given = getattr(options, "profile", "")
    sample = getattr(options, "sample", False)
    if given:
        return paths.make_profile(Path(given).expanduser() / "sample" if sample else Path(given).expanduser())
    return paths.make_profile(paths.sample_profile() if sample else paths.default_profile())


def _headless(options: Namespace, folder: Path) -> int:
    from inbox.commands import headless

    sample = getattr(options, "sample", False)

    @contextmanager
    def build(writes: bool) -> Iterator[Workshop]:
        with workshop(folder, writes=writes, sample=sample) as made:
            yield made

    return headless.run(options, build)


@contextmanager
def workshop(folder: Path, *, writes: bool, sample: bool = False) -> Iterator[Workshop]:
    """Everything the headless face needs. Reading needs no lock: it takes one only for what is due at a start.

    Raises Refused when it `writes` and another program holds the profile.
    """
    from inbox.commands.workshop import Workshop
    from inbox.core.ports import Priority
    from inbox.networks import registry
    from inbox.runtime.shelf import Shelf

    with ExitStack() as stack:
        clock = SystemClock()
        lock = InstanceLock(folder, "a command in a terminal")
        stack.callback(lock.release)
        held = _is_taken(lock, must=writes)
        if held:
            with ExitStack() as start:
                store = bind_store(folder)
                start.callback(store.close)
                store.write(lambda write: write.recover_sending(clock.now()), Priority.OUTBOX)
                store.write(lambda write: write.wake(clock.now()))
                if sample:
                    _fill(store, folder)
                if writes:
                    stack.push(start.pop_all())
        if not writes:
            # Somebody who only reads keeps nobody from writing, and leaves the file to them.
            lock.release()
            store = bind_guest(folder)
            stack.callback(store.close)
        secrets = bind_secrets(store)
        sessions = bind_sessions(folder, secrets)
        stack.callback(sessions.close)
        yield Workshop(
            store, secrets, sessions, clock, registry.declarations, pace_of, paths.resources(), Shelf(folder).clear
        )


def _is_taken(lock: InstanceLock, *, must: bool) -> bool:
    """Raises Refused only if it `must`."""
    try:
        lock.take()
    except Refused:
        if must:
            raise
        return False
    return True


def _fill(store: Store, folder: Path) -> None:
    secrets = bind_secrets(store)
    sessions = bind_sessions(folder, secrets)
    try:
        fill_sample(store, secrets, sessions)
    finally:
        sessions.close()


def bind_store(folder: Path) -> Store:
    from inbox.rules.languages import read_languages
    from inbox.rules.thresholds import read_thresholds
    from inbox.store.writer import open_store

    files = {path.stem: path.read_text("utf-8") for path in sorted((paths.resources() / "words").glob("*.toml"))}
    counts = read_thresholds((paths.resources() / "thresholds.toml").read_text("utf-8"))
    return open_store(folder, SystemClock(), languages=read_languages(files), thresholds=counts)


def bind_guest(folder: Path) -> Store:
    from inbox.store.writer import open_as_guest

    return open_as_guest(folder, SystemClock())


def bind_secrets(store: Store) -> Secrets:
    from inbox.store.secrets import KeyringSecrets

    return KeyringSecrets(store.about()["profile"])


def bind_sessions(folder: Path, secrets: Secrets) -> Sessions:
    from inbox.networks import registry
    from inbox.services.sessions import Sessions

    return Sessions(registry.declaration, registry.client, secrets, SystemClock(), str(folder))


def pace_of(network: str) -> NextSync:
    """The schedule of a network's places."""
    from inbox.networks import registry
    from inbox.services.sync import pace

    return pace(registry.declaration(network).sync_every_s, random.Random(), heartbeat.next_sync)


def fill_sample(store: Store, secrets: Secrets, sessions: Sessions) -> None:
    """Add the sample's places the first time, and fetch them: nothing leaves the computer."""
    from inbox.networks.sample.world import ADDRESSES
    from inbox.services import accounts, sync

    with store.reading() as reading:
        if reading.places():
            return
    clock = SystemClock()
    for address in ADDRESSES:
        found = accounts.find(sessions, ["sample"], address, {})
        place, _ = accounts.add(store, secrets, sessions, clock, found, {})
        sync.sync_place(store, place, sessions, clock, pace_of("sample"))


def _window(options: Namespace, folder: Path) -> int:
    import os

    from inbox.runtime import bootstrap

    try:
        from inbox.ui.start import open_window
    except ImportError as error:
        sentence = bootstrap.explain_import_error(error)
        if sentence is None:
            raise
        raise Refused(sentence) from error
    missing = bootstrap.explain_missing_screen(os.environ)
    if missing:
        raise Refused(missing)
    sample = bool(getattr(options, "sample", False))

    def bind(profile: Path, on_bug: Callable[[BaseException], None]) -> Parts:
        return bind_parts(profile, on_bug, sample=sample)

    return open_window(options, folder, bind)


def bind_parts(folder: Path, on_bug: Callable[[BaseException], None], *, sample: bool) -> Parts:
    """Store, keychain and sessions of the window. Raises InboxError when the database cannot be used."""
    from inbox.ui.engine import Parts

    store = bind_store(folder)
    secrets = bind_secrets(store)
    reads = bind_sessions(folder, secrets)
    if sample:
        fill_sample(store, secrets, reads)
    return Parts(folder, SystemClock(), store, secrets, reads, reads.beside(), pace_of, on_bug)


if __name__ == "__main__":
    sys.exit(main())
