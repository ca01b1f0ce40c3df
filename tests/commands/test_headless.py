"""The face without a window, as processes of their own, on the sample people: no keychain, no network."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from inbox.app import workshop
from inbox.core.automation import About, Action, Condition, Do, Rule
from inbox.core.clock import SystemClock
from inbox.core.model import Draft, Purpose
from inbox.networks.sample.server import Fault, Server
from inbox.runtime.lock import InstanceLock
from tests.commands.terminal import MAIN, Terminal, has

ROW = ["id", "person", "network", "place", "subject", "snippet", "state", "unread", "worth", "reasons", "waiting_since"]
CONVERSATION = ["id", "network", "place", "subject", "url", "messages"]
MESSAGE = ["id", "remote_id", "author", "direction", "kind", "text", "created_at", "edited", "state"]
PERSON = "id name starred stage tags identities messages_in messages_out first_seen last_seen".split()  # noqa: SIM905
NETWORK = ["id", "title", "reads", "writes", "sign_in"]
PLACE = ["id", "network", "address", "title", "user", "signed_in", "status", "sentence", "last_sync_at", "next_sync_at"]


@contextmanager
def as_the_window(terminal: Terminal) -> Iterator[None]:
    with InstanceLock(terminal.profile / "sample", "the window"):
        yield


# -------------------------------------------------------------------------------------------------------------- answers


def test_every_view_lists_conversations_with_the_promised_fields(look: Terminal) -> None:
    views = ("waiting", "them", "snoozed", "done", "quiet", "earlier")
    answers = look.together(
        *[("list", "--json", "--view", view) for view in (*views, "outbox")], ("list", "--limit", "2")
    )
    for view, said in zip(views, answers, strict=False):
        rows = said.json
        for row in rows:
            has(row, ROW)
            assert row["state"] == view
            assert (row["waiting_since"] is not None) == (view in ("waiting", "earlier")), row
            assert all(isinstance(reason, str) for reason in row["reasons"])
        assert rows or view == "snoozed"
        assert [row["worth"] for row in rows] == sorted((row["worth"] for row in rows), reverse=True)
    assert answers[6].json == []
    assert len(answers[7].out.splitlines()) == 2


def test_a_conversation_is_shown_whole(look: Terminal) -> None:
    row = look.ask("list")[0]
    shown = look.ask("show", str(row["id"]))
    has(shown, CONVERSATION)
    assert shown["id"] == row["id"]
    assert shown["url"].startswith("https://")
    for message in shown["messages"]:
        has(message, MESSAGE)
        assert message["direction"] in ("in", "out")
        assert datetime.fromisoformat(message["created_at"].replace("Z", "+00:00")).tzinfo == UTC
    words = look.run("show", str(row["id"])).out
    assert shown["messages"][-1]["text"].splitlines()[0] in words


def test_people_and_one_person_with_all_that_passed(look: Terminal) -> None:
    people = look.ask("people")
    for one in people:
        has(one, PERSON)
        for identity in one["identities"]:
            has(identity, ["network", "handle", "remote_id"])
    known = max(people, key=lambda one: one["messages_in"])
    whole = look.ask("person", str(known["id"]))
    has(whole, [*PERSON, "history", "notes"])
    assert len([each for each in whole["history"] if each["direction"] == "in"]) == known["messages_in"]
    assert len([each for each in whole["history"] if each["direction"] == "out"]) == known["messages_out"]


def test_everything_between_us_is_one_page_that_needs_nothing_else(look: Terminal, tmp_path: Path) -> None:
    known = max(look.ask("people"), key=lambda one: one["messages_in"])
    page = tmp_path / "everything.html"
    done = look.ask("person", str(known["id"]), "--everything", str(page))
    assert done["messages"] == known["messages_in"] + known["messages_out"]
    assert f"Everything between {known['name']} and me" in page.read_text("utf-8")


def test_networks_commands_and_places_tell_of_themselves(look: Terminal) -> None:
    networks = look.ask("networks")
    assert [one["id"] for one in networks] == ["wordpress"]
    has(networks[0], NETWORK)
    commands = {one["id"]: one for one in look.ask("commands")}
    has(commands["triage.done"], ["id", "title", "keys"])
    assert commands["triage.done"]["keys"]["parlour"] == ["E"]
    assert all(isinstance(keys, list) for one in commands.values() for keys in one["keys"].values())
    places = look.ask("places")
    assert [one["title"] for one in places] == ["The Slow Oven", "Slow Oven workshop notes"]
    for one in places:
        has(one, PLACE)


def test_search_finds_every_script_and_every_operator(look: Terminal) -> None:
    wanted = {
        "電鍋": "林文",
        "bergstrom": "Elin Bergström",
        "from:林文 電鍋 is:them": "林文",
        "on:wordpress in:Slow bread after:2020 -is:quiet": "Agnes Birtwistle",
        "is:question is:unread is:waiting": "Lydia March",
        '"no such words together"': "",
        "bread before:2001": "",
    }
    for query, said in zip(wanted, look.together(*[("search", "--json", query) for query in wanted]), strict=True):
        has(said.json, ["people", "conversations", "messages", "more"])
        names = {one["name"] for one in said.json["people"]} | {one["person"] for one in said.json["conversations"]}
        assert (wanted[query] in names) if wanted[query] else not names, (query, names)


def test_a_search_that_cannot_be_read_says_why(look: Terminal) -> None:
    wrong = ("is:nonsense", "before:never", "after:2026-02-31", "on:nowhere", "in:nowhere", "-before:2026")
    for query, said in zip(wrong, look.together(*[("search", "--", query) for query in wrong]), strict=True):
        assert query.lstrip("-").partition(":")[0] in said.sentence


def test_json_may_stand_before_or_after_the_command(look: Terminal) -> None:
    assert look.run("--json", "places").json == look.run("places", "--json").json
    assert not look.run("places").out.startswith("[")


# -------------------------------------------------------------------------------------------------------------- refusal


def test_an_unknown_number_is_one_sentence(look: Terminal) -> None:
    conversation, person, message = (
        "There is no conversation 99.",
        "There is nobody with the number 99.",
        "There is no message 99.",
    )
    sentences = {
        ("show", "9" * 17): conversation,
        ("reply", "9" * 17, "--text", "Hello"): conversation,
        ("thank", "9" * 17, "--text", "Hello"): conversation,
        ("done", "9" * 17): conversation,
        ("snooze", "9" * 17, "3d"): conversation,
        ("person", "9" * 17): person,
        ("like", "9" * 17): message,
        ("moderate", "9" * 17, "spam"): message,
        ("reply", "1", "--to", "9" * 17, "--text", "Hello"): message,
    }
    for (line, sentence), said in zip(sentences.items(), look.together(*sentences), strict=True):
        assert said.sentence == sentence.replace("99", "9" * 17), line


def test_a_wrong_command_line_is_usage(look: Terminal) -> None:
    lines = (
        ("nonsense",), ("show",), ("show", "one"), ("show", "9" * 20), ("moderate", "1", "burn"), ("reply", "1"),
        ("list", "--view", "all"), ("list", "--limit", "x"), ("deliver", "--wait", "soon"), ("add",),
        ("list", "--no-such"),
    )  # fmt: skip
    for line, said in zip(lines, look.together(*lines), strict=True):
        assert (said.code, said.out) == (2, ""), line
        assert said.err.startswith("usage: parlour")


def test_without_a_command_and_without_a_screen_one_sentence_says_so(look: Terminal) -> None:
    if sys.platform == "linux":
        assert "no screen" in look.run(QT_QPA_PLATFORM="xcb", DISPLAY="", WAYLAND_DISPLAY="").sentence


# -------------------------------------------------------------------------------------------------------------- writing


# --------------------------------------------------------------------------------------------------------------- upkeep


def test_a_backup_is_a_database_that_opens_and_check_is_content(sample: Terminal, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    assert sample.ask("backup", str(copy)) == {"file": str(copy)}
    other = tmp_path / "other" / "sample"
    other.mkdir(parents=True)
    shutil.copy(copy, other / "parlour.sqlite")
    assert sample.ask("list") == Terminal(tmp_path / "other", always=("--sample",)).ask("list")
    checked = sample.ask("check")
    assert checked["wrong"] == []
    has(checked["about"], ["sqlite"])
    assert "one" not in sample.run("backup", str(tmp_path / "no" / "such" / "folder")).sentence[:3]


def test_what_is_wrong_with_the_database_is_said_and_fails(sample: Terminal) -> None:
    with sqlite3.connect(sample.profile / "sample" / "parlour.sqlite") as by_hand:
        by_hand.execute("PRAGMA foreign_keys = off")
        by_hand.execute("UPDATE message SET conversation_id = 424242 WHERE id = (SELECT max(id) FROM message)")
    by_hand.close()
    said = sample.run("check")
    assert said.code == 1
    assert said.err.strip()


def test_self_check_is_content(look: Terminal) -> None:
    said = look.run("--self-check")
    assert (said.code, said.err) == (0, "")
    assert "networks: wordpress" in said.out
    assert said.out.rstrip().endswith("Everything is in order.")


def test_drafts_and_rules_are_listed_with_the_promised_fields(sample: Terminal) -> None:
    id = sample.ask("list", "--limit", "1")[0]["id"]
    with workshop(sample.profile / "sample", writes=True, sample=True) as at:
        at.store.write(lambda write: write.keep_draft(Draft(id, None, Purpose.REPLY, "Rye, mostly")))
        links = Rule("Links", (Condition(About.ONLY_LINK),), (Action(Do.DONE),))
        at.store.write(lambda write: write.add_rule(links))
    (draft,), (rule,) = sample.ask("drafts"), sample.ask("rules")
    has(draft, ["conversation", "person", "place", "subject", "text", "kind", "at"])
    assert (draft["conversation"], draft["text"], draft["kind"]) == (id, "Rye, mostly", "reply")
    sentence = "When it is only a link, then mark it done."
    assert rule == {"id": 1, "name": "Links", "on": False, "sentence": sentence}
    drafts, rules = sample.together(("drafts",), ("rules",))
    assert "Rye, mostly" in drafts.out
    assert rules.out == f"    1 off Links: {sentence}\n"


def test_everything_that_waits_is_read_before_going_offline_and_what_is_missing_is_said(sample: Terminal) -> None:
    ready = sample.ask("offline")
    has(ready, ["sentence", "conversations", "places", "missing"])
    assert (ready["places"], ready["missing"]) == (2, [])
    assert ready["sentence"].startswith("Ready to go offline: ")
    server = Server(str(sample.profile / "sample"), SystemClock().now)
    server.set_fault(Fault.OFFLINE, 1000)
    server.close()
    assert "The Slow Oven: The sample's server does not answer." in sample.run("offline").sentence


# ----------------------------------------------------------------------------------------------------------------- lock


def test_reading_goes_on_while_the_window_is_open_and_writing_is_refused(sample: Terminal, tmp_path: Path) -> None:
    id = str(sample.ask("list", "--limit", "1")[0]["id"])
    reads = (("list",), ("show", id), ("people",), ("search", "bread"), ("outbox",), ("places",), ("check",))
    writes = (("done", id), ("snooze", id), ("reply", id, "--text", "Yes"), ("sync",), ("deliver",))
    with as_the_window(sample):
        for said in sample.together(*reads, ("backup", str(tmp_path / "copy.sqlite"))):
            assert said.code == 0, said
        for said in sample.together(*writes):
            assert said.sentence.startswith("Parlour (the window")
            assert "Close it first" in said.sentence
    assert sample.ask("outbox") == []
    assert sample.run("done", id).code == 0


def test_somebody_who_reads_keeps_nobody_from_writing(sample: Terminal) -> None:
    """A long answer that is read in a pager holds no lock."""
    id = str(sample.ask("list", "--limit", "1")[0]["id"])
    with workshop(sample.profile / "sample", writes=False, sample=True) as at, at.store.reading() as reading:
        assert reading.people()
        assert sample.run("done", id).code == 0


# ----------------------------------------------------------------------------------------------------------- without Qt


def test_no_command_loads_qt(sample: Terminal) -> None:
    """Even where it is installed: a server without Qt's libraries must be able to run them."""
    row = sample.ask("list", "--limit", "1")[0]
    id = str(row["id"])
    # `together` fails when one of them did.
    answers = sample.together(
        ("networks",), ("commands",), ("places",), ("sync",), ("offline",), ("list",), ("show", id), ("people",),
        ("person", str(row["person_id"])), ("search", "bread"), ("outbox",),
        ("reply", id, "--text", "Without a window."),
        ("deliver",), ("done", id), ("snooze", id, "3d"), ("check",), ("--self-check",),
    )  # fmt: skip
    assert [said.code for said in answers] == [0] * len(answers)


def test_the_manual_names_every_field(look: Terminal) -> None:
    """`docs/headless.md` is what scripts are written by."""
    manual = (MAIN.parent / "docs" / "headless.md").read_text("utf-8")
    row, person = look.ask("list")[0], look.ask("people")[0]
    shown = look.ask("show", str(row["id"]))
    for value in (row, person, shown, shown["messages"][0], look.ask("places")[0], look.ask("networks")[0]):
        unknown = [name for name in value if name not in manual]
        assert not unknown, unknown


def test_a_name_where_a_number_belongs_is_told_where_numbers_stand(look: Terminal) -> None:
    said = look.run("person", "anna")
    assert said.code == 2
    assert "“anna” is no number. `people`, `list` and `search` show whose it is." in said.err
