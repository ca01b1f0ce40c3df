"""Parlour with the sample people on a screen of its own, and what AT-SPI tells of it, which Linux's screen readers ask.

The names and roles are what is tested here; VoiceOver and NVDA are asked for by nobody but people.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import need_server, server_script, skip_or_fail
from tests.patience import PATIENCE_S

ROOT = Path(__file__).resolve().parent.parent.parent
WALKER = Path(__file__).parent / "walker.py"
LAUNCHERS = (Path("/usr/libexec/at-spi-bus-launcher"), Path("/usr/lib/at-spi2-core/at-spi-bus-launcher"))
SYSTEM_PYTHON = "/usr/bin/python3"


@dataclass(frozen=True, slots=True)
class Node:
    """`path`: names of what it is in, from the window inwards."""

    role: str
    name: str
    description: str
    states: frozenset[str]
    path: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.role} {self.name!r} in {' > '.join(name for name in self.path if name)}"


class Reader:
    """Somebody who listens to the window and types."""

    def __init__(self, environ: dict[str, str]) -> None:
        self._environ = environ

    def nodes(self) -> list[Node]:
        """The whole tree as it is now, depth first."""
        told = subprocess.run(
            [SYSTEM_PYTHON, str(WALKER), str(PATIENCE_S)],
            env=self._environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 0, told.stderr
        found: list[Node] = []
        for one in json.loads(told.stdout):
            path = (*found[one["parent"]].path, found[one["parent"]].name) if one["parent"] >= 0 else ()
            found.append(Node(one["role"], one["name"], one["description"], frozenset(one["states"]), path))
        return found

    def rows(self) -> list[Node]:
        """Of the list that shows conversations."""
        return [one for one in self.nodes() if one.role == "table cell" and one.path[-1] == "Waiting on me"]

    def press(self, key: str) -> None:
        """By the X server, as a keyboard would."""
        subprocess.run(["xdotool", "key", key], env=self._environ, check=True)

    def hears(self, look: Callable[[], Any]) -> Any:
        """What `look` finds as soon as it finds something."""
        until = time.monotonic() + PATIENCE_S
        while not (found := look()):
            assert time.monotonic() < until, f"waited {PATIENCE_S} s in vain"
            time.sleep(0.2)
        return found


@pytest.fixture(scope="session")
def reader(servers_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """The window with the sample people, walked from outside."""
    need_server("xvfb.sh", servers_home)
    launcher = next((one for one in LAUNCHERS if one.exists()), None)
    has_pyatspi = (
        subprocess.run([SYSTEM_PYTHON, "-c", "import pyatspi"], capture_output=True, check=False).returncode == 0
    )
    if launcher is None or not has_pyatspi:
        skip_or_fail("not installed: run: sudo apt install at-spi2-core python3-pyatspi gir1.2-atspi-2.0 dbus")
    assert launcher is not None
    folder = tmp_path_factory.mktemp("accessible")
    server_script("xvfb.sh", servers_home, "start", XVFB_SCREEN="1600x1000x24")
    with ExitStack() as stack:
        stack.callback(server_script, "xvfb.sh", servers_home, "stop")
        environ = {
            **os.environ,
            "DISPLAY": json.loads((servers_home / "xvfb.json").read_text("utf-8"))["display"],
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        bus = stack.enter_context(
            _running(["dbus-daemon", "--session", "--nofork", "--print-address=1"], environ, folder)
        )
        assert bus.stdout is not None
        environ["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        stack.enter_context(_running([str(launcher), "--launch-immediately"], environ, folder))
        start = [sys.executable, str(ROOT / "main.py"), "--profile", str(folder / "profile"), "--sample"]
        stack.enter_context(_running(start, environ, folder))
        reader = Reader(environ)
        reader.hears(lambda: len(reader.rows()) > 5)
        yield reader


@contextmanager
def _running(command: list[str], environ: dict[str, str], folder: Path) -> Iterator[subprocess.Popen[str]]:
    with (
        open(folder / f"{Path(command[0]).name}.log", "w") as log,
        subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        # Whatever goes wrong meanwhile: leaving Popen's block waits for its end, and without a limit.
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
