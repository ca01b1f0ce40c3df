"""Moving in and out in a terminal: looked at, read in, listed, taken back, written out."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.archives.reading import DATA, written
from tests.commands.terminal import MAIN, Said, Terminal
from tests.patience import PATIENCE_S

WXR = str(DATA / "wordpress.xml")


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "profile", always=("--json",))


def test_an_archive_is_looked_at_read_in_and_taken_back(terminal: Terminal) -> None:
    looked, none, done, places, found, runs = (
        said.json
        for said in terminal.together(
            ("import", WXR, "--preview"),
            ("places",),
            ("import", WXR, "--as-me", "The Baker"),
            ("places",),
            ("search", "honey"),
            ("imports",),
        )
    )
    assert (looked["messages"], looked["place"], looked["known"]) == (4, "Slow Oven", 0)
    assert looked["last"] == "2021-01-10T19:00:00Z"
    assert none == []
    assert (done["state"], done["messages"], done["people"]) == ("done", 4, 3)
    assert [(place["title"], place["status"]) for place in places] == [("Slow Oven", "paused")]
    assert [(run["state"], run["file"]) for run in runs] == [("done", "wordpress.xml")]
    reply, back, places, people, check = terminal.together(
        ("reply", str(found["conversations"][0]["id"]), "--text", "Hello"),
        ("undo-import", str(runs[0]["id"])),
        ("places",),
        ("people",),
        ("check",),
    )
    assert "was read in from an archive" in reply.sentence
    assert back.json["state"] == "undone"
    assert (places.json, people.json, check.json["wrong"]) == ([], [], [])


@pytest.mark.skipif(sys.platform == "win32", reason="a console there gives Ctrl C to everybody in it")
def test_a_long_import_says_how_far_it_is_and_ctrl_c_stops_it_between_slices(tmp_path: Path) -> None:
    card = "BEGIN:VCARD\nVERSION:4.0\nUID:{n}\nFN:Person {n}\nTEL:123 {n}\nORG:Firm\nCATEGORIES:rye\nEND:VCARD\n"
    file = written(tmp_path / "book.vcf", "".join(card.format(n=n) for n in range(12_000)))
    profile = tmp_path / "profile"
    line = [sys.executable, str(MAIN), "--profile", str(profile), "--json", "import", str(file)]
    with subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stderr is not None
        first = running.stderr.readline().decode()
        running.send_signal(signal.SIGINT)
        out, _ = running.communicate(timeout=PATIENCE_S)
    assert re.fullmatch(r"\d0 %: 0 messages, [\d,]+ people; .* left\. Ctrl C stops\.\n", first)
    done = json.loads(out)
    assert (running.returncode, done["state"]) == (1, "stopped")
    assert 0 < done["people"] < 12_000
    assert done["sentence"].endswith("Read the file in again to go on.")
    assert Terminal(profile, always=("--json",)).ask("check")["wrong"] == []


def test_people_come_in_from_a_card_and_go_out_in_every_format(terminal: Terminal, tmp_path: Path) -> None:
    outs = [str(tmp_path / f"out.{suffix}") for suffix in ("vcf", "csv", "json")]
    said = terminal.together(
        ("import", str(DATA / "four.vcf")),
        *(("export", out) for out in outs),
        ("export", str(tmp_path / "all.json"), "--notes"),
        ("import", outs[0]),
    )
    assert said[0].json["people"] == 1
    assert [one.json["number"] for one in said[1:5]] == [1, 1, 1, 1]
    assert said[5].json["import"] is None
    (ann,) = json.loads(Path(outs[2]).read_text("utf-8"))["people"]
    assert (ann["name"], ann["birthday"], ann["tags"]) == ("Dr. Ann M. Ebert", "--04-12", ["baker", "market"])
    assert ann["phones"] == ["+49-30-123"]
    assert "notes" not in ann
    assert "rye" not in Path(outs[0]).read_text("utf-8")
    (with_notes,) = json.loads((tmp_path / "all.json").read_text("utf-8"))["people"]
    assert with_notes["notes"] == ["Met at the market.\nLikes rye; no honey."]


def test_conversations_go_out_as_mail_and_can_be_read_in_again(terminal: Terminal, tmp_path: Path) -> None:
    out = str(tmp_path / "all.mbox")
    _, written, looked = terminal.together(
        ("import", WXR, "--as-me", "The Baker"), ("export", out), ("import", out, "--preview")
    )
    assert written.json["number"] == 4
    assert (looked.json["format"], looked.json["messages"]) == ("mbox", 4)


def test_what_makes_no_sense_is_said_in_a_sentence(terminal: Terminal, tmp_path: Path) -> None:
    disqus = str(DATA / "disqus.xml")
    said = terminal.together(
        ("import", str(tmp_path / "none.xml")),
        ("import", str(DATA / "README.md")),
        ("import", disqus, "--into", "7"),
        ("import", disqus, "--as-me", "Zoe"),
        ("undo-import", "9"),
        ("export", str(tmp_path / "people.doc")),
        ("export", str(tmp_path / "no" / "people.csv")),
        ("export", str(tmp_path / "people.csv"), "--segment", "enemies"),
    )
    wanted = (
        "cannot be read",
        "is nothing that Parlour can read in",
        "There is no place 7",
        "Nobody called",
        "There is no import 9",
        "Give the file a name that ends so",
        "cannot be written",
        "There is no segment",
    )
    assert [words for words, one in zip(wanted, said, strict=True) if not _says(one, words)] == []


def _says(said: Said, words: str) -> bool:
    return words in said.sentence
