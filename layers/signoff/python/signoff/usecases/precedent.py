"""A call is planned: has somebody decided before on calls like it, so that nobody is asked?"""

from dataclasses import dataclass, field

from signoff.core.audit import Fact
from signoff.core.grant_keys import first_and_last
from signoff.core.grants import Grant, covers, grant_in, newest_first, refuses
from signoff.core.items import Item
from signoff.core.journal import Granted, Refuse
from signoff.core.keys import ThreadKey
from signoff.core.outputs import told_of_refusal
from signoff.core.requirement import Requirement
from signoff.ports import Chat, Clock, Store
from signoff.usecases.authorise import Admitted, admitted


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedent:
    """What somebody decided before, as the plan of a call.

    Attributes:
        plan: What is to become of the call.
        fact: What the audit is told.
    """

    plan: Granted | Refuse
    fact: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedents:
    """The decisions that stand, looked up once for each tool of an answer.

    Attributes:
        thread: The thread of the calls.
        store: Where they stand.
        chat: Says whether those who gave them may still decide.
        clock: Gives the time.
        is_first: Whether nobody was asked anything in this thread: then nothing stands for it.
        known: What was looked up.
    """

    thread: ThreadKey
    store: Store
    chat: Chat
    clock: Clock
    is_first: bool = False
    known: dict[str, tuple[Grant, ...]] = field(default_factory=dict[str, tuple[Grant, ...]])

    def of(self, asked: Requirement) -> Precedent | None:
        """Give what answers a call in place of a person; a refusal before any approval.

        An approval counts only while who gave it may decide a request like this one.
        """
        now = self.clock()
        grants = self._grants(asked, now)
        for grant in grants:
            if refuses(grant, asked, now=now):
                return _refused(grant, asked, now)
        for grant in grants:
            if not covers(grant, asked, now=now):
                continue
            who = admitted(grant.by.id, asked, thread=self.thread, chat=self.chat, clock=self.clock)
            if isinstance(who, Admitted):
                return _granted(grant, asked, who, now)
        return None

    def _grants(self, asked: Requirement, now: int) -> tuple[Grant, ...]:
        tool = asked.tool
        if tool not in self.known:
            here = () if self.is_first else (self.thread,)
            places = (*here, None) if asked.terms.sticky else here
            found = [row for place in places for row in self._rows(tool, place, now)]
            read = (grant_in(row) for row in found)
            self.known[tool] = newest_first(grant for grant in read if grant is not None)
        return self.known[tool]

    def _rows(self, tool: str, place: ThreadKey | None, now: int) -> tuple[Item, ...]:
        first, last = first_and_last(self.thread.team, tool, place, now=now)
        return self.store.query(first.pk, first.sk, last.sk)


def _refused(grant: Grant, asked: Requirement, now: int) -> Precedent:
    fact = Fact(
        action="ruled_out_used",
        at=now,
        by=grant.by,
        about=(asked.at.place,),
        digests=(asked.digest,),
        note=f"refusal {grant.id}",
        evidence=grant.evidence,
    )
    return Precedent(plan=Refuse(output=told_of_refusal(grant)), fact=fact)


def _granted(grant: Grant, asked: Requirement, who: Admitted, now: int) -> Precedent:
    plan = Granted(place=grant.key.sk, pins=grant.pins, until=grant.until, by=grant.by)
    fact = Fact(
        action="grant_used",
        at=now,
        by=grant.by,
        about=(asked.at.place,),
        digests=(asked.digest,),
        note=f"approval {grant.id}",
        evidence=who.evidence,
    )
    return Precedent(plan=plan, fact=fact)
