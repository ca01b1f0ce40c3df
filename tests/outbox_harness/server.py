"""A small server on loopback with a ledger: it takes replies and likes, and says what it has. It is always honest;
what spoils the way to it is `tests/servers/fault_proxy.py`.

How it meets a second copy depends on the place: `keyed` absorbs the same key, `duplicate_error` refuses the same words
to the same message, the others take everything. `blind` does not list what it has; a like is a state.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse


@dataclass(frozen=True)
class Item:
    id: int
    place: str
    parent: str
    text: str
    key: str


@dataclass
class Ledger:
    items: list[Item] = field(default_factory=list)
    likes: list[tuple[str, str]] = field(default_factory=list)
    """(place, target), once for each time it was asked for."""
    guard: threading.Lock = field(default_factory=threading.Lock)

    def take(self, place: str, parent: str, text: str, key: str) -> tuple[int, dict[str, object]]:
        with self.guard:
            for item in self.items:
                if place == "keyed" and item.place == place and item.key == key:
                    return 201, _shown(item)
                if place == "duplicate_error" and (item.place, item.parent, item.text) == (place, parent, text):
                    return 409, {"code": "duplicate", "message": "You said that already."}
            item = Item(len(self.items) + 1, place, parent, text, key)
            self.items.append(item)
            return 201, _shown(item)

    def own(self, place: str, parent: str) -> list[dict[str, object]]:
        """What stands there; of all messages when `parent` is ""."""
        with self.guard:
            return [_shown(item) for item in self.items if item.place == place and parent in ("", item.parent)]

    def texts(self, place: str) -> list[tuple[str, str]]:
        with self.guard:
            return [(item.parent, item.text) for item in self.items if item.place == place]


def _shown(item: Item) -> dict[str, object]:
    return {"id": str(item.id), "parent": item.parent, "text": item.text}


class LedgerServer:
    """`with LedgerServer() as server:`; `server.ledger` is the oracle."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self.ledger))
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="ledger", daemon=True)

    def __enter__(self) -> LedgerServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


def _handler(ledger: Ledger) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            place = self.path.split("/")[1]
            if self.path.endswith("/like"):
                with ledger.guard:
                    ledger.likes.append((place, asked["target"]))
                self._say(200, {"id": asked["target"]})
            else:
                self._say(*ledger.take(place, asked["parent"], asked["text"], asked["key"]))

        def do_GET(self) -> None:
            place = self.path.split("/")[1]
            parent = parse_qs(urlparse(self.path).query).get("parent", [""])[0]
            if place == "blind":
                self._say(403, {"code": "forbidden", "message": "Not listed here."})
            else:
                self._say(200, ledger.own(place, parent))

        def _say(self, status: int, said: object) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Quiet: the ledger says it."""

    return Handler
