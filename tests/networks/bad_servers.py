"""Servers on loopback that answer as badly as a test wants: raw bytes, pauses, resets, and what they were asked."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from inbox.networks.api import Surroundings

CERTIFICATES = Path(__file__).parent / "certificates"


@dataclass(frozen=True, slots=True)
class Asked:
    method: str
    target: str
    headers: dict[str, str]
    body: bytes


Act = Callable[[socket.socket, Asked], None]
"""Answers one request on an open connection; the connection is closed afterwards."""


@dataclass
class BadServer:
    """`act` may be changed between requests. `asked` is what came in, in order."""

    act: Act
    certificate: str = ""
    asked: list[Asked] = field(default_factory=list)

    def __enter__(self) -> BadServer:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(0.05)
        self.port: int = self._listening.getsockname()[1]
        self.over = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.over.set()
        self._thread.join(10)
        self._listening.close()

    @property
    def url(self) -> str:
        return f"{'https' if self.certificate else 'http'}://127.0.0.1:{self.port}"

    def wait(self, seconds: float) -> None:
        """A pause that ends with the test."""
        self.over.wait(seconds)

    def _serve(self) -> None:
        while not self.over.is_set():
            with contextlib.suppress(TimeoutError):
                connection, _ = self._listening.accept()
                with contextlib.suppress(OSError):
                    self._one(connection)
                connection.close()

    def _one(self, connection: socket.socket) -> None:
        connection.settimeout(5)
        if self.certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATES / self.certificate)
            with context.wrap_socket(connection, server_side=True) as encrypted:
                self._answer(encrypted)
            return
        self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        asked = read_request(connection)
        if asked is not None:
            self.asked.append(asked)
            self.act(connection, asked)


def read_request(connection: socket.socket) -> Asked | None:
    text = b""
    while b"\r\n\r\n" not in text:
        part = connection.recv(65536)
        text += part
        if not part or text[:1] == b"\x16":
            return None  # nothing more comes, or a TLS hello to a server without TLS
    head, _, body = text.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
    while len(body) < int(headers.get("content-length", "0")):
        body += connection.recv(65536)
    method, target, _ = first.split(" ", 2)
    return Asked(method, target, headers, body)


def answer(
    body: bytes = b"{}",
    status: str = "200 OK",
    headers: Sequence[str] = (),
    kind: str = "application/json",
    length: int = -1,
) -> Act:
    """`length` other than that of the body cuts it (or leaves the client waiting)."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", "Connection: close", *headers]
    lines.append(f"Content-Length: {len(body) if length < 0 else length}")

    def act(connection: socket.socket, asked: Asked) -> None:
        connection.sendall("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)

    return act


def redirect(place: str, status: str = "301 Moved Permanently") -> Act:
    return answer(b"", status, [f"Location: {place}"])


def reset(connection: socket.socket, asked: Asked) -> None:
    """The connection dies with the request read: RST instead of FIN."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def close(connection: socket.socket, asked: Asked) -> None:
    """No answer at all."""


def routes(table: dict[str, Act], otherwise: Act) -> Act:
    """By the path before "?"; the longest beginning wins."""

    def act(connection: socket.socket, asked: Asked) -> None:
        path = asked.target.split("?", 1)[0]
        fits = max((each for each in table if path.startswith(each)), key=len, default=None)
        (table[fits] if fits is not None else otherwise)(connection, asked)

    return act


@dataclass
class Log:
    lines: list[tuple[str, str, str, int, int]] = field(default_factory=list)

    def __call__(self, method: str, host: str, template: str, status: int, size: int, ms: float) -> None:
        self.lines.append((method, host, template, status, size))


def surroundings(
    *, stop: Callable[[], bool] = lambda: False, log: Log | None = None, local: bool = True, now: datetime | None = None
) -> Surroundings:
    return Surroundings(now=lambda: now or datetime.now(UTC), stop=stop, log=log or Log(), local_allowed=local)


@contextlib.contextmanager
def free_port() -> Iterator[int]:
    """A port where nobody listens while the block runs."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]
