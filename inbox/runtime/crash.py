"""The door of the bugs: what nobody expected is written down, without content, and shown; nothing is sent anywhere."""

from __future__ import annotations

import faulthandler
import io
import logging
import os
import re
import sys
import threading
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from inbox.core.errors import InboxError

LOG = "parlour.log"
CRASH = "crash.txt"
# `name=value`, `name: value` and `'name': 'va lue'`: application passwords are shown in groups with spaces.
_SECRETS = re.compile(
    r"(?i)((?:access_token|refresh_token|client_secret|password|passwd|code|key|authorization)['\"]?\s*[=:]\s*)"
    r"(?:'[^'\n]*'|\"[^\"\n]*\"|(?:basic |bearer )?[^\s&'\"]+)"
)
_BEARER = re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}")
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")


def redact(text: str) -> str:
    """Without values of secrets and without e-mail addresses."""
    text = _BEARER.sub(r"\1 [hidden]", text)
    text = _SECRETS.sub(r"\1[hidden]", text)
    return _ADDRESS.sub("[address]", text)


def _private(path: str, flags: int) -> int:
    """For `open(opener=)`: readable by its owner only, wherever the folder is."""
    return os.open(path, flags, 0o600)


class _PrivateFile(RotatingFileHandler):
    def _open(self) -> io.TextIOWrapper:
        descriptor = _private(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        return io.TextIOWrapper(io.FileIO(descriptor, "a"), encoding=self.encoding, write_through=True)


class _Redacting(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def keep_log(folder: Path) -> None:
    """A rotating log of half a megabyte, three kept, without content of messages. urllib3 says addresses with their
    queries, and tokens at DEBUG: it is not listened to."""
    handler = _PrivateFile(folder / LOG, maxBytes=512_000, backupCount=3, encoding="utf-8", delay=True)
    handler.setFormatter(_Redacting("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.getLogger("urllib3").setLevel(logging.ERROR)


class CrashDoor:
    """Takes what nobody caught, in any thread. `show` (interface only) gets one sentence and the path of the report
    ("" if there is none), on the thread where it happened."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / CRASH
        self._fatal = open(folder / "fatal.txt", "a", encoding="utf-8", opener=_private)  # noqa: SIM115 (see close)
        self.show: Callable[[str, str], None] | None = None

    def install(self) -> None:
        faulthandler.enable(self._fatal)
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook

    def close(self) -> None:
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        faulthandler.disable()
        self._fatal.close()

    def bug(self, error: BaseException) -> None:
        """Write the report; never raises because of a full disk. What was expected, and only had nobody to hear it, is
        no bug: its sentence is shown, with no report."""
        if isinstance(error, InboxError):
            logging.getLogger("parlour").info("nobody heard: %s", type(error).__name__)
            if self.show is not None:
                self.show(str(error), "")
            return
        report = redact("".join(traceback.format_exception(error)))
        logging.getLogger("parlour").error("bug: %s", type(error).__name__)
        try:
            with open(self._path, "a", encoding="utf-8", opener=_private) as file:
                file.write(report + "\n")
        except OSError:
            sys.stderr.write(report)
        if self.show is not None:
            self.show(
                "Something went wrong in Parlour itself. Nothing you saved is lost; a report was written.",
                str(self._path),
            )

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.bug(error.with_traceback(trace))
        if self.show is None:
            sys.__excepthook__(kind, error, trace)

    def _thread_hook(self, what: threading.ExceptHookArgs) -> None:
        """The store's writer tells of a listener's bug this way, and goes on saving."""
        if what.exc_value is not None:
            self.bug(what.exc_value)
