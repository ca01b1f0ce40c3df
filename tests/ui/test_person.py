from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from inbox.core.model import Direction, Kind, Place, Purpose, Stage
from inbox.core.person import HistoryEntry
from inbox.core.relation import Facts
from inbox.ui import person_words
from inbox.ui.look.theme import Look
from inbox.ui.person import PersonPane
from inbox.ui.profile.card import FactLine, PersonCard
from inbox.ui.profile.history import LINES, HistoryCard, HistoryLine
from inbox.ui.profile.notes import NoteLine, NotesCard
from inbox.ui.profile.tags import TagChip, TagsCard
from tests.ui import values


@pytest.fixture
def pane(qtbot: QtBot, look: Look) -> Iterator[PersonPane]:
    view = PersonPane(look, values.faces(), values.now)
    qtbot.addWidget(view)
    view.resize(316, 900)
    view.show()
    yield view
    view.hide()


class Told:
    """A `Writing` that notes what it was told."""

    def __getattr__(self, name: str) -> Callable[..., tuple[object, ...]]:
        return lambda *what: (name, *what)

    @classmethod
    def by(cls, act: Callable[[object], object]) -> object:
        return act(cls())


C = TypeVar("C", bound=PersonCard)


def card(pane: PersonPane, kind: type[C]) -> C:
    found = pane.card(kind)
    assert found is not None
    return found


def visible(pane: PersonPane, kind: type) -> list[object]:
    return [one for one in pane.findChildren(kind) if one.isVisible()]


def facts(pane: PersonPane) -> dict[str, str]:
    return {one._name.text(): one._value.text() for one in visible(pane, FactLine) if isinstance(one, FactLine)}


def press(pane: PersonPane, qtbot: QtBot, words: str) -> None:
    buttons = pane.findChildren(QAbstractButton)
    found = next(one for one in buttons if words in (one.text(), one.accessibleName()) and one.isVisible())
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def test_the_profile_says_what_is_between_us(pane: PersonPane) -> None:
    mastodon = values.identity(2, "mastodon", handle="@amara@baking.example")
    pane.show_person(values.person(identities=(values.identity(), mastodon)), values.knows())
    assert facts(pane) == {
        "Blog": "6 comments",
        "Mastodon": "@amara@baking.example",
        "First met": "4 Jul",
        "They wrote / you wrote": "8 / 5",
        "You usually answer in": "3 h",
        "Last thanked": "3 Oct",
    }
    assert pane.head.name.text() == "Amara Okafor"
    assert pane.head.star.isVisible()
    assert pane.head.line.text() == "@amara@baking.example" or pane.head.line.text() == "amarabakes.example"
    assert pane.head.ladder.accessibleName() == "Stage: Regular, 3 of 5"


def test_where_you_talk_is_called_as_your_place_is_and_their_own_pages_open(pane: PersonPane, qtbot: QtBot) -> None:
    opened: list[str] = []
    pane.deck.linked.connect(opened.append)
    other = values.identity(
        2, instance="notes.example", site_url="https://amarabakes.example/", email="amara@bakes.example", messages_in=1,
        profile_url="https://market.example/amara",
    )  # fmt: skip
    places = [
        Place(1, "wordpress", "slowoven.example", "", "The Slow Oven", "wordpress"),
        Place(2, "wordpress", "notes.example", "", "Notes", "wordpress"),
    ]
    pane.show_person(values.person(identities=(values.identity(), other)), values.knows(places=places))
    assert list(facts(pane).items())[:2] == [("The Slow Oven", "6 comments"), ("Notes", "1 comment")]
    ways = [
        one.accessibleName() for one in pane.findChildren(QAbstractButton) if one.accessibleName().endswith(", open")
    ]
    assert ways == [
        "Website: amarabakes.example, open",
        "Profile: market.example/amara, open",
        "E-mail: amara@bakes.example, as they typed it, open",
    ]
    for name in ways:
        press(pane, qtbot, name)
    assert opened == ["https://amarabakes.example", "https://market.example/amara", "mailto:amara@bakes.example"]


