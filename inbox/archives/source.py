"""A file, or the files inside a zip or tar archive, each read as a stream within limits; nothing is ever unpacked.

A small file can claim to be a huge one: the number of entries is limited, and so is what comes out of one, as a
multiple of what went in (text shrinks to a tenth or a twentieth, never to a two-hundredth).
"""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import IO

from inbox.core.errors import Refused

MOST_ENTRIES = 200_000
MOST_TIMES = 200
ALWAYS_ALLOWED = 64 * 2**20
"""Bytes that may come out whatever went in."""
HEAD = 64 * 1024
_ZIP = b"PK\x03\x04"
_GZIP = b"\x1f\x8b"
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError)


class Stream(io.RawIOBase):
    """A stream that counts what came out of it, and refuses to be a bomb. Raises nothing but Refused."""

    def __init__(
        self, stream: IO[bytes] | io.RawIOBase, size: int, most: int | None, name: str, packed: IO[bytes] | None = None
    ) -> None:
        super().__init__()
        self._stream, self._size, self._most, self._name, self._packed = stream, size, most, name, packed
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            raise ValueError("a stream of unknown length is read in pieces")
        try:
            piece = self._stream.read(size) or b""
        except _BROKEN:
            raise Refused(f"{self._name} is damaged from here on. What came before it is read.") from None
        self.count += len(piece)
        if self._most is not None and self.count > self._most:
            raise Refused(f"{self._name} unpacks to far more than an archive holds. It was left alone.")
        return piece

    @property
    def share(self) -> float:
        """How much of it is read, 0 to 1."""
        done = self.count if self._packed is None else self._packed.tell()
        return min(1.0, done / self._size) if self._size else 1.0


class Unpacked(io.RawIOBase):
    """What a gzip file holds (RFC 1952). Unlike that of the standard library it gives what came before a cut."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file, self._z, self._rest = file, zlib.decompressobj(47), b""

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, b"" at the end. Raises EOFError where it is cut off, and zlib.error."""
        while True:
            packed = self._rest or self._file.read(HEAD)
            if self._z.eof and packed:
                self._z = zlib.decompressobj(47)
            if not packed and not self._z.eof:
                raise EOFError
            if not packed:
                return b""
            piece = self._z.decompress(packed, size)
            self._rest = self._z.unused_data if self._z.eof else self._z.unconsumed_tail
            if piece:
                return piece


class Source:
    """Raises Refused where the file cannot be read."""

    def __init__(self, path: Path) -> None:
        # Apple Mail exports a folder with the mailbox in it.
        self.path = path = path / "mbox" if path.suffix == ".mbox" and (path / "mbox").is_file() else path
        try:
            self._size = path.stat().st_size
            with path.open("rb") as file:
                self.head = file.read(HEAD)
        except IsADirectoryError:
            raise Refused(f"{path.name} is a folder. Choose the file that was downloaded.") from None
        except OSError as error:
            raise Refused(
                f"{path.name} cannot be read ({os.strerror(error.errno or 0)}). Choose another file."
            ) from None
        if not self.head:
            raise Refused(f"{path.name} is empty. Download it again.")
        self._is_packed = self.head.startswith(_GZIP) and not self._is_tar
        if self._is_packed:
            try:
                with self.open() as stream:
                    self.head = stream.read(HEAD)
            except Refused:
                raise Refused(f"{path.name} is not whole. Download it again.") from None

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def stem(self) -> str:
        """Its name without what says the kind of file; of a mailbox folder that of the folder."""
        return Path(self.name).stem if self.name != "mbox" else self.path.parent.stem

    @property
    def holds_files(self) -> bool:
        """It is a zip or tar archive."""
        return self.head.startswith(_ZIP) or self._is_tar

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Of the files in it; its own name where it is no archive. Raises Refused for an archive that is not whole."""
        try:
            if self.head.startswith(_ZIP):
                with zipfile.ZipFile(self.path) as archive:
                    found = [each.filename for each in archive.infolist() if not each.is_dir()]
            elif self._is_tar:
                with tarfile.open(self.path) as tar:
                    found = []
                    for member in tar:
                        found += [member.name] if member.isfile() else []
                        if len(found) > MOST_ENTRIES:
                            break
            else:
                return (self.name,)
        except _BROKEN:
            raise Refused(f"{self.name} is not whole. Download it again.") from None
        if len(found) > MOST_ENTRIES:
            raise Refused(f"{self.name} has more than {MOST_ENTRIES:,} files in it. It was left alone.")
        return tuple(found)

    def named(self, *ends: str) -> list[str]:
        """Names of files whose path ends so, in order."""
        return sorted(name for name in self.names if any(name == end or name.endswith(f"/{end}") for end in ends))

    @contextmanager
    def open(self, name: str = "") -> Iterator[Stream]:
        """One of `names`; the file itself without one. Raises Refused."""
        with ExitStack() as stack:
            yield self._opened(stack, name)

    def _opened(self, stack: ExitStack, name: str) -> Stream:
        try:
            if name and self.head.startswith(_ZIP):
                archive = stack.enter_context(zipfile.ZipFile(self.path))
                info = archive.getinfo(name)
                most = max(ALWAYS_ALLOWED, info.compress_size * MOST_TIMES)
                return Stream(stack.enter_context(archive.open(info)), info.file_size, most, self.name)
            if name and self._is_tar:
                tar = stack.enter_context(tarfile.open(self.path))  # noqa: SIM115
                member = tar.getmember(name)
                inside = tar.extractfile(member)
                if inside is not None:
                    most = max(ALWAYS_ALLOWED, self._size * MOST_TIMES)
                    return Stream(stack.enter_context(inside), member.size, most, self.name)
            file = stack.enter_context(self.path.open("rb"))
            if self._is_packed:
                most = max(ALWAYS_ALLOWED, self._size * MOST_TIMES)
                return Stream(Unpacked(file), self._size, most, self.name, packed=file)
            return Stream(file, self._size, None, self.name)
        except RuntimeError:  # what zipfile raises for a password, and for a way of packing it does not know
            raise Refused(f"{self.name} is locked or packed in an unusual way. Unpack it and pack it again.") from None
        except (*_BROKEN, KeyError):
            raise Refused(f"{self.name} is not whole. Download it again.") from None

    def inside(self, name: str) -> Member:
        """One of `names` as a source of its own. Raises Refused."""
        return Member(self, name)

    @property
    def _is_tar(self) -> bool:
        """A tar archive, packed or not (POSIX.1-1988: "ustar" at byte 257)."""
        if self.head.startswith(_GZIP):
            try:
                return zlib.decompressobj(47).decompress(self.head, 1024)[257:262] == b"ustar"
            except zlib.error:
                return False
        return self.head[257:262] == b"ustar"


class Member(Source):
    """A file inside of an archive."""

    def __init__(self, whole: Source, name: str) -> None:
        self.path, self._whole, self._inside = whole.path, whole, name
        with whole.open(name) as stream:
            self.head = stream.read(HEAD)

    @property
    def name(self) -> str:
        return PurePosixPath(self._inside).name

    @cached_property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def _opened(self, stack: ExitStack, name: str) -> Stream:
        return self._whole._opened(stack, self._inside)
