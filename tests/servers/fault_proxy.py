"""A proxy on loopback between a client and a real server, which spoils POSTs: seeded, and written down.

`python -m tests.servers.fault_proxy UPSTREAM [--port P] [--seed S] [--calm]` runs one by itself. Everything but a POST
passes untouched; answers have the server's address replaced by the proxy's, so that a client stays with the proxy. One
request a connection.
"""

from __future__ import annotations

import argparse
import json
import random
import socket
import struct
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """What happens to one POST."""

    ANSWER = "answer"
    DROP_BEFORE = "drop before effect"
    DROP_AFTER = "drop after effect"
    ERROR_AFTER = "500 after effect"
    CUT = "answer cut after effect"
    LATE = "effect after the client was dropped"
    SLOW = "slow answer"
    PATIENCE = "429 with Retry-After"
    BUSY = "429 without"
    UNAVAILABLE = "503 with Retry-After"
    SIGN_IN = "401"


HOSTILE: Mapping[Fault, int] = {
    Fault.ANSWER: 10,
    Fault.DROP_BEFORE: 3,
    Fault.DROP_AFTER: 4,
    Fault.ERROR_AFTER: 3,
    Fault.CUT: 3,
    Fault.LATE: 3,
    Fault.SLOW: 3,
    Fault.PATIENCE: 2,
    Fault.BUSY: 1,
    Fault.UNAVAILABLE: 1,
}
"""Weights; SIGN_IN is left out, since it ends the round of a whole place until somebody signs in again."""

_CHUNK = 65536
_UPSTREAM_S = 60.0


@dataclass
class Seen:
    """One POST as it passed, for the ledger."""

    fault: Fault
    path: str
    body: bytes
    status: int = 0


@dataclass
class _Request:
    head: list[str]
    body: bytes

    @property
    def method(self) -> str:
        return self.head[0].split(" ")[0]

    @property
    def path(self) -> str:
        return self.head[0].split(" ")[1]


