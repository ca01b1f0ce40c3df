"""`--self-check`: does this build start, know its networks and commands, and keep a database? Used on frozen apps."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from inbox.archives.registry import formats, reader
from inbox.commands import keymap, registry
from inbox.commands.workshop import Workshop


def self_check(folder: Path, workshop: Callable[..., AbstractContextManager[Workshop]]) -> int:
    """Prints what was found; 0 when all is well. The profile is only read; writing is tried in a folder of its own."""
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="parlour-check-") as scratch, workshop(Path(scratch), writes=True) as at:
        networks = at.networks()
        known = registry.commands()
        keymap.load(at.resources / keymap.FILE, set(known))
        about = at.store.about()
        wrong += at.store.check()
        for network in networks:
            at.sessions.client(network.id)
        archives = formats()
        for format in archives:
            reader(format.id)
        if not archives:
            wrong.append("No format of an archive was found in this build.")
        if not networks:
            wrong.append("No network was found in this build.")
        lines = [
            f"networks: {', '.join(one.id for one in networks)}",
            f"archives: {', '.join(one.id for one in archives)}",
            f"commands: {len(known)}",
            f"sqlite: {about['sqlite']}",
            f"keychain: {at.secrets.sentence or 'works'}",
        ]
    if (folder / "parlour.sqlite").exists():
        with workshop(folder, writes=False) as at:
            wrong += at.store.check()
    sys.stdout.write(
        "\n".join([*lines, "Everything is in order." if not wrong else "Something is wrong:", *wrong]) + "\n"
    )
    return 1 if wrong else 0
