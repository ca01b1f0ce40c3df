"""What is to be written out: as what, whom, and whether with private notes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from inbox.core.segments import EVERYONE, OwnSegment, PeopleOf
from inbox.rules.people_words import TITLES
from inbox.ui.look.controls import Button, Column, Paragraph, PlainLabel, Row
from inbox.ui.look.fields import Switch
from inbox.ui.look.overlay import Sheet
from inbox.ui.look.segments import Choice, Segments
from inbox.ui.look.theme import Look
from inbox.ui.look.tokens import Type

KINDS = (
    (".vcf", "vCard", "People, for any address book. With identities, tags, stage and your own fields."),
    (".csv", "Table", "People, for a spreadsheet. No cell can carry out a formula."),
    (".json", "JSON", "People, for programs: everything that is kept about each."),
    (".mbox", "Mailbox", "Conversations as mails (mbox), for any mail program."),
)


class ExportSheet(Sheet):
    """`wanted` carries a `services.writing_out.Wish` and the suffix of the file."""

    wanted = Signal(object, str)
    wish = (520, 286)
    top = 130

    def __init__(self, look: Look, segments: Sequence[OwnSegment]) -> None:
        super().__init__(look, "Write out people or conversations")
        self._of, self._own = EVERYONE, tuple(segments)
        self._kind = Segments(look, "As what", tuple(Choice(words) for _, words, _ in KINDS))
        self._about = Paragraph(look, KINDS[0][2], Type.SMALL, "soft")
        self._kind.chosen.connect(self._on_kind)
        self._who = Button(look, "Everyone", opens=True)
        self._who.clicked.connect(self._open_menu)
        self._notes = Switch(look, "With my private notes")
        save = Button(look, "Choose where…", rank="main")
        save.clicked.connect(self._on_wanted)
        cancel = Button(look, "Cancel", keys="Esc")
        cancel.clicked.connect(self.done)
        self.setLayout(
            Column(
                look,
                PlainLabel(look, "Write out people or conversations", Type.TITLE),
                6.0,
                Row(look, self._kind, None),
                self._about,
                6.0,
                Row(look, PlainLabel(look, "Whom", Type.MEDIUM, firm=True), self._who, None, spacing=12),
                self._notes,
                None,
                Row(look, None, cancel, save, spacing=8),
                spacing=8,
                margins=(20, 18, 20, 16),
            )
        )

    def first_focus(self) -> QWidget:
        return self._kind.segment(self._kind.chosen_number())

    def _on_kind(self, number: int) -> None:
        self._about.setText(KINDS[number][2])
        self._notes.setEnabled(KINDS[number][0] != ".mbox")

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.addAction("Everyone").triggered.connect(lambda: self._choose(EVERYONE, "Everyone"))
        menu.addSeparator()
        for segment, name in TITLES.items():
            of = PeopleOf(segment=segment)
            menu.addAction(name).triggered.connect(lambda _=False, of=of, name=name: self._choose(of, name))
        if self._own:
            menu.addSeparator()
        for own in self._own:
            menu.addAction(own.name.replace("&", "&&")).triggered.connect(
                lambda _=False, own=own: self._choose(PeopleOf(query=own.query), own.name)
            )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._who.mapToGlobal(self._who.rect().bottomLeft()))

    def _choose(self, of: PeopleOf, name: str) -> None:
        self._of = of
        self._who.say(name)
        self._who.setAccessibleName(f"Whom: {name}")

    def _on_wanted(self) -> None:
        from inbox.services.writing_out import Wish

        suffix = KINDS[self._kind.chosen_number()][0]
        wish = Wish(self._of, self._notes.isChecked())
        self.done.emit()
        self.wanted.emit(wish, suffix)
