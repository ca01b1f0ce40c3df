"""The profile page by keys: open, walk the history, narrow it, write, go on to the next person, and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPdfWriter, QTextDocument
from pytestqt.qtbot import QtBot

from inbox.core.profile import Part, What
from inbox.ui.giving import GiveSheet, document
from inbox.ui.look.controls import PlainLabel
from inbox.ui.palette import PaletteSheet
from inbox.ui.profile.lately import LatelyCard
from inbox.ui.profile.page import ProfilePage
from tests.desk import Desk, called, running

RYE = "Rye, again, and why I keep failing at it"


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    with running(tmp_path / "profile", qtbot, "--sample", sample=True) as running_desk:
        running_desk.sees(lambda: running_desk.is_idle() and running_desk.rows())
        running_desk.window.resize(1440, 900)
        yield running_desk


def page(desk: Desk) -> ProfilePage:
    shown = desk.window.frame.page
    assert isinstance(shown, ProfilePage)
    return shown


def stand_on(desk: Desk, name: str) -> None:
    model = desk.window.inbox.model
    rows = [row for at in range(model.rowCount()) if (row := model.values_at(at)) is not None]
    desk.window.inbox.select(next(row.id for row in rows if row.name == name))
    desk.sees(lambda: desk.window.conversation.focused_message() is not None)


def whole(desk: Desk) -> bool:
    return page(desk).history._count.text() != ""


def test_a_person_is_opened_read_and_left_by_keys(desk: Desk) -> None:
    stand_on(desk, "Amara Okafor")
    desk.press("Shift+V")
    assert page(desk).head.name.text() == "Amara Okafor"
    assert called(desk.focus()) == "History"
    desk.sees(lambda: whole(desk))
    count = len(page(desk).history.model.keys)
    assert count > 8
    desk.press("J", "J")
    assert page(desk).history.rows.currentIndex().row() == 2
    desk.press("Esc")
    assert desk.window.frame.page is None
    assert desk.window.holds_focus(desk.window.inbox)
    desk.press("Shift+V", "Shift+V")
    assert desk.window.frame.page is None


def test_the_history_is_narrowed_by_words_and_by_kind(desk: Desk) -> None:
    stand_on(desk, "Amara Okafor")
    desk.press("Shift+V")
    desk.sees(lambda: whole(desk))
    history = page(desk).history
    history._on_part(Part.MINE, True)
    desk.sees(lambda: {key.what for key in history.model.keys} == {What.ANSWERED})
    history._on_part(Part.MINE, False)
    history.field.line.setFocus()
    desk.type("wardrobe")
    desk.sees(lambda: len(history.model.keys) == 2)
    desk.press("Enter")
    assert called(desk.focus()) == "History"
    desk.press("Enter")
    assert desk.window.frame.page is None
    assert "wardrobe" in " ".join(desk.conversation())


def test_what_acts_on_a_person_acts_on_the_one_whose_page_it_is(desk: Desk) -> None:
    stand_on(desk, "Amara Okafor")
    desk.press("Shift+V", "S")
    desk.sees(page(desk).head.star.isVisible)
    desk.press("I")
    desk.type("Opens at six")
    desk.press("Ctrl+Enter")
    desk.sees(lambda: What.NOTE in {key.what for key in page(desk).history.model.keys})
    desk.press("Shift+C")
    desk.type("Met at the market")
    desk.press("Ctrl+Enter")
    desk.sees(lambda: What.CONTACT in {key.what for key in page(desk).history.model.keys})
    desk.press("Z")
    desk.sees(lambda: What.CONTACT not in {key.what for key in page(desk).history.model.keys})
    before = page(desk).head.name.text()
    desk.press("]")
    desk.sees(lambda: page(desk).head.name.text() != before)


def test_an_answer_goes_to_their_newest_conversation(desk: Desk) -> None:
    stand_on(desk, "Amara Okafor")
    desk.press("Shift+V", "R")
    assert desk.window.frame.page is None
    assert desk.window.composer.is_open
    assert desk.window.holds_focus(desk.window.composer)


def test_cards_stand_below_each_other_from_the_top_and_none_is_squeezed(desk: Desk) -> None:
    stand_on(desk, "Amara Okafor")
    desk.press("Shift+V")
    for width in (1440, 960, 1440):
        desk.window.resize(width, 700)
        desk.sees(lambda width=width: stands_well(page(desk), wide=width == 1440))


def stands_well(shown: ProfilePage, *, wide: bool) -> bool:
    cards = [card for card in shown.deck.cards if card.isVisible()]
    tops = {part: min(card.y() for card in cards if card.part == part) for part in (0, 1)}
    lines = [line for card in cards for line in card.findChildren(PlainLabel) if line.isVisible()]
    is_whole = all(line.height() >= line.sizeHint().height() for line in lines)
    return is_whole and (tops[0] == tops[1]) == wide


def test_in_a_narrow_window_history_and_cards_take_turns(desk: Desk) -> None:
    desk.window.resize(680, 600)
    stand_on(desk, "Amara Okafor")
    desk.press("Shift+V")
    assert not page(desk).history.isVisible()
    desk.press("J")
    assert page(desk).history.isVisible()
    assert not page(desk)._scroll.isVisible()
    desk.press("Esc")
    assert page(desk)._scroll.isVisible()
    desk.press("Esc")
    assert desk.window.frame.page is None


def test_their_last_posts_are_fetched_when_somebody_looks(desk: Desk) -> None:
    stand_on(desk, "Amara Okafor")
    desk.press("Shift+V")
    card = page(desk).deck.card(LatelyCard)
    assert card is not None
    assert card.isVisible()
    assert not [line for line in card.lines if line.isVisible()]
    card._look_now.click()
    desk.sees(lambda: [line.title.text() for line in card.lines if line.isVisible()][:1] == [RYE])
    desk.press("]")
    desk.sees(lambda: not [line for line in card.lines if line.isVisible()])


def test_a_post_of_theirs_is_answered_from_here_and_the_answer_comes_back(desk: Desk) -> None:
    stand_on(desk, "Amara Okafor")
    amara = desk.opening.desk.person() or 0
    before = desk.engine.read(lambda reading: reading.relation(amara).facts)
    desk.opening.desk.run("people.lately")
    card = desk.window.person.card(LatelyCard)
    assert card is not None
    desk.sees(lambda: [line.title.text() for line in card.lines if line.isVisible()][:1] == [RYE])
    assert not card.lines[0].like.isVisible(), "WordPress, as which the sample dresses, has no likes"
    desk.window.person.take_focus()
    desk.tab_to(f"Answer “{RYE}”")
    desk.press("Space")
    desk.sees(lambda: desk.window.holds_focus(desk.window.composer))
    desk.sees(lambda: "Three loaves, three bricks" in " ".join(desk.conversation()))
    desk.type("The fourth one always sings.")
    desk.press("Ctrl+Enter")
    desk.sees(lambda: "The fourth one always sings." in " ".join(desk.conversation()))
    desk.opening.desk.run("outbox.send_now")
    desk.sees(lambda: not desk.engine.read(lambda reading: reading.outbox()))
    after = desk.engine.read(lambda reading: reading.relation(amara).facts)
    assert (after.messages_in, after.messages_out) == (before.messages_in, before.messages_out + 1)
    assert after.exchanges == before.exchanges, "what they published is no answer to me"
    assert called(desk.focus()) != ""
    assert desk.engine.store.check() == []


def test_somebody_found_by_name_opens_as_a_person(desk: Desk) -> None:
    desk.press("Ctrl+K")
    desk.type("Jonas Lind")
    desk.sees(lambda: "Looking" not in desk.page_words())
    sheet = desk.window.overlay.sheet
    assert isinstance(sheet, PaletteSheet)
    desk.sees(lambda: sheet._model.row_of(("person", person_of(desk, "Jonas Lindqvist"))) >= 0)
    sheet._go(sheet._model.row_of(("person", person_of(desk, "Jonas Lindqvist"))))
    desk.press("Enter")
    desk.sees(lambda: desk.window.frame.page is not None)
    assert page(desk).head.name.text() == "Jonas Lindqvist"


def person_of(desk: Desk, name: str) -> int:
    with desk.engine.store.reading() as reading:
        return next(one.id for one in reading.search(name).people if one.name == name)


def test_everything_between_us_is_opened_and_saved_both_ways(desk: Desk, tmp_path: Path) -> None:
    stand_on(desk, "Amara Okafor")
    desk.opening.desk.run("people.everything")
    desk.sees(lambda: isinstance(desk.window.overlay.sheet, GiveSheet))
    desk.press("Esc")
    giving = desk.opening.desk.screen._giving
    assert giving is not None
    with desk.engine.store.reading() as reading:
        everything = reading.between_us(person_of(desk, "Amara Okafor"))
    for name in ("page.html", "page.pdf"):
        giving.save(everything, tmp_path / name)
        desk.sees(lambda name=name: desk.notice() == f"Saved as {name}.")
    assert "Forty centimetres here" in (tmp_path / "page.html").read_text("utf-8")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF-")
    laid_out: list[QTextDocument] = []
    giving._in_a_lane(lambda: document("<p>Which flour for rye?</p>" * 3000, QSizeF(595, 842)), laid_out.append)
    desk.sees(lambda: laid_out)
    assert laid_out[0].pageCount() > 20
    laid_out[0].print_(QPdfWriter(str(tmp_path / "printed.pdf")))
    assert (tmp_path / "printed.pdf").stat().st_size > 10_000
