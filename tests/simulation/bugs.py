"""Bugs as they are really made: each must be caught, and by the invariant named here."""

from tests.simulation.lasting_bugs import LASTING_BUGS
from tests.simulation.mistakes import bug as _bug

_CORE, _USE, _OUT = "signoff.core.", "signoff.usecases.", "signoff.adapters."
_DECIDING = f"{_CORE}transitions.deciding"
_CALLING = f"{_CORE}transitions.calling"
_LEASE = f"{_CORE}transitions.lease"
_DRAWING = f"{_CORE}transitions.drawing"
_ASKING = f"{_CORE}transitions.asking"


_PENDING = '        Equal(name="state", value=RequirementState.PENDING.value),\n'
_REV = '        Equal(name="rev", value=requirement.rev),\n'

BUGS = (
    # A message on its way in.
    _bug(
        "200 although the queue did not take it",
        "lost",
        (
            f"{_OUT}slack.relay",
            (
                "        return _refused(413, TOO_LARGE, tell)\n"
                "    except TransientError as error:\n"
                "        return _refused(503, TRY_AGAIN, tell, cause=reason(error))"
            ),
            (
                "        return _refused(413, TOO_LARGE, tell)\n"
                "    except TransientError as error:\n"
                "        return answer(200)"
            ),
        ),
        first="reply",
    ),
    _bug(
        "de-duplication without a condition",
        "double|journal",
        (
            _LEASE,
            'Put(key=seen, item={"pk": seen.pk, "sk": seen.sk}, when=(Missing(name="pk"),)),',
            'Put(key=seen, item={"pk": seen.pk, "sk": seen.sk}),',
        ),
        first="crowds",
    ),
    _bug(
        "de-duplication before the inbox has it",
        "lost",
        (
            f"{_USE}accept_event",
            "        store.commit(*accept(",
            (
                "        store.commit(accept(thread, inbound, opens=True, now=clock())[0])\n"
                "        store.commit(*accept("
            ),
        ),
        (_LEASE, 'seen.sk}, when=(Missing(name="pk"),)),', "seen.sk}, when=()),"),
        (
            f"{_USE}accept_event",
            "    thread, inbound = message.thread, message.inbound\n",
            (
                "    thread, inbound = message.thread, message.inbound\n"
                "    if store.read(thread.seen(inbound.ts))[0]:\n"
                "        return Acceptance.KNOWN\n"
            ),
        ),
        first="reply",
    ),
    _bug(
        "what happens outside does not count as a wake",
        "lost|wedged|dropped",
        (_LEASE, '        add={"wakes": 1},', '        add={"wakes": 0},'),
        (_LEASE, '(Above(name="wakes", value=0),)', "()"),
        first="orders",
    ),
    _bug(
        "what was heard stays in the inbox",
        "double",
        (
            _ASKING,
            "    return (step, meta, *_heard(thread, entry.heard))",
            # For one run: for ever would be a circle in which no time passes.
            "    return (step, meta, *_heard(thread, entry.heard if run > 1 else ()))",
        ),
    ),
    _bug(
        "the inbox is read in the order of arrival",
        "reordered",
        (
            f"{_CORE}snapshot",
            "return tuple(sorted(waiting, key=lambda inbound: slack_order(inbound.ts)))",
            "return tuple(sorted(waiting, key=lambda inbound: inbound.text, reverse=True))",
        ),
        first="schedules",
    ),
    # Who works on a thread.
    _bug(
        "a claim without looking at the lease",
        "lease",
        (_LEASE, 'when=(Below(name="lease_until", value=now),),', "when=(),"),
    ),
    _bug(
        "parking although something happened",
        "wedged|lost|dropped",
        (
            _LEASE,
            (
                '        drop=("due", "due_shard", *_IN_HAND),\n'
                '        when=(Equal(name="fence", value=fence), '
                'Equal(name="wakes", value=seen)),\n'
                "    )\n\n\ndef release"
            ),
            (
                '        drop=("due", "due_shard", *_IN_HAND),\n'
                '        when=(Equal(name="fence", value=fence),),\n    )\n\n\ndef release'
            ),
        ),
        first="orders",
    ),
    _bug(
        "a journal without a fence",
        "fence|journal",
        (
            _LEASE,
            '        held = (Equal(name="fence", value=fence),)\n',
            "        held = ()\n",
        ),
        first="stalls",
    ),
    _bug(
        "a start without a fence",
        "fence",
        (
            _CALLING,
            'held: tuple[Clause, ...] = (Equal(name="fence", value=fence), Missing(name="stop"))',
            'held: tuple[Clause, ...] = (Missing(name="stop"),)',
        ),
        first="stops",
    ),
    _bug(
        "a thread that is handed on is not due",
        "wedged",
        (
            _LEASE,
            '        put={"lease_until": _NEVER_CLAIMED, **_due(due)},\n        drop=_IN_HAND,',
            '        put={"lease_until": _NEVER_CLAIMED},\n        drop=("due", "due_shard"),',
        ),
        (f"{_USE}take_turn", "            ports.queue.wake(turn.thread)\n", ""),
    ),
    _bug(
        "tries are not counted anew after a step",
        "unsaid",
        (
            _LEASE,
            '{"run": run, "step": step, "tries": 0}',
            '{"run": run, "step": step}',
        ),
        (_LEASE, '"lease_until": _NEVER_CLAIMED, "tries": 0}', '"lease_until": _NEVER_CLAIMED}'),
    ),
    _bug(
        "poison is tried for ever",
        "wedged",
        (f"{_USE}give_up", "TRIES = 5\n", "TRIES = 10**9\n"),
    ),
    # A decision.
    _bug(
        "a decision does not look whether one was taken",
        "decided twice",
        (_DECIDING, _PENDING + _REV, ""),
    ),
    _bug(
        "a decision after the expiry",
        "late",
        (_DECIDING, 'Above(name="exp", value=verdict.at)', 'Above(name="exp", value=0)'),
        (
            _DECIDING,
            'as_read = (*_as_read(asked), Above(name="exp", value=now))',
            'as_read = (*_as_read(asked), Above(name="exp", value=0))',
        ),
        (f"{_USE}find_open", "if requirement.exp <= now:", "if requirement.exp <= 0:"),
    ),
    _bug(
        "a click counts whatever it was shown",
        "unapproved",
        (
            f"{_USE}find_open",
            "is_shown = requirement.digest.startswith(shown.shown)",
            "is_shown = bool(requirement.digest)",
        ),
    ),
    _bug(
        "one person counts twice",
        "unapproved",
        (
            f"{_USE}granting",
            "if isinstance(wish, Approved | HandTo) and has_voted(requirement, person.id):",
            "if False:",
        ),
        first="quorum twice",
    ),
    _bug(
        "one approval is enough for two",
        "unapproved",
        (f"{_CORE}approving", "if len(counted.votes) < counted.quorum:", "if False:"),
        first="quorum",
    ),
    _bug(
        "two votes at once, and one is lost",
        "audit",
        (_DECIDING, _PENDING + _REV, _PENDING),
        first="quorum at once",
    ),
    _bug(
        "votes survive an edit",
        "unapproved",
        (f"{_CORE}approving", "edited=edit, votes=(), filed", "edited=edit, filed"),
        first="quorum and edit",
    ),
    _bug(
        "an edit keeps the digest of what was asked before",
        "digest",
        (f"{_CORE}approving", "return replace(asked, digest=new)", "return asked"),
        first="edit",
    ),
    _bug(
        "what runs is not what was edited",
        "unapproved",
        (
            f"{_USE}start_tool",
            "json.loads(start.arguments), idempotency_key=key",
            "json.loads(start.call.arguments), idempotency_key=key",
        ),
        first="edit",
    ),
    _bug(
        "a decision without its audit entry",
        "unaudited|audit",
        (
            f"{_USE}auditing",
            "            store.commit(*writes, *entries)",
            "            store.commit(*writes)",
        ),
    ),
    _bug(
        "the audit is written after the decision",
        "unaudited",
        (
            f"{_USE}auditing",
            "            store.commit(*writes, *entries)",
            (
                "            store.commit(*writes)\n            writes = ()\n"
                "            store.commit(*entries)"
            ),
        ),
    ),
    _bug(
        "the audit is not chained",
        "audit",
        (f"{_CORE}audit", "previous = last.hash if last else GENESIS", "previous = GENESIS"),
    ),
    _bug(
        "the audit is overwritten",
        "audit",
        (
            _DECIDING,
            'Put(key=key, item=to_item(entry, key), when=(Missing(name="pk"),)),',
            "Put(key=key, item=to_item(entry, key)),",
        ),
        first="orders",
    ),
    _bug(
        "a decision neither wakes its thread nor makes it due",
        "wedged|dropped",
        (_DECIDING, "        woken(thread, due=due),\n", ""),
    ),
    _bug(
        "a button says which workspace it is about",
        "trespass",
        (
            f"{_USE}addressed",
            "    thread = click.address.thread(click.team)\n    at = click.address.at\n",
            '    thread = click.address.thread("T0LOCAL")\n    at = click.address.at\n',
        ),
        (
            f"{_USE}record_decision",
            "    click = decide.click\n    thread = click.address.thread(click.team)\n",
            '    click = decide.click\n    thread = click.address.thread("T0LOCAL")\n',
        ),
        (
            f"{_USE}authorise",
            "    match said:\n        case Allowed(evidence=evidence):\n",
            (
                '    return Admitted(person=person, evidence="")\n'
                "    match said:\n        case Allowed(evidence=evidence):\n"
            ),
        ),
    ),
    _bug(
        "guests decide too",
        "trespass",
        (
            f"{_CORE}person",
            "if person.is_guest or person.is_stranger or person.team != team:",
            "if person.is_stranger:",
        ),
    ),
    _bug(
        "a click that changed nothing is not answered",
        "unanswered",
        (
            f"{_OUT}slack.interactions",
            "        _tell(ports, decide.click, outcome)\n    return replies.to_click()",
            "        pass\n    return replies.to_click()",
        ),
    ),
    # A call.
    _bug(
        "the tool runs before its start is written",
        "intent",
        (
            f"{_USE}start_tool",
            "        turn = _intend(turn, start, ports)\n",
            (
                "        import json as j\n"
                "        ports.tools(start.tool, j.loads(start.arguments), "
                "idempotency_key=start.execution.idempotency_key)\n"
                "        turn = _intend(turn, start, ports)\n"
            ),
        ),
    ),
    _bug(
        "the start is not written",
        "intent|raised",
        (
            f"{_USE}start_tool",
            "    return written(turn, ports, *writes, *leave)\n",
            "    return turn\n",
        ),
    ),
    _bug(
        "what was rejected runs",
        "unapproved|raised",
        (f"{_USE}work_call", "Approved() | ApprovedEdited()", "Approved() | Rejected()"),
        (f"{_USE}work_call", "    ItHappened,\n", "    ItHappened,\n    Rejected,\n"),
        (
            _CALLING,
            (
                "    if requirement.state not in "
                "{RequirementState.APPROVED, RequirementState.ANSWERED}:"
            ),
            "    if not requirement.state:",
        ),
    ),
    _bug(
        "a start that was cut off is made again",
        "double",
        (
            f"{_USE}after_crash",
            (
                "if tool is not None and is_same and "
                "(tool.idempotent or tool.on_interrupt is OnInterrupt.RETRY):"
            ),
            "if tool is not None and is_same:",
        ),
        first="stop in doubt",
    ),
    _bug(
        "every start has a key of its own",
        "double",
        (
            f"{_USE}start_tool",
            "idempotency_key=idempotency_key(pk=turn.thread.pk, at=call.at, arguments=arguments),",
            "idempotency_key=idempotency_key(pk=str(now), at=call.at, arguments=arguments),",
        ),
        (
            f"{_USE}after_crash",
            (
                "        return _restart(turn, call, tool, execution, agent=agent, ports=ports)\n"
                "    on_interrupt"
            ),
            (
                "        return start_tool(turn, call, turn.view.requirement(call), "
                "attempt=execution.attempt + 1, agent=agent, ports=ports)\n    on_interrupt"
            ),
        ),
        (
            f"{_USE}after_crash",
            "    run_tool,\n",
            "    run_tool,\n    start_tool,\n",
        ),
        first="idempotent",
    ),
    _bug(
        "a stop is not looked at before a start",
        "stopped",
        (
            _CALLING,
            'held: tuple[Clause, ...] = (Equal(name="fence", value=fence), Missing(name="stop"))',
            'held: tuple[Clause, ...] = (Equal(name="fence", value=fence),)',
        ),
        first="stops",
    ),
    _bug(
        "the switch is not looked at before a start",
        "killed",
        (
            _CALLING,
            "*none_over(thread.team, reach))",
            "*none_over(thread.team, reach)[:0])",
        ),
        first="stops",
    ),
    _bug(
        "an approval is not used up",
        "unapproved",
        (
            _CALLING,
            "    return (taken_up(thread, requirement, by, after=running),)",
            "    return (outcome(thread, requirement, running),)",
        ),
    ),
    _bug(
        '"stop" about an unknown outcome runs it again',
        "double",
        (
            f"{_USE}work_call",
            "    if isinstance(verdict.decision, RunAgain):",
            "    if isinstance(verdict.decision, RunAgain | Stopped):",
        ),
        (f"{_USE}work_call", "    RunAgain,\n", "    RunAgain,\n    Stopped,\n"),
        first="stop in doubt",
    ),
    _bug(
        "a run is given up with its requests open",
        "wedged",
        (
            f"{_USE}end_run",
            "        *(settled(thread, each, _cancelled(ending, now)) for each in left.asked),\n",
            "",
        ),
    ),
    # What stands in Slack.
    _bug(
        "a late drawing counts as the newest",
        "cards",
        (
            _DRAWING,
            (
                '            Equal(name="want", value=card.want),\n'
                '            Equal(name="drawers", value=1),\n'
                '            Equal(name="taken", value=card.taken),\n'
                '            Equal(name="ts"'
            ),
            (
                '            Equal(name="drawers", value=1),\n'
                '            Equal(name="taken", value=card.taken),\n'
                '            Equal(name="ts"'
            ),
        ),
        first="orders",
    ),
    _bug(
        "a card that was cut off is drawn by nobody",
        "cards",
        (f"{_USE}sweep", '    if "#CARD#" in key.sk:\n', '    if "#NO CARD#" in key.sk:\n'),
        (
            f"{_USE}sweep",
            "    return _resend(thread, from_item(Out, item), ports, silence)",
            '    return "sent"',
        ),
        first="approve",
    ),
    _bug(
        "what may have been posted is posted again",
        "copies",
        (
            f"{_USE}send_out",
            "found = chat.find(thread, mark) if was_tried else ()",
            "found = ()",
        ),
        (
            f"{_USE}draw_card",
            "if card.taken or (is_unsure and not card.ts) or (was_tried and card.route):",
            "if False:",
        ),
        first="reply",
    ),
    _bug(
        "a reply that Slack did not take is forgotten",
        "unsaid",
        (
            f"{_USE}send_out",
            "drawing.not_sent(sending.thread, sending.out, due=due)",
            "drawing.not_told(sending.thread, sending.out, due=None)",
        ),
        first="reply",
    ),
    # The clock.
    _bug(
        "nobody looks at a thread whose wake was lost",
        "wedged|dropped|lost",
        (
            f"{_USE}sweep",
            "        ports.queue.wake(thread)\n        ports.tell(_woken",
            "        ports.tell(_woken",
        ),
        first="reply",
    ),
    _bug(
        "an expiry tells nobody",
        "wedged",
        (
            f"{_USE}sweep",
            '    ports.queue.wake(thread)\n    return "expired"',
            '    return "expired"',
        ),
        (
            _DECIDING,
            'in_time, due = AtMost(name="exp", value=verdict.at), verdict.at',
            'in_time, due = AtMost(name="exp", value=verdict.at), 2**50',
        ),
    ),
    # What was set aside.
    _bug(
        "of what was set aside only the log is told",
        "silent",
        (
            f"{_USE}tell_dead_letters",
            "    if _is_seen_to(about, meta, ports.store):\n",
            "    if told is None:\n",
        ),
        first="poisoned",
    ),
    _bug(
        "what was set aside is taken away before it is sent again",
        "lost",
        (
            f"{_USE}redrive",
            "    ports.dead_letters.send_again(letter)\n    ports.dead_letters.remove(letter)\n",
            "    ports.dead_letters.remove(letter)\n    ports.dead_letters.send_again(letter)\n",
        ),
        first="poisoned",
    ),
    # Agents that call agents.
    _bug(
        "the last word of an agent that was called ends the run",
        "unsaid|wedged|lost",
        (
            f"{_CORE}snapshot",
            "case (ModelSpoke(calls=(), within=None),)",
            "case (ModelSpoke(calls=()),)",
        ),
        first="sub-agent",
    ),
    _bug(
        "two calls of one agent have one conversation",
        "unsaid|wedged|outputs|raised",
        (
            f"{_CORE}conversation",
            "case ModelSpoke() if entry.within == within:",
            "case ModelSpoke() if (entry.within is None) is (within is None):",
        ),
        first="sub-agents",
    ),
    _bug(
        "what an agent asked is told to the one that called it",
        "outputs|unsaid|raised",
        (
            f"{_CORE}conversation",
            "case ModelSpoke() if entry.within == within:",
            "case ModelSpoke() if within is None or entry.within == within:",
        ),
        first="sub-agent",
    ),
    *LASTING_BUGS,
)
"""All of them."""
