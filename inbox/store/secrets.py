"""Passwords and tokens, in the system's keychain only: never in a file, never in the database.

One item a place, since a Mac may ask the person once an item: a JSON object of the place's values by name. Windows
holds 1,280 UTF-16 units an item, so a longer one is cut into parts, with a manifest in its place that is written last.

A keychain may ask the person to unlock it, and wait for them: call nothing here on the GUI thread.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import sys
from typing import Protocol

from inbox.core.errors import StoreError

_PINNED = {
    "darwin": ("keyring.backends.macOS", "Keyring"),
    "win32": ("keyring.backends.Windows", "WinVaultKeyring"),
}
_ELSEWHERE = ("keyring.backends.SecretService", "Keyring")
# What keeps nothing, keeps it somewhere else than said, or keeps it in a file.
_REFUSED = ("keyring.backends.fail", "keyring.backends.null", "keyring.backends.chainer", "keyrings.")
# Backends let errors of what is below them through. (module, class)
_BELOW = (
    ("keyring.errors", "KeyringError"),
    ("secretstorage.exceptions", "SecretStorageException"),
    ("jeepney.wrappers", "DBusErrorResponse"),
    ("win32ctypes.pywin32.pywintypes", "error"),
)
_UNITS = 1200
_USER = "Parlour"
_NONE = (
    "This computer offers no keychain, so passwords are kept in memory only: you will be asked for them again after "
    "you quit."
)
_REFUSES = (
    "The keychain did not keep a password, so it is kept in memory only: you will be asked for it again after you quit."
)
_LOCKED = "The keychain is locked. Unlock it, then try again."
_SILENT = "The keychain does not answer ({why}). Try again, or restart the computer."


class Keychain(Protocol):
    """What is used of a backend of `keyring`."""

    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def delete_password(self, service: str, username: str) -> None: ...


class _Damaged(StoreError):
    """What is in the keychain is not what was put there: as good as nothing once the person signs in again."""

    def __init__(self) -> None:
        super().__init__("A password in the keychain is damaged. Sign in again at its place.")


class KeyringSecrets:
    """`core.ports.Secrets`. `profile` is the uuid in the profile's database, so that profiles never share a password.

    Raises StoreError where the keychain is locked or does not answer: that is not the same as having no password.
    """

    def __init__(self, profile: str, keychain: Keychain | None = None) -> None:
        self._profile = profile
        self._given = keychain
        self._found: Keychain | None = None
        self._looked = False
        self._memory: dict[str, dict[str, str]] = {}
        self._sentence = ""

    @property
    def sentence(self) -> str:
        self._keychain()
        return self._sentence

    def get(self, place: str, name: str) -> str | None:
        return self._values(place).get(name)

    def put(self, place: str, name: str, value: str) -> None:
        """Written and read back. What the keychain will not take stays in memory, and `sentence` says so."""
        try:
            values = {**self._values(place), name: value}
        except _Damaged:
            values = {name: value}
        keychain = self._keychain()
        if keychain is not None and self._keep(keychain, place, values):
            self._memory.pop(place, None)
        else:
            self._memory[place] = values

    def forget(self, place: str) -> None:
        self._memory.pop(place, None)
        keychain = self._keychain()
        if keychain is None:
            return
        service = self._service(place)
        try:
            _delete(keychain, service)
            for half in _HALVES:
                _delete_parts(keychain, service, half)
        except _trouble() as error:
            raise _sentence_of(error) from error

    def _values(self, place: str) -> dict[str, str]:
        if place in self._memory:
            return self._memory[place]
        keychain = self._keychain()
        if keychain is None:
            return {}
        try:
            return _read(keychain, self._service(place))
        except _trouble() as error:
            raise _sentence_of(error) from error

    def _keep(self, keychain: Keychain, place: str, values: dict[str, str]) -> bool:
        service = self._service(place)
        try:
            _write(keychain, service, values)
            if _read(keychain, service) == values:
                return True
        except _trouble(_Damaged) as error:
            if _is_locked(error):
                raise StoreError(_LOCKED) from error
        self._sentence = _REFUSES
        return False

    def _service(self, place: str) -> str:
        return f"Parlour {self._profile} {place}"

    def _keychain(self) -> Keychain | None:
        if not self._looked:
            self._found = _acceptable(self._given) if self._given else _system_keychain()
            self._sentence = "" if self._found else _NONE
            self._looked = True
        return self._found


def _system_keychain() -> Keychain | None:
    """The one backend that belongs to this system, whatever a setting of `keyring` or a stray package would choose."""
    module, name = _PINNED.get(sys.platform, _ELSEWHERE)
    asked = os.environ.get("PYTHON_KEYRING_BACKEND", "")
    if asked and asked != f"{module}.{name}" and not getattr(sys, "frozen", False):
        # Somebody at a source tree wants another one: our tests do, to stay out of the keychain of whoever runs them.
        return None
    try:
        backend = getattr(importlib.import_module(module), name)
        # Reading the priority of a backend that cannot work here raises.
        return backend() if backend.priority > 0 else None
    except _trouble(ImportError, RuntimeError):
        return None


def _acceptable(keychain: Keychain) -> Keychain | None:
    return None if type(keychain).__module__.startswith(_REFUSED) else keychain


def _trouble(*more: type[Exception]) -> tuple[type[Exception], ...]:
    """What may go wrong in a keychain. Classes of modules that were never imported were never raised either."""
    known = [getattr(sys.modules.get(module), name, None) for module, name in _BELOW]
    return (OSError, EOFError, *more, *(error for error in known if error is not None))


def _is_locked(error: Exception) -> bool:
    return type(error).__name__ in ("KeyringLocked", "LockedException", "PromptDismissedException")


def _sentence_of(error: Exception) -> StoreError:
    return StoreError(_LOCKED if _is_locked(error) else _SILENT.format(why=str(error) or type(error).__name__))


# ----------------------------------------------------------------------------------------------------- items and parts
#
# An item holds {"values": {name: value}}, or {"parts": n, "half": "a" or "b", "sha256": ...}: then the JSON of that is
# in n items beside it. A new long value goes to the other half, so that a crash leaves the old one whole.

_HALVES = ("a", "b")
_MOST_PARTS = 64


def _read(keychain: Keychain, service: str) -> dict[str, str]:
    item = keychain.get_password(service, _USER)
    if item is None:
        return {}
    told = _object(item)
    parts, half = told.get("parts"), told.get("half")
    if isinstance(parts, int) and half in _HALVES:
        whole = "".join(keychain.get_password(f"{service} {half}{at}", _USER) or "" for at in range(parts))
        if hashlib.sha256(whole.encode()).hexdigest() != told.get("sha256"):
            raise _Damaged
        told = _object(whole)
    values = told.get("values")
    if not isinstance(values, dict):
        raise _Damaged
    return {str(name): str(value) for name, value in values.items()}


def _write(keychain: Keychain, service: str, values: dict[str, str]) -> None:
    old = _half_in_use(keychain.get_password(service, _USER))
    # In ASCII, so that a character is a UTF-16 unit.
    whole = json.dumps({"values": values})
    if len(whole) <= _UNITS:
        keychain.set_password(service, _USER, whole)
    else:
        half = "b" if old == "a" else "a"
        parts = [whole[at : at + _UNITS] for at in range(0, len(whole), _UNITS)]
        for at, part in enumerate(parts):
            keychain.set_password(f"{service} {half}{at}", _USER, part)
        manifest = {"parts": len(parts), "half": half, "sha256": hashlib.sha256(whole.encode()).hexdigest()}
        keychain.set_password(service, _USER, json.dumps(manifest))
    if old:
        _delete_parts(keychain, service, old)


def _half_in_use(item: str | None) -> str:
    try:
        return str(_object(item).get("half", "")) if item else ""
    except _Damaged:
        return ""


def _object(item: str) -> dict[str, object]:
    try:
        told = json.loads(item)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise _Damaged
    return told


def _delete_parts(keychain: Keychain, service: str, half: str) -> None:
    for at in range(_MOST_PARTS):
        if not _delete(keychain, f"{service} {half}{at}"):
            return


def _delete(keychain: Keychain, service: str) -> bool:
    """False where there was none (asked first: backends differ in what they raise then)."""
    if keychain.get_password(service, _USER) is None:
        return False
    keychain.delete_password(service, _USER)
    return True
