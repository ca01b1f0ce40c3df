from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null
from keyring.errors import KeyringLocked, PasswordDeleteError, PasswordSetError

from inbox.core.errors import StoreError
from inbox.store.secrets import KeyringSecrets
from tests.conftest import SERVERS

LONG = "eyJhbGciOiJSUzI1NiJ9." * 400


class SmallVault(KeyringBackend):
    """A keychain as small as Windows's: 2,560 bytes of UTF-16 an item. Not chosen by anybody: priority 0."""

    priority = 0  # type: ignore[assignment]

    def __init__(self) -> None:
        self.items: dict[tuple[str, str], str] = {}
        self.locked = False
        self.refuses = False
        self.writes_left: int | None = None

    def get_password(self, service: str, username: str) -> str | None:
        self._ask()
        return self.items.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._ask()
        if self.refuses or len(password.encode("utf-16-le")) > 2560:
            raise PasswordSetError("The stub received bad data")
        if self.writes_left is not None:
            if self.writes_left == 0:
                raise OSError("cut off")
            self.writes_left -= 1
        self.items[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._ask()
        if self.items.pop((service, username), None) is None:
            raise PasswordDeleteError(service)

    def _ask(self) -> None:
        if self.locked:
            raise KeyringLocked("Failed to unlock the collection!")


@pytest.fixture
def vault() -> SmallVault:
    return SmallVault()


def test_a_value_is_kept_under_profile_place_and_name(vault: SmallVault) -> None:
    secrets = KeyringSecrets("p1", vault)
    secrets.put("blog", "password", "s3cret")
    secrets.put("blog", "token", "t")
    assert (secrets.get("blog", "password"), secrets.get("blog", "token")) == ("s3cret", "t")
    assert secrets.get("blog", "other") is None
    assert secrets.get("other", "password") is None
    assert KeyringSecrets("p2", vault).get("blog", "password") is None
    assert secrets.sentence == ""
    [(service, _)] = vault.items
    assert "p1" in service
    assert "blog" in service


def test_a_long_value_is_cut_to_what_windows_takes_and_joined_again(vault: SmallVault) -> None:
    secrets = KeyringSecrets("p", vault)
    secrets.put("mail", "refresh", LONG)
    assert KeyringSecrets("p", vault).get("mail", "refresh") == LONG
    assert len(vault.items) > 2
    assert secrets.sentence == ""


def test_a_value_that_shrinks_leaves_no_parts_behind(vault: SmallVault) -> None:
    secrets = KeyringSecrets("p", vault)
    for value in (LONG, LONG[::-1], LONG[:2000], "short"):
        secrets.put("mail", "refresh", value)
        assert secrets.get("mail", "refresh") == value
    assert len(vault.items) == 1


def test_forgetting_a_place_leaves_nothing_of_it_and_all_of_others(vault: SmallVault) -> None:
    secrets = KeyringSecrets("p", vault)
    secrets.put("mail", "refresh", LONG)
    secrets.put("blog", "password", "stays")
    secrets.forget("mail")
    assert secrets.get("mail", "refresh") is None
    assert len(vault.items) == 1
    secrets.forget("mail")
    assert secrets.get("blog", "password") == "stays"


@pytest.mark.parametrize("written", range(9))
def test_a_crash_while_a_long_value_is_written_leaves_the_old_one_or_the_new_one(
    vault: SmallVault, written: int
) -> None:
    KeyringSecrets("p", vault).put("mail", "refresh", LONG)
    vault.writes_left = written
    KeyringSecrets("p", vault).put("mail", "refresh", LONG[::-1])
    assert KeyringSecrets("p", vault).get("mail", "refresh") in (LONG, LONG[::-1])


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=3000), min_size=1, max_size=3))
def test_any_text_comes_back_as_it_was(values: dict[str, str]) -> None:
    vault = SmallVault()
    for name, value in values.items():
        KeyringSecrets("p", vault).put("blog", name, value)
    assert {name: KeyringSecrets("p", vault).get("blog", name) for name in values} == values


def test_a_locked_keychain_is_not_an_empty_one(vault: SmallVault) -> None:
    secrets = KeyringSecrets("p", vault)
    secrets.put("blog", "password", "s3cret")
    vault.locked = True
    for ask in (
        lambda: secrets.get("blog", "password"),
        lambda: secrets.put("blog", "password", "new"),
        lambda: secrets.forget("blog"),
    ):
        with pytest.raises(StoreError, match=r"^The keychain is locked. Unlock it, then try again.$"):
            ask()
    vault.locked = False
    assert secrets.get("blog", "password") == "s3cret"


