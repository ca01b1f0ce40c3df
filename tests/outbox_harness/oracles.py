"""What really stands at a server, asked of its own store and past the proxy."""

from __future__ import annotations

import base64
import html
import json
import os
import subprocess
import tempfile
import urllib.request
from collections.abc import Mapping
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


class LedgerOracle:
    environment: Mapping[str, str] = {}

    def __init__(self, server: LedgerServer) -> None:
        self._server = server

    def world(self, proxy: FaultProxy) -> str:
        return f"fake:{proxy.port}"

    def stands(self) -> list[Words]:
        ledger = self._server.ledger
        with ledger.guard:
            words = [(item.place, item.parent, item.text) for item in ledger.items]
            return words + [(place, target, "") for place, target in set(ledger.likes)]


class WordPressBlog:
    """The real WordPress of `tests/servers/wordpress.sh`, started for this run with a first seeding."""

    def __init__(self, root: Path) -> None:
        self._script = root / "tests" / "servers" / "wordpress.sh"
        self._home = Path(tempfile.gettempdir()) / "parlour-outbox-harness"
        self.environment: Mapping[str, str] = {}

    def __enter__(self) -> WordPressBlog:
        self._run("start")
        self._run("reset")
        told = json.loads((self._home / "wordpress.json").read_text("utf-8"))
        self.port = int(told["port"])
        self._api = str(told["api"])
        self._user, self._password = told["user"], told["app_password"]
        self._id = next(user["id"] for user in told["users"] if user["user"] == told["user"])
        self.environment = {"PARLOUR_HARNESS_USER": self._user, "PARLOUR_HARNESS_PASSWORD": self._password}
        self._before = {comment["id"] for comment in self._own()}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run("stop")

    def world(self, proxy: FaultProxy) -> str:
        return f"wordpress:{proxy.url}"

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

    def _run(self, verb: str) -> None:
        subprocess.run(
            ["bash", str(self._script), verb],
            env={**os.environ, "SERVERS_HOME": str(self._home), "WP_PORT": str(PORT)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
        )
