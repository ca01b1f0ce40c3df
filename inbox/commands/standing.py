"""How close somebody is, and the next step with them."""

from __future__ import annotations

from inbox.commands.context import Context
from inbox.commands.registry import Group, Needs, command
from inbox.core.model import Purpose, Stage
from inbox.core.relation import Door, StepKind
from inbox.rules.stages import next_by_hand


@command("people.stage_up", "Stage up", Group.PEOPLE, needs=Needs.PERSON, words="closer friend customer regular")
def stage_up(at: Context) -> None:
    identity = at.person()
    if identity is None:
        return
    up = next_by_hand(at.read(lambda reading: reading.relation(identity)).stage)
    if up is None:
        at.say("They are a customer: there is no stage above it.")
    elif up is Stage.CUSTOMER:
        at.screen.ask_sale()
    else:
        at.act(lambda write: write.set_stage(identity, up))


@command("people.stage", "Set their stage…", Group.PEOPLE, needs=Needs.PERSON, words="stranger acquaintance friend")
def stage(at: Context) -> None:
    at.screen.ask_stage()


@command("people.next_step", "Take the next step", Group.PEOPLE, needs=Needs.PERSON, words="suggested do it")
def next_step(at: Context) -> None:
    identity = at.person()
    step = None if identity is None else at.read(lambda reading: reading.relation(identity)).step
    if step is None:
        at.say("There is no next step with them. That is fine.")
    elif step.kind is StepKind.WRITE_DOWN:
        at.screen.write_down_talk()
    elif step.door is Door.EMAIL:
        at.open_link(f"mailto:{step.address}")
    elif step.door is Door.PROFILE:
        at.open_link(step.address)
    else:
        message = max(step.evidence.messages, default=None)
        purpose = Purpose.THANK if step.kind is StepKind.THANK else Purpose.REPLY
        at.screen.answer_at(step.evidence.conversation, message, purpose)


@command(
    "people.step_evidence",
    "What the next step counts",
    Group.PEOPLE,
    needs=Needs.PERSON,
    words="why evidence messages proof",
)
def step_evidence(at: Context) -> None:
    at.screen.show_step_evidence()


@command(
    "people.suggest_again", "Suggest again for them", Group.PEOPLE, needs=Needs.PERSON, words="turned down not now"
)
def suggest_again(at: Context) -> None:
    identity = at.person()
    if identity is not None:
        at.act(lambda write: write.suggest_again(identity))


@command("app.what_counts", "What counts…", Group.APP, words="points thresholds worth stages segments settings")
def what_counts(at: Context) -> None:
    at.screen.open_what_counts()
