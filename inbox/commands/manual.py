"""The manual's page of commands and keys, written from the registry and the keymap (`docs/commands.md`)."""

from __future__ import annotations

from pathlib import Path

from inbox.commands import keymap, registry

HEAD = """# Commands and keys

Written by the code (`python3 -m tests.docs`); a test fails when it is out of date.

Every action is a command with a name. It is in the menus, in the palette (Ctrl K) and on the key sheet (?). Keys are
lines of `resources/keymap.toml`. On a Mac, Ctrl is Cmd. Single keys are silent where text is written and while an input
method composes; keys in a row (G I) wait 900 ms for the next.

Three schemes ship: Parlour, Gmail-like and Superhuman-like. Keys of your own lie over the scheme you chose; they are a
small file `keymap.toml` in the folder of the profile, read when Parlour starts:

    scheme = "gmail"

    [keys.window]
    "Y" = "triage.done"
    "E" = ""

`"Y" = "triage.done"` gives done another key, `"E" = ""` takes a key away; under `[keys.composer]` stand keys that are
heard while writing. A file that cannot be used changes nothing and is named in a notice.

A key is the character that is typed, wherever it lies on the keyboard and whatever else must be held for it. Where a
keyboard types no Latin letters (Russian, Greek, Hebrew), the Latin letter of the key counts, if the system tells it.
"""


def page(resources: Path) -> str:
    """Markdown: one table a group."""
    known = registry.commands()
    schemes = keymap.load(resources / keymap.FILE, set(known))
    parts = [HEAD]
    for group in registry.Group:
        rows = [one for one in known.values() if one.group is group]
        lines = [
            f"\n## {group}\n",
            f"| command | what it does | {' | '.join(keymap.TITLES[name] for name in schemes)} |",
            f"| --- | --- |{' --- |' * len(schemes)}",
        ]
        for one in rows:
            keys = " | ".join(
                ", ".join(f"`{keymap.shown(key, mac=False)}`" for key in scheme.keys_of(one.id))
                for scheme in schemes.values()
            )
            lines.append(f"| `{one.id}` | {one.title} | {keys} |")
        parts.append("\n".join(lines) + "\n")
    return "".join(parts)
