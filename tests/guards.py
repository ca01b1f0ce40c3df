"""What every test is held to: closed sockets, no unexpected log warning, no thread left behind.

`conftest.py` puts these to work. They stand at the edge (interpreter hooks, the root logger), so that nothing of
Parlour's own is patched.
"""

from __future__ import annotations

import ipaddress
import logging
import re
import sys
import threading
import time
from collections.abc import Iterable


class SocketClosed(AssertionError):
    """A test tried to reach something it may not reach."""


class Sockets:
    """Lets no connection and no name look-up leave this machine, and none to this machine unless a test says so.

    An audit hook sees every connection that Python code makes, whatever library makes it, and cannot be taken away
    again: one object for the whole run.
    """

    def __init__(self) -> None:
        self.loopback_open = False
        self.refused: list[str] = []
        sys.addaudithook(self._on_audit)

    def _on_audit(self, event: str, arguments: tuple[object, ...]) -> None:
        if event in {"socket.connect", "socket.sendto"}:
            address = arguments[1]
            if isinstance(address, tuple):  # others are paths: local by nature
                self._look_at(str(address[0]))
        elif event in {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}:
            host = arguments[0]
            name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "localhost")
            if not _is_number(name) and name != "localhost":
                self._refuse(f"the address of {name}")

    def _look_at(self, host: str) -> None:
        if not _is_loopback(host):
            self._refuse(f"{host}, which is another machine")
        # Windows has no pairs of sockets: Python makes them over loopback.
        elif not self.loopback_open and sys.platform != "win32":
            self._refuse(f"{host}: mark the test network_loopback or use the fixture of a server")

    def _refuse(self, what: str) -> None:
        self.refused.append(what)
        raise SocketClosed(f"sockets are shut in tests, and this one asked for {what}")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    return host == "localhost" or (_is_number(host) and ipaddress.ip_address(host.partition("%")[0]).is_loopback)


class LogWatch(logging.Handler):
    """Keeps what is logged at WARNING or above, to compare with what a test expects."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def unexpected(self, expected: Iterable[str]) -> list[str]:
        """Lines that no pattern accounts for, and patterns that no line answers; then starts afresh."""
        said, self.said = self.said, []
        patterns = list(expected)
        wrong = [line for line in said if not any(re.search(pattern, line) for pattern in patterns)]
        return wrong + [f"never logged: {p}" for p in patterns if not any(re.search(p, line) for line in said)]


def threads_left(before: set[threading.Thread], patience_s: float = 2.0) -> list[str]:
    """Names of threads that were not there before and have not ended after a while."""
    end = time.monotonic() + patience_s
    while left := [t for t in threading.enumerate() if t not in before and t.is_alive() and not _of_pytest(t)]:
        if time.monotonic() > end:
            return [t.name for t in left]
        time.sleep(0.01)
    return []


def _of_pytest(thread: threading.Thread) -> bool:
    return thread.name.startswith("pytest_timeout") or type(thread).__name__ == "_DummyThread"
