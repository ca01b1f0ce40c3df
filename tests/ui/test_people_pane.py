"""The list of people: who stands in it and keeps their place, what a row says, marks, what stands where nobody is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from inbox.core.model import Stage
from inbox.core.relation import PeopleSort, PersonRow, Segment
from inbox.rules.people_words import TITLES
from inbox.rules.thresholds import DEFAULTS
from inbox.ui import people_words as words
from inbox.ui.empty import in_a_line
from inbox.ui.look.theme import Look, Theme, Wish
from inbox.ui.people_pane import PeoplePane
from inbox.ui.people_words import spoken
from tests.ui import values

A, B, C, D, E = range(1, 6)
NAMES = {A: "Amara Okafor", B: "Bea <b>Bold</b>", C: "田中 美咲", D: "ليلى حداد", E: "Emil"}


def row(id: int, **other: object) -> PersonRow:
    plain = PersonRow(
        id=id, name=NAMES[id], avatar_url="", networks=("wordpress", "mastodon"), starred=False, stage=Stage.REGULAR,
        tags=(), waiting=0, first_met=values.ago(days=100), last_contact=values.ago(days=2), messages_in=6,
        messages_out=5,
    )  # fmt: skip
    return replace(plain, **other)  # type: ignore[arg-type]


def read(ids: Sequence[int]) -> list[PersonRow]:
    return [row(id) for id in ids]


@pytest.fixture
def pane(qtbot: QtBot, look: Look) -> Iterator[PeoplePane]:
    made = PeoplePane(look, values.faces(), values.now, lambda person: 100 + person if person != E else None)
    qtbot.addWidget(made)
    made.resize(372, 700)
    made.show()
    yield made
    made.hide()


def show(pane: PeoplePane, *ids: int, **other: object) -> None:
    pane.show_people("Everyone", ids, read, sort=PeopleSort.CONTACT, **other)  # type: ignore[arg-type]


def test_the_model_keeps_qts_rules(pane: PeoplePane, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(pane.model)
    show(pane, A, B)
    pane.model.go_on([A, B, C, D])
    pane.model.renew([D, B, C])
    pane.model.renew([])
    pane.model.renew([A])


def test_a_row_says_everything_that_is_painted_and_begins_with_who_it_is() -> None:
    amara = row(A, starred=True, waiting=2, tags=("bakery", "market"), why="They answered you three times.")
    assert spoken(amara, values.NOW, ["WordPress", "Mastodon"]) == (
        "Amara Okafor, starred, 2 conversations wait for you. They answered you three times. "
        "Regular on WordPress and Mastodon, 6 to you, 5 from you. Last in touch 2 d ago. First met 13 Aug. "
        "Tags: bakery, market."
    )
    silent = row(E, messages_in=0, messages_out=0, last_contact=None, first_met=None, stage=Stage.STRANGER)
    assert spoken(silent, values.NOW, ["Mastodon"]) == "Emil. Stranger on Mastodon, has not written yet."


def test_a_screen_reader_hears_the_rows_their_marks_and_the_name_of_the_list(pane: PeoplePane) -> None:
    show(pane, A, B)
    pane.marking.toggle(through=False)
    table = QAccessible.queryAccessibleInterface(pane.rows)
    assert table.text(QAccessible.Text.Name) == "Everyone"
    said = [
        child.text(QAccessible.Text.Name)
        for at in range(table.childCount())
        if (child := table.child(at)) is not None and child.role() == QAccessible.Role.Cell
    ]
    assert said[0].startswith("Selected. Amara Okafor. Regular on WordPress and Mastodon")
    assert said[1].startswith("Bea <b>Bold</b>. Regular")


def test_standing_on_somebody_names_the_conversation_to_show(pane: PeoplePane, qtbot: QtBot) -> None:
    heard: list[object] = []
    pane.current_changed.connect(heard.append)
    show(pane, A, E)
    assert (pane.person(), pane.current()) == (A, 101)
    pane.step(1)
    qtbot.waitUntil(lambda: heard == [A, E])
    assert pane.current() is None
    pane.step(9)
    assert pane.person() == E


def test_the_rest_of_the_list_comes_behind_its_beginning(pane: PeoplePane) -> None:
    show(pane, A, B)
    pane.select(B)
    pane.model.go_on([A, B, C, D])
    assert pane.model.ids() == [A, B, C, D]
    assert pane.person() == B


def test_nobody_comes_in_or_moves_while_the_list_is_held(pane: PeoplePane) -> None:
    show(pane, A, B, C)
    pane.select(B)
    pane.model.hold(True)
    pane.model.renew([D, C, B, A])
    assert pane.model.ids() == [A, B, C]
    assert pane._news.isVisibleTo(pane)
    pane.merge()
    assert pane.model.ids() == [D, C, B, A]
    assert pane.person() == B
    assert not pane._news.isVisibleTo(pane)


def test_who_left_goes_at_once_and_the_next_one_is_stood_on(pane: PeoplePane) -> None:
    show(pane, A, B, C)
    pane.select(B)
    pane.model.hold(True)
    pane.model.renew([C, A])
    assert pane.model.ids() == [A, C]
    assert pane.person() == C


def test_what_the_person_did_lets_in_at_once_and_leaves_the_others_where_they_are(pane: PeoplePane) -> None:
    show(pane, A, B, C)
    pane.model.hold(True)
    pane.model.renew([C, D, B, A], at_once=True)
    assert pane.model.ids() == [A, D, B, C]
    pane.model.hold(False)
    assert pane.model.ids() == [C, D, B, A]


def test_marks_are_set_one_by_one_through_a_range_and_for_all(pane: PeoplePane) -> None:
    show(pane, A, B, C, D)
    pane.marking.toggle(through=False)
    pane.step(2)
    pane.marking.toggle(through=True)
    assert pane.chosen() == (A, B, C)
    assert pane.heading.count.text() == "3 of 4 marked ·"
    pane.marking.all()
    assert pane.chosen() == (A, B, C, D)
    pane.marking.all()
    assert pane.chosen() == (C,)
    pane.model.mark((D,))
    pane.model.renew([A, B, C])
    assert not pane.model.marked


def test_a_click_with_ctrl_marks_and_a_bare_letter_moves_nothing(pane: PeoplePane) -> None:
    show(pane, A, B)
    spot = pane.rows.visualRect(pane.model.index(1, 0)).center()
    QTest.mouseClick(pane.rows.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, spot)
    assert (pane.model.marked, pane.person()) == ({B}, A)
    QTest.keyClick(pane.rows, Qt.Key.Key_B)
    assert pane.person() == A


def test_values_are_read_by_the_page_and_again_when_something_changed(pane: PeoplePane) -> None:
    asked: list[int] = []

    def counted(ids: Sequence[int]) -> list[PersonRow]:
        asked.append(len(ids))
        return [row(A, name=f"Person {id}") for id in ids]

    pane.show_people("Everyone", range(1, 1001), counted, sort=PeopleSort.NAME)
    QApplication.processEvents()
    assert asked == [50]
    pane.model.forget_values()
    QApplication.processEvents()
    assert asked == [50, 50]


def test_rows_are_higher_where_they_say_why(pane: PeoplePane) -> None:
    show(pane, A)
    low = pane.rows.rowHeight(0)
    show(pane, A, shows_why=True)
    assert pane.rows.rowHeight(0) > low


def test_an_empty_list_says_so_warmly_and_keeps_the_keys(pane: PeoplePane) -> None:
    show(pane, A)
    pane.setFocus()
    state = words.nobody(Segment.DRIFTING)
    pane.say_empty(state, in_a_line(state))
    show(pane)
    assert (pane.nothing.title, pane.nothing.words) == ("Nobody is drifting", "A good sign.")
    assert pane.hasFocus()
    assert pane._empty.isVisible()


@pytest.mark.parametrize("segment", list(Segment))
def test_every_segment_has_a_name_a_rule_in_words_an_icon_and_kind_words_for_when_nobody_is_in_it(
    segment: Segment,
) -> None:
    assert TITLES[segment]
    assert words.rule_of(segment, DEFAULTS).endswith(".")
    assert words.ICONS[segment]
    assert words.nobody(segment).title


def test_faces_badges_and_why_are_painted_in_light_and_dark(pane: PeoplePane, theme: Theme) -> None:
    several = row(A, starred=True, waiting=1, tags=("a tag", "another " * 9), why="Because " * 20)
    pane.show_people("Drifting", [A], lambda _: [several], sort=PeopleSort.MET, shows_why=True)
    pictures = []
    for wish in (Wish.LIGHT, Wish.DARK):
        theme.choose(wish)
        QApplication.processEvents()
        pictures.append(pane.grab().toImage())
    box = pane.rows.visualRect(pane.model.index(0, 0)).translated(pane.rows.mapTo(pane, QPoint(0, 0)))
    for picture in pictures:
        colours = {picture.pixel(x, y) for x in range(14, 360, 3) for y in range(box.top(), box.bottom(), 3)}
        assert len(colours) > 20


def test_a_list_of_a_hundred_thousand_is_gone_through_without_reading_it(pane: PeoplePane) -> None:
    asked: list[int] = []

    def counted(ids: Sequence[int]) -> list[PersonRow]:
        asked.append(len(ids))
        return [row(A) for _ in ids]

    pane.show_people("Everyone", range(1, 201), counted, sort=PeopleSort.CONTACT)
    pane.model.go_on(list(range(1, 100_001)))
    pane.edge(last=True)
    QApplication.processEvents()
    assert pane.person() == 100_000
    assert sum(asked) <= 200


def test_ages_follow_the_order_that_is_shown() -> None:
    amara = row(A, first_met=values.NOW - timedelta(days=40))
    assert words.corner(amara, PeopleSort.CONTACT, values.NOW) == "2 d"
    assert words.corner(amara, PeopleSort.MET, values.NOW) == "met 12 Oct"