def test_a_keychain_that_refuses_leaves_the_value_in_memory_and_says_so(vault: SmallVault) -> None:
    vault.refuses = True
    secrets = KeyringSecrets("p", vault)
    secrets.put("blog", "password", "s3cret")
    assert secrets.get("blog", "password") == "s3cret"
    assert "in memory only" in secrets.sentence
    assert KeyringSecrets("p", vault).get("blog", "password") is None


def test_a_damaged_value_is_said_and_can_be_written_anew(vault: SmallVault) -> None:
    secrets = KeyringSecrets("p", vault)
    secrets.put("mail", "refresh", LONG)
    part = next(key for key in vault.items if key[0].endswith("a1"))
    vault.items[part] = "gone wrong"
    with pytest.raises(StoreError, match="damaged"):
        secrets.get("mail", "refresh")
    secrets.put("mail", "refresh", "new")
    assert secrets.get("mail", "refresh") == "new"


@pytest.mark.parametrize("useless", [fail.Keyring, null.Keyring, chainer.ChainerBackend])
def test_a_keychain_that_keeps_nothing_or_anywhere_is_refused(useless: type[KeyringBackend]) -> None:
    secrets = KeyringSecrets("p", useless())
    secrets.put("blog", "password", "s3cret")
    assert secrets.get("blog", "password") == "s3cret"
    assert secrets.sentence.startswith("This computer offers no keychain")
    secrets.forget("blog")
    assert secrets.get("blog", "password") is None


def test_keyring_is_imported_on_use_only() -> None:
    code = (
        "import sys; from inbox.store.secrets import KeyringSecrets; s = KeyringSecrets('p');"
        "print('keyring' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


ASK = """
import json, sys
from inbox.core.errors import StoreError
from inbox.store.secrets import KeyringSecrets
secrets = KeyringSecrets("c0ffee")
told = []
for verb, *rest in json.load(sys.stdin):
    try:
        told.append(getattr(secrets, verb)(*rest))
    except StoreError as error:
        told.append(["StoreError", str(error)])
json.dump([told, secrets.sentence], sys.stdout)
"""


def ask(environment: Mapping[str, str], *questions: tuple[str, ...]) -> tuple[list[object], str]:
    """What a process of its own, with the system's keychain, answers."""
    run = subprocess.run(
        [sys.executable, "-c", ASK],
        input=json.dumps(questions),
        env=dict(environment),
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    told, sentence = json.loads(run.stdout)
    return told, sentence


def test_the_systems_own_keychain_keeps_values_between_processes(keychain: Mapping[str, str]) -> None:
    written, sentence = ask(keychain, ("put", "blog", "password", "žluťoučký 👍"), ("put", "mail", "refresh", LONG))
    assert (written, sentence) == ([None, None], "")
    read, _ = ask(keychain, ("get", "blog", "password"), ("get", "mail", "refresh"), ("get", "mail", "none"))
    assert read == ["žluťoučký 👍", LONG, None]
    left, _ = ask(keychain, ("forget", "mail"), ("get", "mail", "refresh"), ("get", "blog", "password"))
    assert left == [None, None, "žluťoučký 👍"]


def test_the_systems_own_keychain_when_locked_says_so(keychain: Mapping[str, str], servers_home: Path) -> None:
    ask(keychain, ("put", "blog", "password", "s3cret"))
    turn = {**keychain, "SERVERS_HOME": str(servers_home)}
    subprocess.run(["bash", str(SERVERS / "secrets.sh"), "lock"], env=turn, check=True, capture_output=True)
    try:
        told, _ = ask(keychain, ("get", "blog", "password"), ("put", "blog", "password", "new"))
        assert told == [["StoreError", "The keychain is locked. Unlock it, then try again."]] * 2
    finally:
        subprocess.run(["bash", str(SERVERS / "secrets.sh"), "unlock"], env=turn, check=True, capture_output=True)
    assert ask(keychain, ("get", "blog", "password"))[0] == ["s3cret"]


@pytest.mark.network_loopback
def test_without_a_keychain_values_live_until_quit(keychain: Mapping[str, str], tmp_path: Path) -> None:
    nowhere = {**keychain, "DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/none"}
    told, sentence = ask(nowhere, ("put", "blog", "password", "s3cret"), ("get", "blog", "password"))
    assert (told, sentence[:32]) == ([None, "s3cret"], "This computer offers no keychain")
    assert ask(nowhere, ("get", "blog", "password"))[0] == [None]


def test_a_setting_that_names_another_backend_is_not_followed(keychain: Mapping[str, str]) -> None:
    elsewhere = {**keychain, "PYTHON_KEYRING_BACKEND": "keyrings.alt.file.PlaintextKeyring"}
    told, sentence = ask(elsewhere, ("put", "blog", "password", "s3cret"), ("get", "blog", "password"))
    assert told == [None, "s3cret"]
    assert sentence
