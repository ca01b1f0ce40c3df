"""Bad input, from outside: whole processes against small bad servers on loopback, and files that somebody broke.

Each ends in one clear sentence at the place it belongs to; nothing is lost or half-written, and the rest goes on. The
table in `tests/README.md` names the tests of every kind of bad input.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.commands.terminal import MAIN, Terminal
from tests.networks.bad_servers import Act, BadServer, answer, free_port, redirect, routes
from tests.patience import PATIENCE_S

pytestmark = pytest.mark.network_loopback

HTML = answer(b"<!doctype html><title>A shop</title><h1>Fine shoes</h1>", kind="text/html")


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "profile")


@pytest.fixture
def servers() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def comment(id: int, html: str = "<p>Hello</p>", **more: object) -> dict[str, object]:
    return {
        "id": id,
        "post": 1,
        "parent": 0,
        "author": 0,
        "author_name": f"Person {id}",
        "author_url": "",
        "author_avatar_urls": {"96": f"https://secure.gravatar.com/avatar/{id:032x}?s=96"},
        "date": "2026-11-01T10:00:00",
        "date_gmt": "2026-11-01T10:00:00",
        "content": {"rendered": html},
        "link": f"http://127.0.0.1/post/#comment-{id}",
        "status": "approved",
        "type": "comment",
        "_links": {},
    } | more


def a_blog(title: str, comments: list[dict[str, object]]) -> Act:
    """As much of WordPress as reading asks for: the index, comments by page, one post."""

    def act(connection: Any, asked: Any) -> None:
        path, _, query = asked.target.partition("?")
        given = dict(pair.partition("=")[::2] for pair in query.split("&") if pair)
        home = f"http://127.0.0.1:{connection.getsockname()[1]}"
        if path.rstrip("/") == "/wp-json":
            body: object = {"name": title, "home": home, "url": home, "namespaces": ["wp/v2"], "routes": {}}
            answer(json.dumps(body).encode())(connection, asked)
        elif path == "/wp-json/wp/v2/comments":
            newest = sorted(comments, key=lambda one: -int(str(one["id"])))
            offset, size = int(given.get("offset", "0")), int(given.get("per_page", "10"))
            page = newest[offset : offset + size]
            if "_fields" in given and "content" not in given["_fields"]:
                page = [{name: value for name, value in one.items() if name != "content"} for one in page]
            headers = [f"X-WP-Total: {len(newest)}", "X-WP-TotalPages: 1"]
            answer(json.dumps(page).encode(), headers=headers)(connection, asked)
        elif path.startswith("/wp-json/wp/v2/posts"):
            post = {
                "id": 1,
                "title": {"rendered": "A post"},
                "link": f"{home}/post/",
                "author": 9,
                "comment_status": "open",
            }
            answer(json.dumps([post]).encode())(connection, asked)
        elif path == "/":
            link = f'<link rel="https://api.w.org/" href="{home}/wp-json/">'
            answer(f"<html><head>{link}</head></html>".encode(), kind="text/html")(connection, asked)
        else:
            answer(b'{"code":"rest_no_route"}', "404 Not Found")(connection, asked)

    return act


# ------------------------------------------------------------------------------------------------------------ addresses


def test_an_address_that_is_no_blog_is_one_sentence_and_leaves_nothing(terminal: Terminal, servers: ExitStack) -> None:
    def serve(act: Act, certificate: str = "") -> str:
        return servers.enter_context(BadServer(act, certificate)).url

    closed = servers.enter_context(free_port())
    half = routes({"/wp-json": answer(b'{"name": "Half a bl', length=400)}, HTML)
    cut = routes({"/wp-json": answer(b'{"name": "Half a bl')}, HTML)
    round_and_round = BadServer(answer())
    loop = servers.enter_context(round_and_round)
    loop.act = redirect(f"{loop.url}/again")
    addresses = {
        "not an address": "That is not a web address",
        "ftp://blog.example": "begin with https://",
        "javascript:alert(1)": "begin with https://",
        "file:///etc/passwd": "begin with https://",
        "https://robin:secret@blog.example": "Leave the user name and password out",
        f"http://127.0.0.1:{closed}": "does not take connections",
        serve(HTML): "is a web site, but not a WordPress blog",
        serve(answer(b"", "404 Not Found")): "not a WordPress blog",
        serve(answer(b'{"hello": "world"}')): "not a WordPress blog",
        serve(answer(b"\x00\xff" * 1000, kind="application/octet-stream")): "not a WordPress blog",
        serve(half): "broke off in the middle",
        serve(cut): "only a part of its answer",
        serve(answer(b"", "500 Oops")): "a problem of its own",
        loop.url: "round in circles",
        serve(redirect("file:///etc/passwd")): "not a web address",
        serve(answer(), "expired.pem"): "could not prove that it is 127.0.0.1",
        serve(answer(), "other-name.pem"): "could not prove that it is 127.0.0.1",
    }
    for (address, words), said in zip(
        addresses.items(), terminal.together(*[("add", address) for address in addresses]), strict=True
    ):
        assert words in said.sentence, (address, said)
    assert terminal.ask("places") == []


# ------------------------------------------------------------------------------------------------------------- comments


def test_a_blog_of_hostile_comments_is_read_whole_and_harmless(terminal: Terminal, servers: ExitStack) -> None:
    deep = "<div>" * 5000 + "deep down" + "</div>" * 5000
    tables = "<table><tr><td>cell" * 20 + "</td></tr></table>" * 20
    script = '<p>before</p><script>alert("x")</script><img src=x onerror=alert(1)><p onclick=evil()>after</p>'
    links = (
        '<a href="javascript:alert(1)">run</a> <a href="file:///etc/passwd">read</a> <a href="data:text/html,x">d</a>'
        ' <a href="https://evil.example/">https://bank.example/</a>'
    )
    hostile = [
        comment(1, "<p>An ordinary first comment</p>"),
        comment(2, deep),
        comment(3, tables),
        comment(4, script),
        comment(5, links),
        comment(6, "<p>\u202egnirts desrever\u202c and \u2066isolated\u2069</p>", author_name="\u202eecila"),
        comment(7, author_name="<b onmouseover=alert(1)>Bold &amp; Sons</b>", author_url="javascript:alert(1)"),
        comment(8, "<p>From before time</p>", date="0000-00-00T00:00:00", date_gmt="0000-00-00T00:00:00"),
        comment(9, "<p>From far ahead</p>", date="9999-12-31T23:59:59", date_gmt="9999-12-31T23:59:59"),
        comment(10, "<p>Nobody said this</p>", author_name="", author_avatar_urls={}),
        comment(11, "<p>" + "a long story " * 900_000 + "</p>"),
        comment(12, "<p>half a character \ud800 and a null \u0000</p>"),
        comment(13, "", author_name="Empty"),
        comment(14, "<p>An ordinary last comment</p>"),
        {"id": 0, "content": 7, "author_name": ["no", "name"]},
    ]
    server = servers.enter_context(BadServer(a_blog("A hostile blog", hostile)))
    added, synced, listed, people, outbox, checked = terminal.together(
        ("add", server.url, "--since-days", "0"),
        ("sync",),
        ("list", "--json", "--limit", "99"),
        ("people", "--json"),
        ("outbox",),
        ("check",),
    )
    assert (added.code, synced.code, synced.err) == (0, 0, ""), (added, synced)
    assert (outbox.code, checked.code) == (0, 0), checked
    rows = [
        *listed.json,
        *(row for view in ("earlier", "quiet", "done") for row in terminal.ask("list", "--view", view)),
    ]
    shown = terminal.together(*[("show", "--json", str(row["id"])) for row in rows])
    texts = {one["remote_id"]: one for said in shown for one in said.json["messages"]}
    assert set(texts) == {str(id) for id in range(1, 15)}
    assert "deep down" in texts["2"]["text"]
    assert texts["3"]["text"].count("cell") == 20
    assert "alert" not in texts["4"]["text"]
    assert "before" in texts["4"]["text"]
    assert "after" in texts["4"]["text"]
    assert "too large" in texts["11"]["text"]
    assert texts["10"]["author"]
    assert texts["7"]["author"] == "Bold & Sons"
    assert texts["8"]["created_at"].startswith("1970-01-01")
    assert texts["14"]["text"] == "An ordinary last comment"
    for one in texts.values():
        assert "\u202e" not in one["author"], one["author"]
        assert not set(one["author"]) & set("<>"), one["author"]
    names = [one["name"] for one in people.json]
    assert all(name.strip() for name in names)
    with sqlite3.connect(terminal.profile / "parlour.sqlite") as by_hand:
        kept = " ".join(html for (html,) in by_hand.execute("SELECT html FROM message_text WHERE html != ''")).lower()
    by_hand.close()
    for wrong in ("javascript:", "file:", "data:", "<script", "onerror", "onclick"):
        assert wrong not in kept


def test_one_ill_place_stops_no_other_and_loses_nothing(terminal: Terminal, servers: ExitStack) -> None:
    ill = servers.enter_context(BadServer(a_blog("Ill", [comment(1, "<p>Said before the trouble</p>")])))
    well = servers.enter_context(BadServer(a_blog("Well", [comment(1, "<p>Said on the other one</p>")])))
    first = terminal.together(("add", ill.url), ("add", well.url), ("sync",))
    assert [said.code for said in first] == [0, 0, 0], first
    working = ill.act
    for bad, words in (
        (answer(b'[{"id": 2, "content"', length=9000), "broke off in the middle"),
        (answer(b'[{"id": 2, "content"'), "Ill: "),
        (HTML, "Ill: "),
        (answer(b"", "503 Busy", ["Retry-After: 30"]), "asks for patience"),
        (answer(b"", "500 Oops"), "a problem of its own"),
    ):
        ill.act = bad
        synced, places, found = terminal.together(
            ("sync",), ("places", "--json"), ("search", "--json", "before the trouble")
        )
        assert synced.code == 1
        assert words in synced.err
        assert len(synced.err.strip().splitlines()) == 1, synced.err
        assert "Well: " in synced.out
        sentences = {one["title"]: (one["status"], one["sentence"]) for one in places.json}
        assert sentences["Well"] == ("fine", "")
        assert sentences["Ill"][1] in synced.err
        assert len(found.json["conversations"]) == 1, "what was gathered is still there"
    ill.act = working
    assert terminal.run("sync").code == 0
    assert all(one["sentence"] == "" for one in terminal.ask("places"))


# --------------------------------------------------------------------------------------------------------- the computer


@pytest.fixture
def filled(tmp_path: Path, servers: ExitStack) -> tuple[Terminal, BadServer]:
    """A profile with one blog read, and the blog."""
    terminal = Terminal(tmp_path / "profile")
    server = servers.enter_context(BadServer(a_blog("Kept", [comment(1, "<p>Kept words</p>")])))
    assert [said.code for said in terminal.together(("add", server.url), ("sync",))] == [0, 0]
    return terminal, server


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a process's files")
def test_a_disk_that_takes_no_more_loses_nothing(filled: tuple[Terminal, BadServer]) -> None:
    terminal, server = filled
    server.act = a_blog("Kept", [comment(n, f"<p>{n} {'word ' * 3000}</p>") for n in range(1, 30)])
    database = terminal.profile / "parlour.sqlite"
    program = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "most = int(sys.argv.pop(1)); resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)); "
        "from inbox.app import main; sys.exit(main(sys.argv[1:]))"
    )
    most = str(database.stat().st_size + 65536)
    done = subprocess.run(
        [sys.executable, "-c", program, most, "--profile", str(terminal.profile), "sync"],
        cwd=MAIN.parent, capture_output=True, text=True, timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    assert done.returncode == 1, (done.stdout, done.stderr)
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "disk" in done.stderr.lower()
    checked, found = terminal.together(("check",), ("search", "--json", "kept words"))
    assert (checked.code, len(found.json["conversations"])) == (0, 1)
    synced, listed = terminal.together(("sync",), ("people", "--json"))
    assert synced.code == 0
    assert len(listed.json) == 29, "with room again, the rest comes"


def test_a_newer_database_is_refused_and_left_as_it_was(filled: tuple[Terminal, BadServer]) -> None:
    terminal, _ = filled
    database = terminal.profile / "parlour.sqlite"
    with sqlite3.connect(database) as by_hand:
        by_hand.execute("PRAGMA user_version = 999")
    by_hand.close()
    before = database.read_bytes()
    for said in terminal.together(("list",), ("sync",), ("check",), ("outbox", "--json")):
        assert said.sentence.startswith("A newer Parlour has used this folder.")
    assert database.read_bytes() == before


def test_a_damaged_database_is_said_and_left_as_it_was(filled: tuple[Terminal, BadServer]) -> None:
    terminal, _ = filled
    database = terminal.profile / "parlour.sqlite"
    whole = bytearray(database.read_bytes())
    whole[4096:] = b"\xa5" * (len(whole) - 4096)
    database.write_bytes(whole)
    for said in terminal.together(("list",), ("people",), ("sync",)):
        assert "damaged" in said.sentence
    database.write_bytes(b"This is a letter to my aunt, and no database at all." * 200)
    for said in terminal.together(("list",), ("sync",)):
        assert "not a Parlour file" in said.sentence or "damaged" in said.sentence
    assert database.read_bytes().startswith(b"This is a letter")


def test_a_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("no folder")
    assert "is a file" in Terminal(tmp_path / "taken").run("list").sentence
    assert "taken" in Terminal(tmp_path / "taken" / "below").run("list").sentence
    if sys.platform != "win32" and os.geteuid() != 0:  # root may write anywhere
        (tmp_path / "locked").mkdir(mode=0o500)
        assert "locked" in Terminal(tmp_path / "locked").run("list").sentence


def test_a_backup_put_back_keeps_everything(filled: tuple[Terminal, BadServer], tmp_path: Path) -> None:
    terminal, _ = filled
    assert terminal.run("backup", str(tmp_path / "copy.sqlite")).code == 0
    database = terminal.profile / "parlour.sqlite"
    database.write_bytes(b"\x00" * 9000)
    for left in terminal.profile.glob("parlour.sqlite-*"):
        left.unlink()
    assert terminal.run("list").sentence
    shutil.copy(tmp_path / "copy.sqlite", database)
    assert len(terminal.ask("search", "kept words")["conversations"]) == 1