def test_somebody_new_has_little_to_show_and_says_so(pane: PersonPane) -> None:
    stranger = values.person(
        id=9, name="Sam", starred=False, stage=Stage.STRANGER, tags=(), notes=(), messages_in=1, messages_out=0,
        identities=(values.identity(9, site_url="", messages_in=1),), last_thanked=None, answers_in_s=None,
    )  # fmt: skip
    pane.show_person(stranger, values.knows())
    assert facts(pane)["Blog"] == "1 comment"
    assert facts(pane)["Last thanked"] == "not yet"
    assert "You usually answer in" not in facts(pane)
    assert not card(pane, HistoryCard).isVisible()
    assert pane.head.line.text() == "Nothing more is known yet"


def test_widgets_are_refilled_not_rebuilt(pane: PersonPane) -> None:
    pane.show_person(values.person(), values.knows(values.entry(values.NOW)))
    before = {id(one) for one in pane.findChildren(FactLine) + pane.findChildren(HistoryLine)}
    pane.show_person(values.person(id=2, name="Tom"), values.knows(values.entry(values.NOW)))
    assert {id(one) for one in pane.findChildren(FactLine) + pane.findChildren(HistoryLine)} == before


def test_names_and_notes_of_strangers_are_plain(pane: PersonPane) -> None:
    nasty = "<img src='file:///dev/zero'>"
    odd = values.person(
        name=nasty, tags=(nasty,), notes=(values.note(text=nasty),), identities=(values.identity(handle=nasty),)
    )
    pane.show_person(odd, values.knows(values.entry(values.NOW, title=nasty)))
    assert {label.textFormat() for label in pane.findChildren(QLabel)} == {Qt.TextFormat.PlainText}


def test_a_row_of_the_history_opens_its_conversation(pane: PersonPane, qtbot: QtBot) -> None:
    pane.show_person(values.person(), values.knows(values.entry(values.NOW, conversation=values.LARGE)))
    heard: list[object] = []
    pane.deck.conversation_opened.connect(lambda conversation, _: heard.append(conversation))
    press(pane, qtbot, "Today: Commented on “\u2068Why we stopped buying ads\u2069”")
    assert heard == [values.LARGE]


def test_the_panel_has_the_newest_lines_and_a_way_to_all_of_them(pane: PersonPane, qtbot: QtBot) -> None:
    heard: list[str] = []
    pane.deck.commanded.connect(heard.append)
    pane.show_person(values.person(), values.knows(*(values.entry(values.ago(days=day)) for day in range(200))))
    assert len(visible(pane, HistoryLine)) == LINES
    press(pane, qtbot, "The whole history")
    assert heard == ["people.profile"]
    pane.show_person(values.person(id=2), values.knows(values.entry(values.NOW)))
    assert len(visible(pane, HistoryLine)) == 1
    assert not card(pane, HistoryCard)._more.isVisible()


def test_tags_are_added_with_enter_and_taken_away_by_a_press(pane: PersonPane, qtbot: QtBot) -> None:
    heard: list[object] = []
    pane.deck.acted.connect(lambda act: heard.append(Told.by(act)))
    pane.show_person(values.person(id=values.LARGE), values.knows())
    line = card(pane, TagsCard)._field.line
    qtbot.keyClicks(line, "  Leeds , BAKERY, leeds market ")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    press(pane, qtbot, "Tag bakery, take away")
    all_of_them = ("bakery", "market group", "Leeds", "leeds market")
    assert heard == [("set_tags", values.LARGE, all_of_them), ("set_tags", values.LARGE, all_of_them[1:])]
    assert line.text() == ""


def test_the_same_tags_again_keep_their_chips_and_a_half_typed_one(pane: PersonPane, qtbot: QtBot) -> None:
    pane.show_person(values.person(), values.knows())
    chips = visible(pane, TagChip)
    qtbot.keyClicks(card(pane, TagsCard)._field.line, "half")
    pane.show_person(values.person(messages_in=9), values.knows())
    assert visible(pane, TagChip) == chips
    assert card(pane, TagsCard)._field.line.text() == "half"
    pane.show_person(values.person(id=2), values.knows())
    assert card(pane, TagsCard)._field.line.text() == ""


def test_a_note_is_added_by_key_and_kept(pane: PersonPane, qtbot: QtBot) -> None:
    heard: list[object] = []
    pane.deck.acted.connect(lambda act: heard.append(Told.by(act)))
    pane.show_person(values.person(id=values.LARGE), values.knows())
    pane.begin(NotesCard)
    qtbot.keyClicks(card(pane, NotesCard)._box.text, " Opens at 6. ")
    press(pane, qtbot, "Keep")
    assert heard == [("add_note", values.LARGE, "Opens at 6.")]
    assert not card(pane, NotesCard).is_editing


