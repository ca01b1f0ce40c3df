"""Days with a real WordPress, by keys: moderation, a blog that is down, news in between, a revoked password."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from inbox.core.model import DeliveryState, Direction, Message, PlaceStatus
from inbox.runtime.shelf import Shelf
from inbox.ui.message_pictures import Picture
from tests.conftest import WordPress
from tests.desk import Desk, called, running
from tests.journeys import blog as the
from tests.journeys.sample_people import ids, ready, row, walk_to


@pytest.fixture(autouse=True)
def own_keychain(keychain: Mapping[str, str]) -> Iterator[None]:
    with the.environ(keychain):
        yield


def held(desk: Desk) -> list[int]:
    return [id for id in ids(desk) if any("Held" in reason.label for reason in row(desk, id).reasons)]


def theirs(desk: Desk, conversation: int) -> Message:
    """The newest message of theirs."""
    view = desk.engine.read(lambda reading: reading.conversation(conversation))
    return [one for one in view.messages if one.direction is Direction.IN][-1]


def outbox(desk: Desk) -> list[tuple[str, DeliveryState, str]]:
    return [(one.text, one.state, one.reason) for one in desk.engine.read(lambda reading: reading.outbox())]


def top(desk: Desk) -> str:
    return desk.window.top.sync.text()


def test_held_comments_are_approved_called_spam_and_trashed_by_keys_and_taken_back(
    wordpress: WordPress, tmp_path: Path, qtbot: QtBot
) -> None:
    post = the.ask(wordpress, "/posts?per_page=1")[0]["id"]
    names = ("Ada", "Bo", "Cy", "Di")
    made = {
        name: the.ask(
            wordpress,
            "/comments",
            method="POST",
            post=post,
            author_name=name,
            author_email=f"{name.lower()}@example.org",
            content=f"A first word from {name}. May I?",
            status="hold",
        )["id"]
        for name in names
    }
    folder = the.signed_in(tmp_path / "profile", wordpress, undo_seconds=1)
    with running(folder, qtbot) as desk:
        ready(desk)
        talks = {row(desk, id).name: id for id in held(desk) if row(desk, id).name in names}
        assert set(talks) == set(names)
        for key, name, status in (("A", "Ada", "approved"), ("!", "Bo", "spam"), ("#", "Cy", "trash")):
            assert the.status(wordpress, made[name]) == "hold"
            walk_to(desk, talks[name])
            desk.press(key)
            desk.sees(lambda name=name, status=status: the.status(wordpress, made[name]) == status)
        desk.sees(lambda: desk.engine.read(lambda reading: reading.outbox_open()) == 0)
        desk.press("G", "I")
        desk.sees(lambda: not {talks["Bo"], talks["Cy"]} & set(ids(desk)))
        assert {talks["Ada"], talks["Di"]} <= set(ids(desk)), "what was approved waits for an answer"

        # Within the time to take it back, nothing has reached the blog.
        desk.press("Ctrl+,")
        desk.tab_to("Time to take back: more")
        desk.press(*["Space"] * 5, "Esc")
        desk.sees(lambda: desk.opening.desk.undo_seconds() > 20)
        walk_to(desk, talks["Di"])
        desk.press("#")
        desk.sees(lambda: desk.engine.read(lambda reading: reading.outbox_open()) == 1)
        desk.press("Z")
        desk.sees(lambda: desk.engine.read(lambda reading: reading.outbox_open()) == 0)
        desk.press("F5")
        desk.sees(desk.is_idle)
        assert the.status(wordpress, made["Di"]) == "hold"
        assert talks["Di"] in ids(desk)


def test_an_answer_waits_while_the_blog_is_down_and_leaves_once_when_it_is_back(
    wordpress: WordPress, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = the.signed_in(tmp_path / "profile", wordpress, undo_seconds=0)
    with running(folder, qtbot) as desk:
        ready(desk)
        talk = next(id for id in ids(desk) if id not in held(desk))
        walk_to(desk, talk)
        wordpress.stop()
        desk.press("F5")
        desk.sees(lambda: top(desk).startswith("Offline"))
        desk.press("R")
        desk.type("Written on a train, sent when there is a signal.")
        desk.press("Ctrl+Enter")
        desk.sees(lambda: [state for _, state, _ in outbox(desk)] == [DeliveryState.WAITING])
        desk.sees(lambda: top(desk) == "Offline · 1 waiting to send")
        desk.sees(lambda: "Written on a train, sent when there is a signal." in desk.conversation())
        desk.press("E", "J", "S")
        desk.press("G", "O")
        desk.sees(lambda: outbox(desk)[0][2] != "")

        wordpress.start()
        desk.press("F5")
        desk.sees(lambda: the.standing(wordpress, "Written on a train") == 1)
        desk.sees(lambda: outbox(desk) == [])
        desk.sees(lambda: top(desk).startswith("Up to date"))
        desk.press("F5")
        desk.sees(desk.is_idle)
        view = desk.engine.read(lambda reading: reading.conversation(talk))
        assert [one.text for one in view.messages].count("Written on a train, sent when there is a signal.") == 1
    assert the.standing(wordpress, "Written on a train") == 1


def test_they_wrote_again_in_between_so_the_answer_is_held_until_the_person_decides(
    wordpress: WordPress, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = the.signed_in(tmp_path / "profile", wordpress, undo_seconds=3)
    with running(folder, qtbot) as desk:
        ready(desk)
        talk = next(id for id in ids(desk) if id not in held(desk) and row(desk, id).name == "Мария Иванова")
        walk_to(desk, talk)
        before = the.ask(wordpress, f"/comments/{theirs(desk, talk).remote_id}?context=edit")
        desk.press("R")
        desk.type("The angle is 25 degrees.")
        desk.press("Ctrl+Enter")
        desk.sees(lambda: len(outbox(desk)) == 1)
        the.ask(
            wordpress,
            "/comments",
            method="POST",
            post=before["post"],
            parent=before["id"],
            author_name=before["author_name"],
            author_email=before["author_email"],
            author_url=before["author_url"],
            content="Forget the angle, I found it. But which strop?",
            status="approved",
        )
        desk.sees(lambda: [state for _, state, _ in outbox(desk)] == [DeliveryState.NEEDS_YOU])
        reason = outbox(desk)[0][2]
        assert "wrote again" in reason
        assert the.standing(wordpress, "25 degrees") == 0
        desk.sees(lambda: any("which strop" in words for words in desk.conversation()))

        desk.sees(lambda: "held back" in desk.notice())
        desk.press("Ctrl+K")
        desk.type("held back")
        desk.press("Enter")

        def buttons() -> set[str]:
            return {called(one) for one in desk.window.outbox.findChildren(QAbstractButton) if one.isVisible()}

        desk.sees(lambda: {"Send all the same", "Back to the draft"} <= buttons())
        desk.press("Ctrl+K")
        desk.type("Send it again")
        desk.press("Enter")
        desk.sees(lambda: the.standing(wordpress, "25 degrees") == 1)
        desk.sees(lambda: outbox(desk) == [])


def test_a_revoked_password_asks_at_the_place_and_signing_in_again_sends_what_waited(
    wordpress: WordPress, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = the.signed_in(tmp_path / "profile", wordpress, undo_seconds=0)
    admin = next(one for one in wordpress.users if one.user == wordpress.user)
    made = the.ask(wordpress, f"/users/{admin.id}/application-passwords", method="POST", name="A second one")
    with running(folder, qtbot) as desk:
        ready(desk)
        waiting = len(ids(desk))
        talk = next(id for id in ids(desk) if id not in held(desk))
        walk_to(desk, talk)
        the.ask(wordpress, f"/users/{admin.id}/application-passwords/{admin.app_password_uuid}", method="DELETE")
        desk.press("R")
        desk.type("Nobody let me in.")
        desk.press("Ctrl+Enter")
        desk.sees(lambda: len(outbox(desk)) == 1)
        desk.press("F5")
        places = lambda: desk.engine.read(lambda reading: reading.places())  # noqa: E731
        desk.sees(lambda: places()[0].status is PlaceStatus.NEEDS_YOU)
        assert "application password" in places()[0].sentence
        desk.sees(lambda: top(desk) == "Notes from the Workshop needs a look")
        assert len(ids(desk)) == waiting, "nothing that was gathered goes away"

        desk.press("Ctrl+K")
        desk.type("Sign in to the place")
        desk.press("Enter")
        desk.sees(lambda: desk.window.frame.page is not None)
        desk.tab_to("user")
        desk.press("Ctrl+A")
        desk.type(wordpress.user)
        desk.tab_to("password")
        desk.type("abcd EFGH ijkl MNOP qrst UVWX")
        desk.press("Enter")
        desk.sees(lambda: "does not know this user name" in desk.page_words() or "not recognise" in desk.page_words())
        desk.tab_to("password")
        desk.press("Ctrl+A")
        desk.type(made["password"])
        desk.press("Enter")
        desk.sees(lambda: desk.window.frame.page is None)
        desk.sees(lambda: places()[0].status is PlaceStatus.FINE)
        # The blog is asked with the new password: the old one, which `the.ask` uses, is gone.
        desk.sees(lambda: outbox(desk) == [])
        desk.sees(desk.is_idle)
        view = desk.engine.read(lambda reading: reading.conversation(talk))
        mine = [one for one in view.messages if one.text == "Nobody let me in."]
        assert [one.delivery_state for one in mine] in ([DeliveryState.SENT], [None])
        assert mine[0].remote_id.isdecimal()


def test_what_was_edited_deleted_or_answered_elsewhere_meanwhile_is_laid_out_before_anything_of_it_is_sent(
    wordpress: WordPress, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = the.signed_in(tmp_path / "profile", wordpress, undo_seconds=12)
    with running(folder, qtbot) as desk:
        ready(desk)
        talks = [id for id in ids(desk) if id not in held(desk)][:3]
        words = dict(zip(talks, ("To the corrected one.", "To the deleted one.", "Twice, almost."), strict=True))
        for talk, text in words.items():
            walk_to(desk, talk)
            desk.press("R")
            desk.type(text)
            desk.press("Ctrl+Enter")
            desk.sees(lambda text=text: text in [one for one, _, _ in outbox(desk)])
        edited, deleted, elsewhere = (theirs(desk, talk).remote_id for talk in talks)
        the.ask(wordpress, f"/comments/{edited}", method="POST", content="What I meant is another thing entirely.")
        the.ask(wordpress, f"/comments/{deleted}?force=true", method="DELETE")
        post = the.ask(wordpress, f"/comments/{elsewhere}?context=edit")["post"]
        phone = "Said from my phone."
        the.ask(wordpress, "/comments", method="POST", post=post, parent=int(elsewhere), author=1, content=phone)
        desk.sees(lambda: [state for _, state, _ in outbox(desk)] == [DeliveryState.NEEDS_YOU] * 3)
        assert [the.standing(wordpress, text) for text in words.values()] == [0, 0, 0]
        desk.press("F5")
        desk.sees(desk.is_idle)
        desk.press("Ctrl+K")
        desk.type("held back")
        desk.press("Enter")
        moved = desk.engine.read(lambda reading: {one.delivery.text: one for one in reading.held_back()})
        assert set(moved) == set(words.values())
        assert moved["To the corrected one."].is_edited
        assert moved["To the deleted one."].is_gone
        answered = moved["Twice, almost."].answered
        assert answered is not None
        assert answered.snippet == phone
        shown = " ".join(called(one) for one in desk.window.outbox.findChildren(QWidget) if one.isVisible())
        for sentence in ("was edited", "no longer there", "You answered elsewhere"):
            assert sentence in shown


def test_pictures_that_were_kept_before_leaving_are_seen_without_the_network(
    wordpress: WordPress, tmp_path: Path, qtbot: QtBot
) -> None:
    post = the.ask(wordpress, "/posts?per_page=1")[0]["id"]
    address = "https://pictures.example/loaf.png"
    the.ask(
        wordpress,
        "/comments",
        method="POST",
        post=post,
        author_name="Dora",
        author_email="dora@example.org",
        content=f'Look at this. <img src="{address}" alt="A loaf"> Good, is it not?',
        status="approved",
    )
    folder = the.signed_in(tmp_path / "profile", wordpress, undo_seconds=0)
    loaf = QPixmap(30, 20)
    loaf.fill(QColor("#aa7733"))
    assert loaf.save(str(tmp_path / "loaf.png"))
    # As a press on the switch left it the last time: here nothing outside the computer can be asked.
    Shelf(folder).put(address, (tmp_path / "loaf.png").read_bytes(), "png")
    with running(folder, qtbot) as desk:
        ready(desk)
        desk.press("Ctrl+K")
        desk.type("Get ready to go offline")
        desk.press("Enter")
        desk.tab_to("Load their pictures too")
        desk.press("Space")
        desk.tab_to("Get ready")
        desk.press("Enter")
        desk.sees(lambda: desk.notice().startswith("Ready to go offline: "))
        assert "1 place and 1 picture are here whole" in desk.notice()
        wordpress.stop()
        desk.press("F5")
        desk.sees(lambda: top(desk) == "Offline")
        walk_to(desk, next(id for id in ids(desk) if row(desk, id).name == "Dora"))
        desk.press("Enter")
        desk.tab_to("picture: A loaf")
        desk.press("Space")
        desk.sees(
            lambda: (
                [one.accessibleName() for one in desk.window.conversation.findChildren(Picture)] == ["Picture: A loaf"]
            )
        )
        wordpress.start()
