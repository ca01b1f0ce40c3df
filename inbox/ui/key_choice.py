"""The keys in force: the scheme that was chosen and one's own over it. A change counts at once, everywhere."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from inbox.commands import keymap, own_keys
from inbox.commands.keymap import Keymap, shown
from inbox.commands.own_keys import OwnKeys


class Keys(QObject):
    changed = Signal()

    def __init__(self, shipped: Path, file: Path, commands: set[str]) -> None:
        """`file` is the person's own; `misread` says in a sentence why it is not used."""
        super().__init__()
        self.file = file
        self.schemes = keymap.load(shipped, commands)
        self.own, self.misread = own_keys.read(file, self.schemes, commands)
        self.keymap: Keymap = own_keys.laid_over(self.base, self.own)

    @property
    def base(self) -> Keymap:
        """The scheme as it ships."""
        return self.schemes[self.own.scheme]

    @property
    def scheme_title(self) -> str:
        return keymap.TITLES.get(self.own.scheme, self.own.scheme)

    def change(self, own: OwnKeys) -> None:
        """From now on. The caller writes the file (`save`), which may wait for the disk."""
        if own != self.own:
            self.own, self.keymap = own, own_keys.laid_over(self.schemes[own.scheme], own)
            self.changed.emit()

    def save(self, own: OwnKeys) -> None:
        """In a lane; raises StoreError. A file that cannot be used is set aside first."""
        own_keys.write(self.file, own, afresh=bool(self.misread))
        self.misread = ""

    def names(self) -> dict[str, str]:
        """For keycaps: the first key of each command."""
        return {id: self.shown(id) for table in self.keymap.bindings.values() for id in table.values()}

    def shown(self, command: str) -> str:
        """The first key of a command as a person reads it, or ""."""
        keys = self.keymap.keys_of(command)
        return shown(keys[0], mac=sys.platform == "darwin") if keys else ""
