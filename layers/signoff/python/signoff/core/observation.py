"""Everything that an operator is told of: a closed union, so that each kind is tested."""

from typing import TypeAlias

from signoff.core.observations.doors import (
    EventIgnored,
    EventQueued,
    InvocationFailed,
    RequestRefused,
)
from signoff.core.observations.inboxes import HomeNotShown, HomeShown
from signoff.core.observations.installs import (
    Installed,
    InstallRefused,
    NotInstalled,
    Removed,
    TokenNotRenewed,
    TokenRenewed,
)
from signoff.core.observations.people import (
    CardDrawn,
    ClickRefused,
    DecisionTaken,
    FormOpened,
    HandedOver,
    MessageSent,
    NotTold,
    PeopleCalled,
    PutOff,
    Undeliverable,
    VoteCounted,
)
from signoff.core.observations.presence import AnswerRated, StopTaken
from signoff.core.observations.runs import (
    MessageHeard,
    ModelAnswered,
    OutcomeNoted,
    OutcomeUnknown,
    RunGivenUp,
    ThreadAbandoned,
    TurnEnded,
    TurnPutOff,
)
from signoff.core.observations.upkeep import (
    DeadLetterTold,
    DeliveryFailed,
    ErrandFailed,
    LeaseRepaired,
    LetterFailed,
    RowFailed,
    SweepDone,
    TextLost,
    ThreadWoken,
)

Observation: TypeAlias = (
    AnswerRated
    | CardDrawn
    | ClickRefused
    | DeadLetterTold
    | DecisionTaken
    | DeliveryFailed
    | ErrandFailed
    | EventIgnored
    | EventQueued
    | FormOpened
    | HomeNotShown
    | HomeShown
    | HandedOver
    | Installed
    | InstallRefused
    | InvocationFailed
    | LeaseRepaired
    | LetterFailed
    | MessageHeard
    | MessageSent
    | ModelAnswered
    | NotInstalled
    | NotTold
    | OutcomeNoted
    | OutcomeUnknown
    | PeopleCalled
    | PutOff
    | Removed
    | RequestRefused
    | RowFailed
    | RunGivenUp
    | StopTaken
    | SweepDone
    | TextLost
    | ThreadAbandoned
    | ThreadWoken
    | TokenNotRenewed
    | TokenRenewed
    | TurnEnded
    | TurnPutOff
    | Undeliverable
    | VoteCounted
)
"""One thing that happened, told once, after it was stored."""
