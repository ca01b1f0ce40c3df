"""What is handed to the browser, the mail program or the phone; never silently, as not every computer has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

if TYPE_CHECKING:
    from inbox.ui.desk import Desk


def open_outside(desk: Desk, address: str) -> None:
    url = QUrl(address)
    if url.scheme() not in ("http", "https", "mailto", "tel"):
        desk.say("Only web and mail addresses and phone numbers are opened from here.", tone="warn")
    elif desk.is_sample:
        desk.say("In the sample no page is opened: its addresses lead nowhere.")
    elif not QDesktopServices.openUrl(url):
        desk.copy(address)
        desk.say("No program opens this address here, so it was copied. Paste it where you want it.", tone="warn")
