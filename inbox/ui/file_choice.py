"""Where a file is to be written, asked with the system's own dialog, which also asks before something is replaced."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from inbox.core.errors import Refused

if TYPE_CHECKING:
    from inbox.ui.desk import Desk


def where_to_save(desk: Desk, title: str, name: str, kind: str, suffix: str, beside: Sequence[str] = ()) -> Path | None:
    """None where the person thought better of it, or was told what stands in the way. The file ends in `suffix`; files
    of the same name with the endings `beside` are written with it."""
    dialog = QFileDialog(desk.window, title, "", f"{kind} (*{suffix})")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(suffix.removeprefix("."))
    dialog.selectFile(name)
    is_taken = dialog.exec() == QFileDialog.DialogCode.Accepted
    chosen = dialog.selectedFiles()
    dialog.deleteLater()
    if not is_taken or not chosen:
        return None
    try:
        return ending_so(Path(chosen[0]), suffix, beside)
    except Refused as refused:
        desk.say(str(refused), tone="warn")
        return None


def ending_so(chosen: Path, suffix: str, beside: Sequence[str] = ()) -> Path:
    """The path with its ending. Raises Refused where something is there already that the dialog did not ask about:
    under the name with the ending, or of what comes with it."""
    path = chosen if chosen.suffix.lower() == suffix else chosen.with_name(chosen.name + suffix)
    for written in (path, *(path.with_suffix(ending) for ending in beside)):
        if written != chosen and written.exists():
            raise Refused(f"{written.name} is there already. Choose another name.")
    return path
