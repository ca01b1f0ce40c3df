"""The list pane for people: which list it is, its rule in words, the rows, and what stands there when nobody is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal

from inbox.core.relation import PeopleSort, PersonRow
from inbox.ui.empty import Emptiness
from inbox.ui.faces import Faces
from inbox.ui.list_pane import ListPane
from inbox.ui.look import layouts
from inbox.ui.look.buttons import Button
from inbox.ui.look.controls import Pane, Paragraph
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type
from inbox.ui.people_delegate import PersonDelegate
from inbox.ui.people_model import PeopleModel
from inbox.ui.people_words import SORTS, spoken


class RuleLine(Pane):
    """Under the heading: by which rule people are in this list, and the way to change it."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "win", "bottom")
        self.words = Paragraph(look, "", Type.SMALL, "soft")
        self.change = Button(look, "Change", rank="quiet")
        row = layouts.Row(look, self.words, self.change, spacing=6, margins=(14, 7, 8, 7))
        row.setStretch(0, 1)
        row.setAlignment(self.change, Qt.AlignmentFlag.AlignTop)
        self.setLayout(row)

    def say(self, words: str, change: str) -> None:
        """`change`: what the button says, "" for none. No words: nothing at all."""
        self.words.setText(words)
        self.setVisible(bool(words))
        self.change.say(change)
        self.change.setVisible(bool(change))


class PeoplePane(ListPane[PeopleSort]):
    model: PeopleModel
    delegate: PersonDelegate

    rule_wanted = Signal()
    save_wanted = Signal()

    def __init__(
        self, look: Look, faces: Faces, now: Callable[[], datetime], talk_with: Callable[[int], int | None]
    ) -> None:
        model = PeopleModel(lambda row: spoken(row, now(), [faces.dress(one).title for one in row.networks]))
        rule, save = RuleLine(look), Button(look, "Save as a segment", rank="quiet")
        delegate = PersonDelegate(look, faces, now)
        super().__init__(look, model, delegate, SORTS, name="People", beside_title=(save,), under_heading=rule)
        self.rule, self._save = rule, save
        self._talk_with = talk_with
        self._talk: tuple[int, int | None] | None = None
        self.nothing = Emptiness("people", "")
        self._save.hide()
        self._save.clicked.connect(self.save_wanted)
        self.rule.change.clicked.connect(self.rule_wanted)

    # which people

    def show_people(
        self,
        title: str,
        ids: Sequence[int],
        read: Callable[[Sequence[int]], list[PersonRow]],
        *,
        sort: PeopleSort,
        shows_why: bool = False,
        select: int | None = None,
        can_be_saved: bool = False,
    ) -> None:
        """Another list, or the same in another order; it stands on `select`, else where it stood, else on the top."""
        wanted = select if select is not None else self.person()
        self._name(title, sort)
        self._save.setVisible(can_be_saved)
        self.delegate.show_as(sort, shows_why=shows_why)
        self.rows.fit_rows()
        self.model.show(ids, read)
        self._say_count()
        self._stand_on(wanted)

    def say_empty(self, state: Emptiness, in_a_line: Emptiness) -> None:
        self.nothing = state
        self._empty.show_state(in_a_line)

    def refresh(self, people: Sequence[int]) -> None:
        """What is known of these may be another: the conversation to show, too."""
        self._talk = None
        self.model.refresh(people)

    def forget_talk(self) -> None:
        self._talk = None

    # where one stands

    def person(self) -> int | None:
        return self.here()

    def current(self) -> int | None:
        """The conversation to show for the person one stands on."""
        person = self.person()
        if person is None:
            return None
        if self._talk is None or self._talk[0] != person:
            self._talk = person, self._talk_with(person)
        return self._talk[1]

    def _come_to(self, id: int | None) -> None:
        self._talk = None
