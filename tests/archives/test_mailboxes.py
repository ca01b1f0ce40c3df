"""Mailboxes as Gmail, Thunderbird and others write them today."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox.archives import registry
from inbox.archives.mbox.words import unflowed
from inbox.core.model import RemoteState
from tests.archives.reading import DATA, messages, troubles, written

BAKER = "baker@oven.example"
TAKEOUT = DATA / "takeout.mbox"


def test_a_mailbox_of_takeout_has_what_was_sent_and_received_and_no_drafts_or_spam() -> None:
    assert [one.remote_id for one in messages(TAKEOUT, BAKER)] == [
        "flowed-1@mueller.example",
        "answer-2@oven.example",
        "promo@shop.example",
        "trash@example.org",
    ]
    assert troubles(TAKEOUT, BAKER) == []
    assert registry.open_file(TAKEOUT)[1].guesses == {BAKER}, "labels are in the language of the account"


def test_names_with_commas_and_words_in_any_letters_are_whole() -> None:
    question, answer, *_, trash = messages(TAKEOUT, BAKER)
    assert (question.author.name, question.author.stable_id) == ("Müller, Jörg", "joerg@mueller.example")
    assert answer.to is not None
    assert (answer.to.name, answer.to.stable_id) == ("Müller, Jörg", "joerg@mueller.example")
    assert question.thread.title == "Roggen für Anfänger 🍞"
    assert (trash.author.name, trash.thread.title, trash.html) == ("Zoë", "Café", "<p>Let’s meet.</p>")


def test_lines_that_were_broken_to_be_sent_are_one_again() -> None:
    question = messages(TAKEOUT, BAKER)[0]
    assert question.html == (
        "<p>Der Teig ist bei mir immer flach geworden, obwohl ich alles so gemacht habe wie beschrieben.</p>"
        "<p>&gt; Zwei Nächte im Kühlschrank.<br>Wirklich zwei?</p><p>-- <br>Jörg</p>"
    )


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("one \ntwo", "one two"),
        ("one\ntwo", "one\ntwo"),
        ("> one \n> two\nthree", "> one two\nthree"),
        ("> one \n>> two", "> one \n>> two"),
        (" >not quoted \nfolded", ">not quoted folded"),
        ("-- \nAnn", "-- \nAnn"),
        ("one \n-- \nAnn", "one \n-- \nAnn"),
    ],
)
def test_flowed_lines(sent: str, read: str) -> None:
    assert unflowed(sent, delsp=False) == read


def test_html_alone_is_read_files_are_named_and_a_mail_inside_is_not_mistaken_for_mine() -> None:
    answer = messages(TAKEOUT, BAKER)[1]
    assert "Ja, zwei Nächte." in answer.html
    assert answer.html.endswith("<p>Attached: Rezept für Jörg.pdf, An older recipe</p>")
    assert "not mine" not in answer.html


def test_a_newsletter_is_nobody_who_waits_and_a_sender_who_takes_no_answer_is_no_person() -> None:
    promo = messages(TAKEOUT, BAKER)[2]
    assert promo.addressed == frozenset()
    assert promo.author.is_bot
    assert promo.html.strip() == "<p>Flour – now!</p>"


def test_what_lies_in_the_trash_is_marked_and_a_date_nobody_can_read_is_that_of_the_way() -> None:
    trash = messages(TAKEOUT, BAKER)[3]
    assert trash.remote_state is RemoteState.TRASH
    assert f"{trash.created_at:%Y-%m-%d %H:%M}" == "2024-03-07 13:00"


def test_what_thunderbird_deleted_but_did_not_compact_is_left_out(tmp_path: Path) -> None:
    mail = (
        "From - Mon Mar 04 09:00:00 2024\nX-Mozilla-Status: {status}\nX-Mozilla-Status2: 00000000\n"
        "From: Ann <ann@example.org>\nTo: baker@oven.example\nDate: Mon, 4 Mar 2024 09:00:00 +0000\n"
        "Message-ID: <{status}@example.org>\nSubject: Rye\n\nHello.\n\n"
    )
    path = written(tmp_path / "Inbox", mail.format(status="0009") + mail.format(status="0001"))
    assert [one.remote_id for one in messages(path, BAKER)] == ["0001@example.org"]


def test_bytes_that_are_no_ascii_in_a_header_are_read(tmp_path: Path) -> None:
    mail = "From x Mon Mar 04 09:00:00 2024\nFrom: Jörg Müller <j@example.org>\nDate: Mon, 4 Mar 2024 09:00:00 +0000\n"
    for encoding in ("utf-8", "cp1252"):
        (letter,) = messages(written(tmp_path / encoding, f"{mail}Subject: Brötchen\n\nHallo\n".encode(encoding)))
        assert (letter.author.name, letter.thread.title) == ("Jörg Müller", "Brötchen")


def test_a_file_of_sent_mail_says_by_itself_whose_it_is(tmp_path: Path) -> None:
    mail = (
        "From - Mon Mar 04 09:00:00 2024\nFrom: Me <baker@oven.example>\nTo: {n}@example.org\n"
        "Date: Mon, 4 Mar 2024 09:00:00 +0000\nMessage-ID: <{n}@oven.example>\n\nHello.\n\n"
    )
    path = written(tmp_path / "Sent", "".join(mail.format(n=n) for n in range(4)))
    assert registry.open_file(path)[1].guesses == {BAKER}
