"""The four pauses with a workspace that is connected in Socket Mode, and a network that fails."""

from tests.at_home import pauses
from tests.at_home.scenario import Apart, Losses
from tests.scenarios.socket_stack import Bridged, bridged
from tests.scenarios.stage import Stage


def _four_pauses() -> Losses:
    with bridged() as stands:
        return _all_four(stands)


def _four_pauses_while_connections_come_and_go() -> Losses:
    with bridged() as stands:
        stands.renew_connections()
        losses = _all_four(stands)
        stands.lose_connections()
        return losses + _all_four(stands)


def _all_four(stands: Bridged) -> Losses:
    losses = Losses()
    for scenario in pauses.SCENARIOS:
        stage = Stage(stands.everything)
        try:
            losses += scenario.play(stage)
        finally:
            stage.clear()
    unacked = [each for each in stands.everything.slack.deliveries() if each.retry_num]
    return losses + Losses(lost_messages=len(unacked))


SCENARIOS = (
    Apart(name="the four pauses come over a WebSocket", play=_four_pauses),
    Apart(
        name="the four pauses come over connections that are renewed and lost",
        play=_four_pauses_while_connections_come_and_go,
    ),
)
