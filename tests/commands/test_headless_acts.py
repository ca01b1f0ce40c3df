"""What is done from a terminal on the sample people: answers, thanks, snoozes, done, moderation."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.commands.terminal import Terminal, has

DELIVERY = ["id", "kind", "place", "conversation", "state", "reason", "attempts", "remote_id"]


def test_words_that_are_none_are_not_queued(sample: Terminal) -> None:
    id = str(sample.ask("list")[0]["id"])
    assert (
        sample.run("reply", id, "--text", "  \n ").sentence == "There are no words to send yet. Write something first."
    )
    assert sample.ask("outbox") == []


def test_an_answer_waits_then_leaves_and_stands_once(sample: Terminal) -> None:
    words = "Bring him along, there is a chair."
    row = sample.ask("list")[0]
    id = str(row["id"])
    queued = sample.ask("reply", id, "--text", words)
    has(queued, DELIVERY)
    assert (queued["kind"], queued["state"], queued["attempts"], queued["remote_id"]) == ("reply", "waiting", 0, "")
    listed, delivered, outbox, synced, shown = sample.together(
        ("list", "--json", "--view", "outbox"),
        ("deliver", "--json"),
        ("outbox", "--all", "--json"),
        ("sync",),
        ("show", id, "--json"),
    )
    assert [one["id"] for one in listed.json] == [queued["id"]]
    assert delivered.json == []
    (sent,) = outbox.json
    assert (sent["state"], sent["attempts"]) == ("sent", 1)
    assert sent["remote_id"]
    assert synced.code == 0
    assert [one["text"] for one in shown.json["messages"]].count(words) == 1
    assert shown.json["state"] == "done"


def test_thanking_one_of_several_messages(sample: Terminal) -> None:
    rows = sample.ask("list")
    shown = [said.json for said in sample.together(*[("show", str(row["id"]), "--json") for row in rows])]
    theirs = {one["id"]: [each for each in one["messages"] if each["direction"] == "in"] for one in shown}
    talk, first = next((id, messages[0]["id"]) for id, messages in theirs.items() if len(messages) > 1)
    other = next(id for id in theirs if id != talk and not any(one["id"] == first for one in theirs[id]))
    thanked, sent, after, refused = sample.together(
        ("thank", str(talk), "--to", str(first), "--text", "Thank you for the first one.", "--json"),
        ("deliver",),
        ("show", str(talk), "--json"),
        ("reply", str(other), "--to", str(first), "--text", "Wrong room"),
    )
    assert thanked.json["kind"] == "thank"
    assert sent.code == 0
    mine = [one for one in after.json["messages"] if one["direction"] == "out"]
    assert [one["parent"] for one in mine if "first one" in one["text"]] == [first]
    assert "not part of this conversation" in refused.sentence


def test_a_snooze_is_read_in_many_shapes(sample: Terminal) -> None:
    shapes = (
        (),
        ("3d",),
        ("tomorrow", "9:00"),
        ("mon", "14:30"),
        ("2h",),
        ("9pm",),
        ("next week",),
        ("in", "3", "days"),
    )
    id = str(sample.ask("list", "--limit", "1")[0]["id"])
    answers = sample.together(
        *[("snooze", "--json", id, *when) for when in shapes], ("list", "--json", "--view", "snoozed")
    )
    for said in answers[:-1]:
        assert datetime.fromisoformat(said.json["until"].replace("Z", "+00:00")) > datetime.now(UTC)
    (row,) = answers[-1].json
    assert (str(row["id"]), row["snoozed_until"]) == (id, answers[-2].json["until"])


def test_a_time_that_is_none_or_over_is_refused(sample: Terminal) -> None:
    id = str(sample.ask("list", "--limit", "1")[0]["id"])
    wrong = ("gibberish", "yesterday", "25:00", "2020-01-01", "0d", "9", "2099-01-05", "9999d", "")
    answers = sample.together(*[("snooze", id, when) for when in wrong], ("list", "--json", "--view", "snoozed"))
    for when, said in zip(wrong, answers, strict=False):
        assert said.sentence.startswith(("“", "That time has passed")), when
    assert answers[-1].json == []


def test_done_leaves_the_list(sample: Terminal) -> None:
    id = sample.ask("list", "--limit", "1")[0]["id"]
    assert sample.ask("done", str(id)) == {"id": id, "state": "done"}
    assert id not in [row["id"] for row in sample.ask("list")]
    assert id in [row["id"] for row in sample.ask("list", "--view", "done")]


def test_moderation_and_likes_on_the_sample(sample: Terminal) -> None:
    held = next(row for row in sample.ask("list") if "Held for you to approve" in row["reasons"])
    message = sample.ask("show", str(held["id"]))["messages"][-1]
    assert message["state"] == "held"
    assert sample.ask("moderate", str(message["id"]), "approve")["kind"] == "moderate"
    assert sample.ask("deliver") == []
    assert sample.ask("show", str(held["id"]))["messages"][-1]["state"] == "visible"
    assert sample.run("like", str(message["id"])).sentence == "WordPress has no likes."


def test_snoozed_lists_what_comes_back_soonest_first(sample: Terminal) -> None:
    first, second, third = (str(row["id"]) for row in sample.ask("list", "--limit", "3"))
    *_, listed, short = sample.together(
        ("snooze", first, "5d"), ("snooze", second, "2d"), ("snooze", third, "3d"),
        ("list", "--json", "--view", "snoozed"), ("list", "--json", "--view", "snoozed", "--limit", "1"),
    )  # fmt: skip
    assert [str(row["id"]) for row in listed.json] == [second, third, first]
    assert [str(row["id"]) for row in short.json] == [second]
