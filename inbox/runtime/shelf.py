"""Pictures kept for the time without a network: files of a folder in the profile, named by a hash of their address.

The person allowed each of them beforehand. The oldest leave when there are too many, all of them when a place is
forgotten; nothing else is lost with them.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from inbox.core.errors import StoreError

FOLDER = "pictures"
MOST_BYTES = 200 * 1024 * 1024
KINDS = ("png", "jpeg", "gif", "webp")
HALF = ".half"


class Shelf:
    """For one thread at a time."""

    def __init__(self, profile: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder = profile / FOLDER
        self._most = most_bytes

    def take(self, address: str) -> tuple[bytes, str] | None:
        """(its bytes, its kind), or None: it is not here, or cannot be read."""
        for kind in KINDS:
            try:
                return self._file(address, kind).read_bytes(), kind
            except OSError:
                continue
        return None

    def has(self, address: str) -> bool:
        return any(self._file(address, kind).exists() for kind in KINDS)

    def put(self, address: str, data: bytes, kind: str) -> None:
        """Whole or not at all. Raises StoreError where nothing more can be written."""
        file = self._file(address, kind)
        half = file.with_suffix(HALF)
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            half.write_bytes(data)
            os.replace(half, file)
            self._make_room()
        except OSError as error:
            with suppress(OSError):
                half.unlink(missing_ok=True)
            raise StoreError(f"The picture could not be kept ({error.strerror}). Make room on the disk.") from error

    def clear(self) -> None:
        """What cannot be removed now (another program reads it) goes the next time, or when there are too many."""
        for file in self._files():
            try:
                file.unlink()
            except OSError:
                continue

    def _file(self, address: str, kind: str) -> Path:
        return self._folder / f"{hashlib.sha256(address.encode()).hexdigest()}.{kind}"

    def _files(self) -> list[Path]:
        return list(self._folder.iterdir()) if self._folder.is_dir() else []

    def _make_room(self) -> None:
        kept = sorted(((file.stat(), file) for file in self._files()), key=lambda each: each[0].st_mtime_ns)
        total = sum(status.st_size for status, _ in kept)
        for status, file in kept:
            if total <= self._most:
                break
            file.unlink(missing_ok=True)
            total -= status.st_size
