"""A canary: an application password goes through everything that is done with it, and is then looked for everywhere.

It may be in the keychain, and on the wire to its own blog. It may be in no file, no log, no report, no argument of a
process, not even where the blog itself says it back.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import stat
import sys
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from inbox.app import bind_sessions, bind_store, pace_of
from inbox.core.clock import SystemClock
from inbox.core.errors import NetworkError, StoreError
from inbox.core.model import DeliveryState, State
from inbox.core.ports import Store
from inbox.runtime import crash, paths
from inbox.services import accounts, delivery, replies, sync
from inbox.services.sessions import Sessions
from inbox.store.secrets import KeyringSecrets
from tests.commands.terminal import Terminal
from tests.networks.bad_servers import Asked, BadServer, answer

pytestmark = pytest.mark.network_loopback

USER = "robin"
CANARY = "Canary7 Sings4 Inside9 Only2x"
"""As WordPress shows one: in groups."""
FIELDS = {"user": USER, "app_password": CANARY}


def disguises() -> dict[str, bytes]:
    """Every form in which it could stand somewhere."""
    plain = {"as typed": CANARY, "without spaces": CANARY.replace(" ", "")}
    found = {name: text.encode() for name, text in plain.items()}
    for name, text in plain.items():
        found[f"{name}, in the header"] = base64.b64encode(f"{USER}:{text}".encode())
        found[f"{name}, base64"] = base64.b64encode(text.encode()).rstrip(b"=")
        found[f"{name}, UTF-16"] = text.encode("utf-16-le")
        found[f"{name}, quoted"] = urllib.parse.quote(text).encode()
        found[f"{name}, form"] = urllib.parse.quote_plus(text).encode()
    return found


@dataclass
class Blog:
    """As much of WordPress as signing in, reading, answering and moderating ask for. `says` turns an answer to writing
    into another one."""

    comments: dict[int, dict[str, Any]] = field(default_factory=dict)
    says: Callable[[Asked], tuple[str, Any] | None] = lambda asked: None
    let_in: int = 0

    def act(self, connection: Any, asked: Asked) -> None:
        path, _, query = asked.target.partition("?")
        home = f"http://127.0.0.1:{connection.getsockname()[1]}"
        given = dict(urllib.parse.parse_qsl(query))
        status, body, headers = self._answer(path.removeprefix("/wp-json").rstrip("/"), given, asked, home)
        if path == "/":
            page = f'<html><head><link rel="https://api.w.org/" href="{home}/wp-json/"></head></html>'
            answer(page.encode(), kind="text/html")(connection, asked)
        else:
            answer(json.dumps(body).encode(), status, headers)(connection, asked)

    def _answer(self, route: str, given: Mapping[str, str], asked: Asked, home: str) -> tuple[str, Any, list[str]]:
        proof = base64.b64encode(f"{USER}:{CANARY}".encode()).decode()
        is_robin = asked.headers.get("authorization") == f"Basic {proof}"
        self.let_in += is_robin
        if asked.method == "POST":
            said = self.says(asked)
            return (*said, []) if said else self._write(route, json.loads(asked.body), home)
        if route == "":
            ways = {"application-passwords": {"endpoints": {"authorization": f"{home}/wp-admin/authorize.php"}}}
            index = {"name": "Birds", "home": home, "url": home, "namespaces": ["wp/v2"], "authentication": ways}
            return "200 OK", index, []
        if route == "/wp/v2/users/me":
            robin = {"id": 7, "name": "Robin", "slug": USER, "capabilities": {"moderate_comments": True}}
            no = {"code": "rest_not_logged_in", "message": "You are not logged in."}
            return ("200 OK", robin, []) if is_robin else ("401 Unauthorized", no, [])
        if route == "/wp/v2/comments":
            shown = [one for one in self.comments.values() if given.get("parent") in (None, str(one["parent"]))]
            shown = sorted(shown, key=lambda one: -one["id"])
            offset, size = int(given.get("offset", "0")), int(given.get("per_page", "10"))
            return "200 OK", shown[offset : offset + size], [f"X-WP-Total: {len(shown)}"]
        if route.startswith("/wp/v2/comments/"):
            return "200 OK", self.comments[int(route.rpartition("/")[2])], []
        if route.startswith("/wp/v2/posts"):
            post = {"id": 1, "title": {"rendered": "Larks"}, "link": f"{home}/larks/", "author": 7}
            return "200 OK", [post], []
        return "404 Not Found", {"code": "rest_no_route"}, []

    def _write(self, route: str, body: dict[str, Any], home: str) -> tuple[str, Any, list[str]]:
        if route != "/wp/v2/comments":
            one = self.comments[int(route.rpartition("/")[2])]
            one["status"] = body["status"]
            return "200 OK", one, []
        id = max(self.comments) + 1
        self.comments[id] = a_comment(id, body["content"], author=7, parent=body["parent"], name="Robin")
        return "201 Created", self.comments[id], []


def a_comment(id: int, text: str, *, author: int = 0, parent: int = 0, name: str = "Ada") -> dict[str, Any]:
    return {
        "id": id,
        "post": 1,
        "parent": parent,
        "author": author,
        "author_name": name,
        "author_email": f"{name.lower()}@birds.example",
        "author_url": "",
        "author_ip": "192.0.2.7",
        "author_user_agent": "Lynx",
        "author_avatar_urls": {},
        "date": f"2026-11-01T10:00:{id:02}",
        "date_gmt": f"2026-11-01T10:00:{id:02}",
        "content": {"rendered": f"<p>{text}</p>", "raw": text},
        "link": f"http://birds.example/larks/#comment-{id}",
        "status": "approved",
        "type": "comment",
        "_links": {},
    }


class Keychain:
    """A backend of `keyring` in memory."""

    def __init__(self) -> None:
        self.items: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.items.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.items[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.items[service, username]


@dataclass
class House:
    """A profile at work, with the log as loud as it can be."""

    folder: Path
    store: Store
    secrets: KeyringSecrets
    sessions: Sessions
    door: crash.CrashDoor
    clock: SystemClock = field(default_factory=SystemClock)

    def reads(self, place: int) -> str:
        return sync.sync_place(self.store, place, self.sessions, self.clock, pace_of("wordpress")).sentence

    def waits(self) -> list[int]:
        with self.store.reading() as reading:
            return [key.id for key in reading.keys(State.WAITING)]

    def reports(self, error: BaseException) -> None:
        try:
            raise error
        except type(error) as caught:
            self.door.bug(caught)


@contextmanager
def house(folder: Path, keychain: Keychain | None) -> Iterator[House]:
    root, before, handlers = logging.getLogger(), logging.getLogger().level, list(logging.getLogger().handlers)
    paths.make_profile(folder)
    crash.keep_log(folder)
    root.setLevel(logging.DEBUG)
    door = crash.CrashDoor(folder)
    store = bind_store(folder)
    secrets = KeyringSecrets(store.about()["profile"], keychain)
    sessions = bind_sessions(folder, secrets)
    try:
        yield House(folder, store, secrets, sessions, door)
    finally:
        sessions.close()
        store.close()
        door.close()
        root.setLevel(before)
        for added in [each for each in root.handlers if each not in handlers]:
            root.removeHandler(added)
            added.close()


def found_in(*folders: Path) -> list[str]:
    """Which file holds it, and how."""
    return [
        f"{file.name}: {name}"
        for folder in folders
        for file in sorted(folder.rglob("*"))
        if file.is_file()
        for name, bytes_ in disguises().items()
        if bytes_ in file.read_bytes()
    ]


@pytest.mark.logs("bug: RuntimeError")
@pytest.mark.parametrize("keychain", [Keychain(), None], ids=["keychain", "memory"])
def test_a_password_is_in_no_file_whatever_is_done_with_it(tmp_path: Path, keychain: Keychain | None) -> None:
    blog = Blog({1: a_comment(1, "Do larks sing at night?"), 2: a_comment(2, "And owls?", name="Ben")})
    profile = tmp_path / "profile"
    with BadServer(blog.act) as server, house(profile, keychain) as home:
        wrong = {**FIELDS, "user": "nobody"}
        with pytest.raises(NetworkError):
            accounts.find(home.sessions, ["wordpress"], server.url, wrong)
        found = accounts.find(home.sessions, ["wordpress"], server.url, FIELDS)
        place, _ = accounts.add(home.store, home.secrets, home.sessions, home.clock, found, FIELDS, waits_days=None)
        assert home.reads(place) == ""
        first, second = home.waits()
        queued, _ = replies.reply(home.store, first, "They do.", rules=home.sessions)
        delivery.deliver_due(home.store, home.sessions, home.clock, place)
        with home.store.reading() as reading:
            assert reading.delivery(queued).state is DeliveryState.SENT

        # A blog that says back what it was sent: in a refusal, and in the words of somebody.
        said = f"Header: Basic {base64.b64encode(f'{USER}:{CANARY}'.encode()).decode()}, password {CANARY}"
        blog.says = lambda asked: ("400 Bad Request", {"code": "odd", "message": said})
        replies.reply(home.store, second, "They do too.", rules=home.sessions)
        delivery.deliver_due(home.store, home.sessions, home.clock, place)
        blog.comments[9] = a_comment(9, said, name="Mirror")
        assert home.reads(place) == ""
        assert blog.let_in > 5

        logging.getLogger("parlour").debug("fields %s", FIELDS)
        home.reports(RuntimeError(f"could not use {FIELDS} with password={CANARY!r}"))
        home.store.backup(str(tmp_path / "copy.sqlite"))
        at_work = found_in(tmp_path)
        kept = json.dumps(list(keychain.items.values())) if keychain is not None else home.secrets.sentence
    assert at_work == []
    assert found_in(tmp_path) == []
    assert (CANARY in kept) is (keychain is not None)
    assert keychain is not None or "memory" in kept
    assert (profile / crash.CRASH).exists()
    assert "[hidden]" in (profile / crash.LOG).read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the folders of a user from others by itself")
def test_nobody_else_may_read_a_profile(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with house(tmp_path / "new", None) as home:
            logging.getLogger("parlour").info("opened")
            home.reports(StoreError("x"))
            home.store.backup(str(tmp_path / "new" / "copy.sqlite"))
            while_open = modes(tmp_path / "new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    assert {name: oct(mode) for name, mode in (while_open | modes(tmp_path / "new")).items() if mode & 0o077} == {}


def modes(folder: Path) -> dict[str, int]:
    return {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.rglob("*")}


def test_a_password_is_no_argument_of_a_process_and_left_in_no_temporary_file(
    tmp_path: Path, keychain: Mapping[str, str]
) -> None:
    """Whole processes with a real Secret Service, each in a home and a temporary folder of its own."""
    blog = Blog({1: a_comment(1, "Do larks sing at night?")})
    arguments: set[bytes] = set()

    def act(connection: Any, asked: Asked) -> None:
        arguments.update(all_arguments())
        blog.act(connection, asked)

    home = tmp_path / "home"
    (home / "tmp").mkdir(parents=True)
    environ = {**keychain, "HOME": str(home), "TMPDIR": str(home / "tmp")}
    terminal = Terminal(tmp_path / "profile", environ)
    with BadServer(act) as server:
        added = terminal.run("add", server.url, "--user", USER, "--secret-env", "BLOG_PASSWORD", BLOG_PASSWORD=CANARY)
        assert added.code == 0, added.err
        assert terminal.run("sync").code == 0
        [row] = terminal.ask("list")
        assert terminal.run("reply", str(row["id"]), "--text", "They do.").code == 0
        delivered = terminal.run("deliver", "--wait", "20")
        assert delivered.code == 0, delivered.err
        outs = [added, delivered, terminal.run("check"), terminal.run("places")]
    assert blog.let_in > 3
    assert len(blog.comments) == 2
    assert any(b"deliver" in one for one in arguments)
    shown = b"\n".join([*arguments, *((one.out + one.err).encode() for one in outs)])
    assert [name for name, bytes_ in disguises().items() if bytes_ in shown] == []
    assert found_in(tmp_path / "profile", home) == []


def all_arguments() -> Iterator[bytes]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            yield (folder / "cmdline").read_bytes()
        except OSError:
            continue  # it ended meanwhile


def test_the_disguises_are_found_where_they_are(tmp_path: Path) -> None:
    for number, bytes_ in enumerate(disguises().values()):
        (tmp_path / str(number)).write_bytes(b"before " + bytes_ + b" after")
    hit = {line.partition(":")[0] for line in found_in(tmp_path)}
    assert hit == {str(number) for number in range(len(disguises()))}