def test_a_note_is_edited_in_place(pane: PersonPane, qtbot: QtBot) -> None:
    heard: list[object] = []
    pane.deck.acted.connect(lambda act: heard.append(Told.by(act)))
    pane.show_person(values.person(notes=(values.note(7, "Old words"),)), values.knows())
    line = visible(pane, NoteLine)[0]
    assert isinstance(line, NoteLine)
    qtbot.mouseClick(line._edit, Qt.MouseButton.LeftButton)
    assert card(pane, NotesCard)._box.text.toPlainText() == "Old words"
    assert pane.finish(keep=True)
    assert heard == []
    qtbot.mouseClick(line._edit, Qt.MouseButton.LeftButton)
    card(pane, NotesCard)._box.text.selectAll()
    qtbot.keyClicks(card(pane, NotesCard)._box.text, "New words")
    pane.finish(keep=True)
    assert heard == [("edit_note", 7, "New words")]


def test_a_note_that_is_given_up_changes_nothing(pane: PersonPane, qtbot: QtBot) -> None:
    heard: list[object] = []
    pane.deck.acted.connect(lambda act: heard.append(Told.by(act)))
    pane.show_person(values.person(), values.knows())
    pane.begin(NotesCard)
    qtbot.keyClicks(card(pane, NotesCard)._box.text, "No")
    assert pane.finish(keep=False)
    assert not pane.finish(keep=False)
    assert heard == []


def test_going_to_somebody_else_keeps_the_note_with_the_person_it_is_about(pane: PersonPane, qtbot: QtBot) -> None:
    heard: list[object] = []
    pane.deck.acted.connect(lambda act: heard.append(Told.by(act)))
    pane.show_person(values.person(id=1), values.knows())
    pane.begin(NotesCard)
    qtbot.keyClicks(card(pane, NotesCard)._box.text, "About Amara")
    pane.show_person(values.person(id=2), values.knows())
    assert heard == [("add_note", 1, "About Amara")]


@pytest.mark.parametrize(
    ("seconds", "said"), [(20, "1 min"), (2400, "40 min"), (10_800, "3 h"), (90_000, "25 h"), (200_000, "2 d")]
)
def test_spans_are_said_as_one_would(seconds: float, said: str) -> None:
    assert person_words.span(seconds) == said


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (values.entry(values.NOW, "Ads"), "Commented on “Ads”"),
        (values.entry(values.NOW, "Ads", direction=Direction.OUT), "You replied on “Ads”"),
        (values.entry(values.NOW, "Ads", direction=Direction.OUT, purpose=Purpose.THANK), "You thanked on “Ads”"),
        (values.entry(values.NOW, "", kind=Kind.MENTION), "Mentioned you: How do you keep track?"),
    ],
)
def test_the_history_says_what_happened(entry: HistoryEntry, said: str) -> None:
    assert person_words.happened(entry).replace("\u2068", "").replace("\u2069", "") == said


def test_a_first_meeting_long_ago_has_its_year() -> None:
    person = values.person(first_seen=datetime(2024, 7, 4, tzinfo=UTC))
    assert ("First met", "4 Jul 2024") in person_words.between(person, Facts(), values.NOW)


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.5])
def test_nothing_is_wider_than_the_pane(pane: PersonPane, look: Look, qtbot: QtBot, scale: float) -> None:
    look.set_scale(scale)
    pane.resize(round(250 * scale), 700)
    long = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh von und zu Hohenlohe"
    identities = tuple(values.identity(id, "mail", handle=f"{long}@example.org") for id in range(3))
    pane.show_person(
        values.person(name=long, tags=(long, "x"), identities=identities), values.knows(values.entry(values.NOW, long))
    )
    qtbot.wait(10)
    page = pane._scroll.widget()
    assert page is not None
    assert page.width() <= pane._scroll.viewport().width()


def test_who_wrote_last_is_said_for_both(pane: PersonPane) -> None:
    of = Facts(last_in=values.ago(days=3), last_out=values.ago(days=40))
    said = dict(person_words.between(values.person(), of, values.now()))
    assert said["They last wrote"] == "18 Nov"
    assert said["You last wrote"] == "12 Oct"
