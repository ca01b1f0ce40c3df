"""The cards of the profile, in the order of the panel. One line adds a card."""

from __future__ import annotations

from inbox.ui.profile.about import AboutCard, IntentionCard
from inbox.ui.profile.card import PersonCard
from inbox.ui.profile.facts import BetweenCard, WhereCard
from inbox.ui.profile.history import HistoryCard
from inbox.ui.profile.ladder import LadderCard
from inbox.ui.profile.lately import LatelyCard
from inbox.ui.profile.manners import ConsentCard, PromisesCard, StopCard
from inbox.ui.profile.next_step import FriendCard, NextStepCard
from inbox.ui.profile.notes import NotesCard
from inbox.ui.profile.tags import TagsCard
from inbox.ui.profile.ties import IntroductionsCard, SalesCard
from inbox.ui.same_person_card import SamePersonCard

CARDS: tuple[type[PersonCard], ...] = (
    StopCard,
    NextStepCard,
    FriendCard,
    PromisesCard,
    WhereCard,
    SamePersonCard,
    BetweenCard,
    LadderCard,
    SalesCard,
    LatelyCard,
    IntentionCard,
    TagsCard,
    NotesCard,
    AboutCard,
    IntroductionsCard,
    ConsentCard,
    HistoryCard,
)
