"""The real servers of `tests/servers` for a bench: started for it alone, and stopped with it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SCRIPTS = Path(__file__).parent.parent / "tests" / "servers"
SCREEN = "1920x1200x24"
NICE = "15"


class NotStarted(Exception):
    """A server did not start; the sentence says which and why."""


@dataclass(frozen=True, slots=True)
class Blog:
    url: str
    user: str
    app_password: str
    comments: int


@contextmanager
def blog(home: Path, comments: int, people: int) -> Iterator[Blog]:
    """A WordPress with at least so many comments by so many people; one that runs in `home` already is left running.

    It runs with low priority: nobody's blog is on the computer that they read it with.
    """
    was_there = _run("wordpress.sh", home, "status").returncode == 0
    if not was_there:
        _must("wordpress.sh", home, "start", WP_PORT=str(_free_port()))
    try:
        here = _counted(home)
        if here < comments:
            _must("wordpress.sh", home, "seed", str(comments - here), WP_SEED_PEOPLE=str(people))
        told = json.loads((home / "wordpress.json").read_text("utf-8"))
        yield Blog(told["url"], told["user"], told["app_password"], _counted(home))
    finally:
        if not was_there:
            _must("wordpress.sh", home, "stop")


@contextmanager
def screen(wish: str, home: Path) -> Iterator[str]:
    """Sets this process's environment for Qt before it starts; says which screen it is: "xcb" or "offscreen"."""
    if wish == "offscreen" or (wish == "auto" and _run("xvfb.sh", home, "installed").returncode != 0):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        yield "offscreen"
        return
    was_there = _run("xvfb.sh", home, "status").returncode == 0
    if not was_there:
        _must("xvfb.sh", home, "start", XVFB_SCREEN=SCREEN)
    try:
        os.environ["DISPLAY"] = json.loads((home / "xvfb.json").read_text("utf-8"))["display"]
        os.environ["QT_QPA_PLATFORM"] = "xcb"
        yield "xcb"
    finally:
        if not was_there:
            _must("xvfb.sh", home, "stop")


def _counted(home: Path) -> int:
    """Comments on the blog, of every status."""
    counts = json.loads(_must("wordpress.sh", home, "status"))
    return sum(int(counts[state]) for state in ("approved", "pending", "spam", "trash"))


def _must(script: str, home: Path, *arguments: str, **environ: str) -> str:
    done = _run(script, home, *arguments, **environ)
    if done.returncode != 0:
        raise NotStarted(f"tests/servers/{script} {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout


def _run(script: str, home: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["nice", "-n", NICE if script == "wordpress.sh" else "0", "bash", str(SCRIPTS / script), *arguments],
        env={**os.environ, "SERVERS_HOME": str(home), **environ},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