@dataclass
class FaultProxy:
    """`with FaultProxy("127.0.0.1", 18080) as proxy:` then use `proxy.url`."""

    upstream_host: str
    upstream_port: int
    seed: int = 0
    weights: Mapping[Fault, int] = field(default_factory=lambda: dict(HOSTILE))
    late_s: float = 0.5
    """The server acts at most so long after the client was dropped; also how slow a slow answer is at most."""
    port: int = 0
    calm: bool = False
    """Nothing is spoiled any more."""
    seen: list[Seen] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)
        self._guard = threading.Lock()
        self._socket = self._listen()
        self.port = int(self._socket.getsockname()[1])
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._accept, name="fault-proxy", daemon=True)
        self._workers: list[threading.Thread] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def counted(self) -> Counter[Fault]:
        return Counter(seen.fault for seen in self.seen)

    def __enter__(self) -> FaultProxy:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        # A connection of our own wakes `accept`, which closing the socket does not do everywhere.
        with socket.socket() as wake:
            wake.settimeout(1)
            wake.connect_ex(("127.0.0.1", self.port))
        self._thread.join(5)
        self._socket.close()
        for worker in self._workers:
            worker.join(self.late_s + 5)

    def _listen(self) -> socket.socket:
        """A port with as many digits as the server's, so that replacing one by the other keeps every length."""
        wanted = len(str(self.upstream_port))
        for _ in range(200):
            listening = socket.socket()
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(("127.0.0.1", self.port))
            if self.port or len(str(listening.getsockname()[1])) == wanted:
                listening.listen(64)
                return listening
            listening.close()
        raise OSError(f"no free port of {wanted} digits")

    def _accept(self) -> None:
        while not self._stopped.is_set():
            client, _ = self._socket.accept()
            if self._stopped.is_set():
                client.close()
                return
            worker = threading.Thread(target=self._serve, args=(client,), name="fault-proxy-request", daemon=True)
            self._workers = [each for each in self._workers if each.is_alive()]
            self._workers.append(worker)
            worker.start()

    def _serve(self, client: socket.socket) -> None:
        client.settimeout(_UPSTREAM_S)
        try:
            request = _read_request(client)
            if request is None:
                client.close()
                return
            if request.method != "POST":
                client.sendall(self._forward(request))
                client.close()
                return
            self._spoil(client, request)
        except OSError:
            # The client or the server went away in the middle, which is what this is here for.
            client.close()

    def _spoil(self, client: socket.socket, request: _Request) -> None:
        with self._guard:
            faults = list(self.weights)
            fault = (
                Fault.ANSWER if self.calm else self._dice.choices(faults, [self.weights[each] for each in faults])[0]
            )
            pause = self._dice.uniform(0.1, 1.0) * self.late_s
            share = self._dice.uniform(0.1, 0.9)
            seen = Seen(fault, request.path, request.body)
            self.seen.append(seen)
        if fault in _INSTEAD:
            client.sendall(_INSTEAD[fault])
            client.close()
            return
        if fault is Fault.DROP_BEFORE:
            _reset(client)
            return
        if fault is Fault.LATE:
            _reset(client)
            time.sleep(pause)
        answer = self._forward(request)
        seen.status = int(answer[9:12] or b"0")
        if fault is Fault.LATE:
            return
        if fault is Fault.SLOW:
            time.sleep(pause)
        if fault is Fault.DROP_AFTER:
            _reset(client)
            return
        if fault is Fault.ERROR_AFTER:
            answer = _answer(500, "Internal Server Error")
        if fault is Fault.CUT:
            head = answer.index(b"\r\n\r\n") + 4
            answer = answer[: head + int((len(answer) - head) * share)]
        client.sendall(answer)
        client.close()

    def _forward(self, request: _Request) -> bytes:
        """The server's whole answer, with the proxy's address for its own and `Connection: close`."""
        host = f"{self.upstream_host}:{self.upstream_port}"
        head = [request.head[0]]
        head += [
            line for line in request.head[1:] if line.split(":")[0].lower() not in ("host", "connection", "expect")
        ]
        head += [f"Host: {host}", "Connection: close", "Accept-Encoding: identity"]
        head = [line for line in head if not line.lower().startswith("accept-encoding: g")]
        with socket.create_connection((self.upstream_host, self.upstream_port), timeout=_UPSTREAM_S) as server:
            server.sendall("\r\n".join(head).encode("latin-1") + b"\r\n\r\n" + request.body)
            answer = b""
            while piece := server.recv(_CHUNK):
                answer += piece
        return answer.replace(host.encode(), f"127.0.0.1:{self.port}".encode())


def _read_request(client: socket.socket) -> _Request | None:
    raw = b""
    while b"\r\n\r\n" not in raw:
        piece = client.recv(_CHUNK)
        if not piece:
            return None
        raw += piece
    head, _, body = raw.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    length = next((int(line.split(":")[1]) for line in lines if line.lower().startswith("content-length:")), 0)
    while len(body) < length:
        piece = client.recv(_CHUNK)
        if not piece:
            return None
        body += piece
    return _Request(lines, body)


def _reset(client: socket.socket) -> None:
    """End the connection as a crash does, with RST instead of FIN."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def _answer(status: int, reason: str, *headers: str) -> bytes:
    body = json.dumps({"code": "spoiled", "message": reason}).encode()
    lines = [f"HTTP/1.1 {status} {reason}", "Content-Type: application/json", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body


_INSTEAD = {
    Fault.PATIENCE: _answer(429, "Too Many Requests", "Retry-After: 1"),
    Fault.BUSY: _answer(429, "Too Many Requests"),
    Fault.UNAVAILABLE: _answer(503, "Service Unavailable", "Retry-After: 1"),
    Fault.SIGN_IN: _answer(401, "Unauthorized"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("upstream", help="HOST:PORT of the real server")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--calm", action="store_true")
    options = parser.parse_args()
    host, _, port = options.upstream.rpartition(":")
    with FaultProxy(host or "127.0.0.1", int(port), options.seed, port=options.port, calm=options.calm) as proxy:
        print(proxy.url, flush=True)
        for line in sys.stdin:
            proxy.calm = line.strip() == "calm"
        for fault, count in sorted(proxy.counted().items()):
            print(f"{count:5} {fault}")


if __name__ == "__main__":
    main()
