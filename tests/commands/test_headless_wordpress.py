"""The face without a window against the real WordPress; what came of it is asked of the blog's own REST."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.commands.terminal import Terminal
from tests.conftest import WordPress

WRONG = "abcd EFGH ijkl MNOP qrst UVWX"


@pytest.fixture
def terminal(keychain: Mapping[str, str], wordpress: WordPress, tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "profile", {**keychain, "BLOG": wordpress.app_password, "WRONG": WRONG})


def blog(at: WordPress, route: str, *, method: str = "GET", **body: object) -> Any:
    """What the blog itself says, asked without Parlour."""
    request = urllib.request.Request(f"{at.api}{route}", method=method)
    token = base64.b64encode(f"{at.user}:{at.app_password}".encode()).decode()
    request.add_header("Authorization", f"Basic {token}")
    if body:
        request.add_header("Content-Type", "application/json")
        request.data = json.dumps(body).encode()
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


def said_on_the_blog(at: WordPress, text: str) -> int:
    found = blog(at, "/comments?context=edit&status=any&per_page=100&author=1")
    return sum(text in one["content"]["raw"] for one in found)


def signed_in(terminal: Terminal, at: WordPress) -> Terminal:
    added, synced = terminal.together(
        ("add", at.url, "--user", at.user, "--secret-env", "BLOG", "--since-days", "0"), ("sync",)
    )
    assert (added.code, synced.code) == (0, 0), (added, synced)
    return terminal


def test_a_place_is_added_in_public_then_upgraded_and_never_half_written(
    terminal: Terminal, wordpress: WordPress
) -> None:
    refused = terminal.run("add", wordpress.url, "--user", wordpress.user, "--secret-env", "WRONG").sentence
    assert "does not know this user name with this application password" in refused
    nothing, empty = terminal.together(("places", "--json"), ("sync",))
    assert nothing.json == []
    assert empty.sentence == "There is no place yet. Add one: parlour add ADDRESS."

    unset, half, public, synced, listed = terminal.together(
        ("add", wordpress.url, "--user", "admin", "--secret-env", "NO_SUCH_VARIABLE"),
        ("add", wordpress.url, "--user", "admin"),
        ("add", wordpress.url, "--json"),
        ("sync",),
        ("list", "--json"),
    )
    assert "NO_SUCH_VARIABLE" in unset.sentence
    assert "Fill in the other one" in half.sentence
    place = public.json
    assert (place["title"], place["signed_in"]) == ("Notes from the Workshop", False)
    assert synced.code == 0
    waiting = listed.json
    assert waiting
    assert "Held for you to approve" not in {reason for row in waiting for reason in row["reasons"]}
    id = str(waiting[0]["id"])
    reply = terminal.run("reply", id, "--text", "Hello")
    assert "ign in" in reply.sentence

    upgraded, synced, again, people = terminal.together(
        ("add", wordpress.url, "--user", wordpress.user, "--secret-env", "BLOG", "--json"),
        ("sync",),
        ("add", wordpress.url, "--json"),
        ("people", "--json"),
    )
    assert (upgraded.json["id"], upgraded.json["signed_in"], upgraded.json["user"]) == (place["id"], True, "admin")
    assert synced.code == 0
    assert (again.json["id"], again.json["signed_in"]) == (place["id"], True), "added again it keeps its sign-in"
    names = [one["name"] for one in people.json]
    assert names.count("田中 花子") == 1, "nobody is doubled by a password"
    more, done = [said.json for said in terminal.together(("list", "--json"), ("list", "--json", "--view", "done"))]
    assert {row["id"] for row in waiting} <= {row["id"] for row in (*more, *done)}, "no conversation is doubled or lost"
    assert "Held for you to approve" in {reason for row in more for reason in row["reasons"]}
    assert wordpress.app_password not in (terminal.profile / "parlour.sqlite").read_bytes().decode("latin-1")


def test_search_in_every_script_of_the_real_comments(terminal: Terminal, wordpress: WordPress) -> None:
    signed_in(terminal, wordpress)
    wanted = {
        "田中": "田中 花子",
        "المناشير": "",
        "תודה": "",
        "cam on ban": "",
        "Jose Nunez": "José Ángel Núñez",
        "from:Иванова stones": "Мария Иванова",
        '"strop on leather"': "",
        "is:question is:unread on:wordpress -stones": "",
    }
    for query, said in zip(wanted, terminal.together(*[("search", "--json", query) for query in wanted]), strict=True):
        hits = said.json
        assert hits["conversations"], query
        assert not wanted[query] or wanted[query] in {one["name"] for one in hits["people"]} | {
            one["person"] for one in hits["conversations"]
        }


def test_answers_stand_once_on_the_blog_under_the_comment_they_answer(terminal: Terminal, wordpress: WordPress) -> None:
    signed_in(terminal, wordpress)
    first, second = [str(row["id"]) for row in terminal.ask("list") if "Held for you to approve" not in row["reasons"]][
        :2
    ]
    newest = terminal.ask("show", first)["messages"][-1]
    reply, thank, like, offline = terminal.together(
        ("reply", first, "--text", "Two stones & a strop: <3 it.\n\nReally — 砥石."),
        ("thank", second, "--text", "Thank you, that made my morning."),
        ("like", str(newest["id"])),
        ("outbox", "--json"),
    )
    assert (reply.code, thank.code) == (0, 0)
    assert like.sentence == "WordPress has no likes."
    assert [one["kind"] for one in sorted(offline.json, key=lambda one: one["id"])] == ["reply", "thank"]
    assert said_on_the_blog(wordpress, "strop") + said_on_the_blog(wordpress, "made my morning") == 0

    delivered, again, synced, shown = terminal.together(
        ("deliver", "--wait", "20", "--json"), ("deliver",), ("sync",), ("show", first, "--json")
    )
    assert (delivered.json, again.code, synced.code) == ([], 0, 0)
    assert (said_on_the_blog(wordpress, "砥石"), said_on_the_blog(wordpress, "made my morning")) == (1, 1)
    mine = [one for one in shown.json["messages"] if one["direction"] == "out"]
    assert [one["text"] for one in mine if "砥石" in one["text"]] == ["Two stones & a strop: <3 it.\n\nReally — 砥石."]
    there = blog(wordpress, f"/comments/{mine[-1]['remote_id']}?context=edit")
    assert str(there["parent"]) == newest["remote_id"]
    assert there["status"] == "approved"


def test_moderation_goes_every_way_and_back_and_keeps_who_wrote_from_where(
    terminal: Terminal, wordpress: WordPress
) -> None:
    signed_in(terminal, wordpress)
    held = next(row for row in terminal.ask("list", "--limit", "99") if "Held for you to approve" in row["reasons"])
    message = next(one for one in terminal.ask("show", str(held["id"]))["messages"] if one["state"] == "held")
    id, remote = str(message["id"]), message["remote_id"]
    before = blog(wordpress, f"/comments/{remote}?context=edit")
    assert before["author_ip"].startswith("192.0.2.")
    ways = (
        ("approve", "approved"),
        ("hold", "hold"),
        ("spam", "spam"),
        ("approve", "approved"),
        ("trash", "trash"),
        ("hold", "hold"),
    )
    for way, status in ways:
        queued, delivered = terminal.together(("moderate", id, way, "--json"), ("deliver", "--json"))
        assert queued.json["kind"] == "moderate"
        assert delivered.json == []
        there = blog(wordpress, f"/comments/{remote}?context=edit")
        assert (there["status"], there["author_ip"], there["author_user_agent"]) == (
            status,
            before["author_ip"],
            before["author_user_agent"],
        )


def test_what_cannot_leave_fails_and_says_why(terminal: Terminal, wordpress: WordPress) -> None:
    """The comment is deleted between fetch and answer; then the password is revoked; then the blog is down."""
    signed_in(terminal, wordpress)
    rows = [row for row in terminal.ask("list") if "Held for you to approve" not in row["reasons"]]
    talk = str(rows[0]["id"])
    gone = terminal.ask("show", talk)["messages"][-1]
    blog(wordpress, f"/comments/{gone['remote_id']}?force=true", method="DELETE")
    queued, delivered, outbox = terminal.together(
        ("reply", talk, "--text", "Nobody will read this"), ("deliver",), ("outbox", "--json")
    )
    assert (queued.code, delivered.code) == (0, 1)
    (one,) = outbox.json
    assert one["state"] == "needs_you"
    assert one["reason"] in delivered.err
    assert one["text"] == "Nobody will read this", "its words are kept"

    other = str(rows[1]["id"])
    user = next(one for one in wordpress.users if one.user == wordpress.user)
    blog(wordpress, f"/users/{user.id}/application-passwords/{user.app_password_uuid}", method="DELETE")
    queued, delivered, synced, places = terminal.together(
        ("reply", other, "--text", "After the password"), ("deliver",), ("sync",), ("places", "--json")
    )
    assert (queued.code, delivered.code) == (0, 1)
    assert "Sign in again" in synced.err
    (place,) = places.json
    assert place["status"] == "needs_you"
    assert "application password" in place["sentence"]

    wordpress.stop()
    down, places, listed = terminal.together(("sync",), ("places", "--json"), ("list", "--json"))
    assert (down.code, down.out) == (1, "")
    assert places.json[0]["sentence"]
    assert listed.json, "what was gathered stays readable"
    states = {one["text"]: one["state"] for one in terminal.ask("outbox")}
    assert states == {"Nobody will read this": "needs_you", "After the password": "needs_you"}
