"""The manual's page of networks, written from their declarations (`docs/networks.md`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from inbox.core.model import Verb
from inbox.networks.api import Declaration, Retry, Safety
from inbox.networks.registry import declarations

_INTRODUCTION: Final = """# Networks

Written from the declarations in `inbox/networks/*/__init__.py` by `python3 -m tests.docs`; a test fails when this page
is stale. Passwords are kept in the system keychain only. *After an unclear end* says what happens when an answer from
the network is lost after something was sent: Parlour sends once, or asks you.
"""

_VERBS: Final = {Verb.REPLY: "answer", Verb.LIKE: "like", Verb.UNLIKE: "take a like back", Verb.MODERATE: "moderate"}


def page(networks: Iterable[Declaration] | None = None) -> str:
    """Markdown; the sample network is left out, it talks to nobody."""
    shown = [each for each in (declarations() if networks is None else networks) if not each.hidden]
    return "\n".join([_INTRODUCTION, *(_section(each) for each in shown)])


def _section(network: Declaration) -> str:
    rows = [
        ("Reads", network.reads),
        ("Writes", network.writes),
        ("Sign-in", _sign_in(network)),
        ("Longest text", f"{network.limit.most:,} {network.limit.unit}"),
        ("Looks", f"every {network.sync_every_s / 60:g} minutes"),
        *((f"After an unclear end: {_VERBS[verb]}", _retry(rule)) for verb, rule in network.retries.items()),
        ("Cannot", " ".join(dict.fromkeys(network.without.values())) or "Nothing is missing."),
        ("Tested against", network.tested_against or "Nothing yet."),
    ]
    lines = [
        f"## {network.title}",
        "",
        "| | |",
        "| --- | --- |",
        *(f"| {name} | {_cell(text)} |" for name, text in rows),
        "",
    ]
    return "\n".join(lines)


def _sign_in(network: Declaration) -> str:
    if not network.sign_in:
        return "None."
    return " ".join(f"{each.label}{': ' + each.hint if each.hint else '.'}" for each in network.sign_in)


def _retry(rule: Retry) -> str:
    settle = f"{rule.settle_s:g} seconds"
    match rule.safety:
        case Safety.REPEATABLE:
            return "It is done again: doing it twice changes nothing."
        case Safety.KEYED:
            minutes = f"{rule.key_life_s / 120:g} minutes"
            return f"It is sent again with the same key within {minutes}; the network takes it once."
        case Safety.DUPLICATE_ERROR:
            return (
                f"After {settle} Parlour looks; if it is not there it is sent again, and the network refuses the same "
                "words a second time."
            )
        case Safety.READ_BACK:
            return f"After {settle} Parlour looks, and once more later; if it is not there, you are asked."
        case Safety.BLIND:
            return "Nothing tells whether it arrived: you are asked."


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
