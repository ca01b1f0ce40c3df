"""One program writes to a profile: an operating system lock on a file beside the database, held until the process ends.

No Qt, so that the headless face shares it. The lock of a killed process is released by the system; the file stays and
is harmless. What stands in the file only makes the refusal readable.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType

from inbox.core.errors import Refused, StoreError

NAME = "parlour.lock"
_LOCKED_BYTE = 1 << 30
"""Windows locks are mandatory: a byte far behind the text keeps the text readable."""


class InstanceLock:
    """`with InstanceLock(folder, "the window"):` raises Refused when another process holds the profile,
    StoreError when the folder cannot be written."""

    def __init__(self, folder: Path, purpose: str) -> None:
        self._path = folder / NAME
        self._purpose = purpose
        self._handle: int | None = None

    def __enter__(self) -> InstanceLock:
        self.take()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def take(self) -> None:
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreError(
                f"The folder {self._path.parent} cannot be used ({error.strerror}). Choose another with --profile."
            ) from error
        try:
            _lock(handle)
        except OSError as error:
            holder = os.read(handle, 200).decode("utf-8", "replace").strip()
            os.close(handle)
            raise Refused(
                f"{_holder(holder)} is using this profile. Close it first, or choose another with --profile."
            ) from error
        os.ftruncate(handle, 0)
        os.write(handle, f"{self._purpose} (process {os.getpid()})\n".encode())
        self._handle = handle

    def release(self) -> None:
        if self._handle is None:
            return
        os.ftruncate(self._handle, 0)
        os.close(self._handle)
        self._handle = None


def _holder(text: str) -> str:
    return f"Parlour ({text})" if text else "Parlour"


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
