"""What really stands at a server, asked of its own store and past the proxy."""

from __future__ import annotations

import base64
import html
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

from tests.outbox_harness.server import LedgerServer
from tests.servers.fault_proxy import FaultProxy

Words = tuple[str, str, str]
"""(place, target, text)"""
PORT = 18180
"""Of the harness's own WordPress, beside one that may be running for other tests."""
LIKED = "repeatable"
"""The place of the fake network that is only liked at; a like is words without text."""


Command = list[str]
PASSWORD = "PARLOUR_HARNESS_PASSWORD"


def runner(world: str, profile: Path, arguments: Sequence[str]) -> Command:
    return [sys.executable, "-m", "tests.outbox_harness.runner", str(profile), world, *arguments]


class LedgerOracle:
    environment: Mapping[str, str] = {}

    def __init__(self, server: LedgerServer) -> None:
        self._server = server

    def world(self, proxy: FaultProxy) -> str:
        return f"fake:{proxy.port}"

    def program(self, proxy: FaultProxy, profile: Path, arguments: Sequence[str]) -> list[Command]:
        return [runner(self.world(proxy), profile, arguments)]

    def stands(self) -> list[Words]:
        ledger = self._server.ledger
        with ledger.guard:
            words = [(item.place, item.parent, item.text) for item in ledger.items]
            return words + [(place, target, "") for place, target in set(ledger.likes)]


class WordPressBlog:
    """The real WordPress of `tests/servers/wordpress.sh`, started for this run with a first seeding.

    `whole_program`: `main.py` adds, syncs and delivers, with its own settling times and a private keychain.
    """

    def __init__(self, root: Path, *, whole_program: bool) -> None:
        self._root = root
        self._whole_program = whole_program
        self._home = Path(tempfile.gettempdir()) / "parlour-outbox-harness"
        self.environment: dict[str, str] = {}

    def __enter__(self) -> WordPressBlog:
        self._run("wordpress.sh", "start")
        self._run("wordpress.sh", "reset")
        told = json.loads((self._home / "wordpress.json").read_text("utf-8"))
        self.port = int(told["port"])
        self._api = str(told["api"])
        self._user, self._password = told["user"], told["app_password"]
        self._id = next(user["id"] for user in told["users"] if user["user"] == told["user"])
        self.environment = {"PARLOUR_HARNESS_USER": self._user, PASSWORD: self._password}
        if self._whole_program:
            self._run("secrets.sh", "start")
            self.environment |= json.loads((self._home / "secrets.json").read_text("utf-8"))["env"]
        self._before = {comment["id"] for comment in self._own()}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run("wordpress.sh", "stop")
        if self._whole_program:
            self._run("secrets.sh", "stop")

    def world(self, proxy: FaultProxy) -> str:
        return f"wordpress:{proxy.url}"

    def program(self, proxy: FaultProxy, profile: Path, arguments: Sequence[str]) -> list[Command]:
        """With `main.py` for what it can do."""
        main = [sys.executable, str(self._root / "main.py"), "--profile", str(profile)]
        known = {
            "setup": [
                [*main, "add", proxy.url, "--user", self._user, "--secret-env", PASSWORD, "--since-days", "0"],
                [*main, "sync"],
            ],
            "deliver": [[*main, "deliver", "--wait", arguments[-1]]],
            "sync": [[*main, "sync"]],
        }
        if not self._whole_program or arguments[0] not in known:
            return [runner(self.world(proxy), profile, arguments)]
        return [*known[arguments[0]], runner(self.world(proxy), profile, ["say"])]

    def stands(self) -> list[Words]:
        return [
            ("wordpress", str(comment["parent"]), html.unescape(comment["content"]["raw"]))
            for comment in self._own()
            if comment["id"] not in self._before
        ]

    def _own(self) -> list[dict]:  # type: ignore[type-arg]  # decoded JSON
        found = []
        for status in ("all", "spam", "trash"):
            page = 1
            while True:
                query = f"author={self._id}&status={status}&per_page=100&page={page}&context=edit&orderby=id&order=asc"
                got = self._get(f"{self._api.rstrip('/')}/comments?{query}")
                found += got
                if len(got) < 100:
                    break
                page += 1
        return found

    def _get(self, url: str) -> list[dict]:  # type: ignore[type-arg]  # decoded JSON
        secret = base64.b64encode(f"{self._user}:{self._password}".encode()).decode()
        asked = urllib.request.Request(url, headers={"Authorization": f"Basic {secret}"})
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return json.loads(answer.read())

    def _run(self, script: str, verb: str) -> None:
        subprocess.run(
            ["bash", str(self._root / "tests" / "servers" / script), verb],
            env={**os.environ, "SERVERS_HOME": str(self._home), "WP_PORT": str(PORT)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
        )
