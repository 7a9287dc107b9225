"""The first answer of a process is one that nobody hears, and that nothing was sent for."""

import json
import subprocess
import sys
from pathlib import Path

from playground.loopback import LoopbackServer, Request, Response
from signoff.adapters.rehearsal import rehearse
from signoff.agent.agent import Agent
from signoff.agent.model import OpenAIResponses
from signoff.testing import ManualClock

PACKAGE = Path(__file__).parents[2] / "layers/signoff/python"
FIRST_ANSWER = """
import json, sys
from signoff.adapters.clock import now
from signoff.adapters.openai import OpenAIModel
from signoff.adapters.rehearsal import rehearse
from signoff.agent.agent import Agent
from signoff.agent.model import OpenAIResponses
agent = Agent(model=OpenAIResponses(id="m"))
asked = []
sys.addaudithook(lambda event, _: event == "subprocess.Popen" and asked.append(event))
rehearse(agent, now)
known, at_first = set(sys.modules), len(asked)
rehearse(agent, now)
print(json.dumps([at_first, len(asked), sorted(set(sys.modules) - known)]))
"""


def test_a_rehearsal_sends_nothing_wherever_the_agents_model_is() -> None:
    asked: list[Request] = []

    def answer(request: Request) -> Response:
        asked.append(request)
        return Response(status=500)

    with LoopbackServer(answer) as server:
        rehearse(Agent(model=OpenAIResponses(id="m", base_url=server.url)), ManualClock())

    assert not asked


def test_after_a_rehearsal_an_answer_loads_nothing_and_looks_at_nothing_more() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_ANSWER],
        env={"PYTHONPATH": str(PACKAGE)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    at_first, in_all, loaded = json.loads(done.stdout)
    assert (in_all - at_first, loaded) == (0, [])
