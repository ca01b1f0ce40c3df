"""Rules "when ... then ...": the page of them, and one made from what is at hand."""

from __future__ import annotations

from inbox.commands.context import Context
from inbox.commands.registry import Group, Needs, command


@command("app.rules", "Rules", Group.APP, words="automation filter when then by itself")
def rules(at: Context) -> None:
    at.screen.open_rules()


@command(
    "rules.from_this",
    "Make a rule from this…",
    Group.TRIAGE,
    needs=Needs.PERSON,
    words="automation filter always when then conversation person",
)
def from_this(at: Context) -> None:
    at.screen.rule_from_this()


@command("rules.from_search", "Make a rule from this search…", Group.TRIAGE, words="automation filter always query")
def from_search(at: Context) -> None:
    at.screen.rule_from_search()
