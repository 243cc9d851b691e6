"""
The whole conversation: every event in every state that the walk visits, and what is promised of them.

Each promise is a test by its name; all of them watch one walk (tests/dialogue/walk.py).
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from dialogue.walk import PLANS, Taken, Walk, key

from skill.dialogue import events as e
from skill.dialogue.events import Command, kind_of, name_of
from skill.dialogue.moves import ANYWHERE, HISTORY
from skill.dialogue.progress import Progress, changes_progress, updated
from skill.dialogue.questions import reprompt_of
from skill.dialogue.reply import Begin, Breath, Line, Reply, Wait
from skill.dialogue.routine import Kind, Routine
from skill.dialogue.state import BEFORE_HELP, Confirm, Phase, State, Streak, fits


pytestmark = pytest.mark.xdist_group("the walk")
"""One walk serves all tests of this file: they belong to one worker."""


@dataclass(frozen=True)
class Way:
    """A way of walking, and how many states it finds; a change of *states* is a change of the conversation."""

    states: int
    hold: int = 230
    few: bool = False
    turns: int = 1000


WAYS = {
    "four turns": Way(7966, few=True, turns=4),
    "five turns": Way(21065, few=True, turns=5),
    "every kind of data": Way(10081, turns=3),
    "holds of 60 s": Way(18718, hold=60, few=True, turns=5),
    "pieces of 20 s": Way(11886, hold=20, few=True, turns=4),
}

UP = frozenset({
    Phase.CLOSED, Phase.WELCOME, Phase.SAFETY, Phase.RETURNING, Phase.FETCH, Phase.PLACE, Phase.FINISHED,
})  # fmt: skip
PRESSING = frozenset({Phase.ROLLING, Phase.SPOT, Phase.PIECE, Phase.BRIDGE})
"""The phases that put weight on the roller."""
WAYS_OFF = frozenset({
    "goodbye.lying", "goodbye.hips_up", "goodbye.hips_low", "goodbye.rising", "sign.still", "emergency.side",
    "emergency.sit", "emergency.still", "one_shot.way_off",
})  # fmt: skip
COUNTED = frozenset({Phase.ROLLING, Phase.SPOT, Phase.PIECE, Phase.GENTLE})


def beneath(state: State) -> Phase:
    """Give the phase under everything laid over it."""
    return state.under[0] if state.under else state.phase


def is_lying(state: State) -> bool:
    return beneath(state) not in UP


def is_counting(state: State) -> bool:
    """Return whether seconds of a hold pass, or of a part that is coached straight through."""
    if state.straight and state.phase is Phase.SETTLING:
        return True
    return state.left > 0 and state.phase in COUNTED | {Phase.SETTLING, Phase.BRIDGE}


def keys(reply: Reply) -> list[str]:
    """Name the lines of *reply*, its question aside."""
    return [part.key for part in reply.say if isinstance(part, Line)]


def is_part(state: State, plan: Routine) -> bool:
    """Whether the reply of *state* goes straight through several steps."""
    return state.straight and state.left > 0 and (state.phase is Phase.BRIDGE or state.step < len(plan))


# The promises, each as a check of one step: it gives what is wrong, or nothing


Check = Callable[[Taken, Routine], str | None]
CHECKS: dict[type | None, list[Check]] = defaultdict(list)


def watch(*kinds: type) -> Callable[[Check], Check]:
    """Let a check see the steps that events of *kinds* make; without kinds, every step."""

    def register(check: Check) -> Check:
        for kind in kinds or (None,):
            CHECKS[kind].append(check)
        return check

    return register


@watch()
def a_reply_that_keeps_the_microphone_open_ends_with_its_one_question(taken: Taken, plan: Routine) -> str | None:
    """Promise 7."""
    reply = taken.reply
    if any(name.startswith(("ask.", "reprompt.")) or name.endswith((".ask", ".reprompt")) for name in keys(reply)):
        return "asks in the middle"
    if reply.ask is None:
        return None
    last = reply.ask.reprompt[-1:] or (Line(""),)
    asked = reply.ask.line.key
    short = isinstance(last[0], Line) and last[0].key == reprompt_of(asked)
    question = asked.startswith("ask.") or asked.endswith(".ask")
    return None if short and question else "a question without a reprompt of its own"


@watch()
def from_lying_down_the_reprompt_says_the_way_off(taken: Taken, plan: Routine) -> str | None:
    """Silence is followed by a dead session: the reprompt is the last that they hear (design §4)."""
    ask = taken.reply.ask
    if ask is None or not is_lying(taken.after) or beneath(taken.after) is Phase.RISING:
        return None
    ways_off = {"reprompt.way_off", "resting.off"}
    return None if any(isinstance(part, Line) and part.key in ways_off for part in ask.reprompt) else "no way off"


@watch()
def no_silence_is_longer_than_the_heartbeat(taken: Taken, plan: Routine) -> str | None:
    """Promise 12: 12 s while counting or breathing, 30 s else; the measure is that words take no time."""
    reply, limit, silent = taken.reply, plan.limits.slow_heartbeat, 0
    for part in reply.say:
        if isinstance(part, Line):
            silent = 0
        elif isinstance(part, Begin):
            rolls = plan.step(part.number).kind in (Kind.ROLLING, Kind.SPOT)
            limit = plan.limits.heartbeat if rolls else plan.limits.slow_heartbeat
        elif isinstance(part, Breath):
            silent = max(part.seconds_in, part.seconds_out)
        else:
            silent = part.seconds + (0 if part.cue else silent)
        if silent > limit:
            return f"{silent} s of silence"
    return _reprompt_silence(reply, plan.limits.slow_heartbeat)


def _reprompt_silence(reply: Reply, limit: int) -> str | None:
    silent = 8
    for part in reply.ask.reprompt if reply.ask else ():
        silent = 0 if isinstance(part, Line) else silent + part.seconds
        if silent > limit:
            return f"{silent} s of silence in the reprompt"
    return None


@watch()
def a_hold_is_said_as_long_as_it_is(taken: Taken, plan: Routine) -> str | None:
    """Promise 12: no hold is silent, none is negative, and what counts is what is left."""
    after, reply, counted, begun = taken.after, taken.reply, 0, False
    if after.left < 0 or after.rest < 0:
        return "negative"
    if after.phase not in COUNTED or reply.silent:
        return None
    for part in reply.say:
        begun = begun or isinstance(part, Begin)
        counted += part.seconds if begun and isinstance(part, Wait | Breath) else 0
    return None if counted == after.left else f"says {counted} of {after.left} s"


@watch()
def every_hold_is_bounded(taken: Taken, plan: Routine) -> str | None:
    """Promise 13: one spot, all rolling, and each reply."""
    after, limits = taken.after, plan.limits
    total = after.left + after.rest
    if after.left > limits.hold and not after.straight and after.phase in COUNTED:  # a rest is cut on going on
        return "a hold longer than one reply may be"
    if total > limits.spot:
        return "a hold of more than a minute"
    if after.phase in COUNTED and taken.reply.say:
        if after.phase is not Phase.GENTLE and plan.step(after.step).kind is Kind.SPOT:
            return "more than a minute on a spot" if total > after.spot_ends - after.now else None
        return "more than ten minutes" if total > after.rolling_ends - after.now else None
    return None


@watch()
def a_reply_speaks_before_it_is_silent(taken: Taken, plan: Routine) -> str | None:
    """Promise 12: else nobody would know that they were heard."""
    return "silent first" if taken.reply.say[:1] and isinstance(taken.reply.say[0], Wait) else None


@watch()
def nobody_is_asked_again_without_end(taken: Taken, plan: Routine) -> str | None:
    """Promise 13: "no, not covered yet", gently on, and holding on are said three times at most."""
    after = taken.after
    return None if after.rounds <= 3 and after.holds <= 2 else f"{after.rounds} rounds, {after.holds} holds"


@watch()
def from_lying_down_every_ending_says_the_way_off_once(taken: Taken, plan: Routine) -> str | None:
    """Promise 3."""
    before, reply = taken.before, taken.reply
    if not reply.ends or taken.after.phase is Phase.FINISHED or isinstance(taken.event, e.Open):
        return None
    if isinstance(taken.event, e.Undo) and taken.known.before and "undo.nothing" not in keys(reply):
        before = taken.known.before  # where they really are
    said = sum(name in WAYS_OFF for name in keys(reply))
    if is_lying(before):
        return None if said == 1 else f"{said} ways off"
    return None if said <= 1 else f"{said} ways off"


@watch()
def pain_sticks(taken: Taken, plan: Routine) -> str | None:
    """Promise 2: once it hurt, the gentle form sticks until a new run, and nothing presses."""
    before, after = taken.before, taken.after
    if isinstance(taken.event, e.Open):
        return None
    if before.hurts and not (after.hurts and after.gentle):
        return "forgotten"
    if after.hurts and (after.phase in PRESSING or is_part(after, plan)):
        return f"leads on to {after.phase}"
    return None


@watch()
def gentle_never_presses(taken: Taken, plan: Routine) -> str | None:
    """Design §4: with *gentle*, every cell that leads to ROLLING, SPOT, PIECE or BRIDGE leads to GENTLE."""
    after = taken.after
    if after.gentle and (after.phase in PRESSING or is_part(after, plan)):
        return f"{after.phase}"
    return None


@watch()
def a_run_that_is_over_stays_over(taken: Taken, plan: Routine) -> str | None:
    """Promise 2: after a stop sign, an emergency or a second pain nothing resumes, and no place is kept."""
    before, after = taken.before, taken.after
    if before.barred and not after.barred and not isinstance(taken.event, e.Open):
        return "taken up again"
    if not after.barred:
        return None
    if beneath(after) in PRESSING | {Phase.GENTLE, Phase.SETTLING} and after.phase is not Phase.ENDED:
        return f"leads on to {after.phase}"
    kept = updated(Progress(started=1), before, after, taken.effect, plan)
    return None if kept.place is None and changes_progress(before, after, None) else "the place is kept"


@watch(Command.HURTS)
def hurts_stops_the_count_first(taken: Taken, plan: Routine) -> str | None:
    """Promise 2: pain stops the count in every phase; a second one ends the rolling."""
    before, after = taken.before, taken.after
    if not taken.reply.ends and not (after.hurts and after.left == 0):
        return "counts on"
    if before.hurts and not (after.barred or before.phase is Phase.CLOSED):
        return "a second one does not end the rolling"
    return None


@watch(Command.STOP)
def stop_always_stops(taken: Taken, plan: Routine) -> str | None:
    """Promise 3."""
    return None if taken.reply.ends else "goes on"


@watch(Command.HELP)
def help_always_ends_with_a_question(taken: Taken, plan: Routine) -> str | None:
    """Promise 3."""
    return None if taken.reply.ask else "asks nothing"


@watch(Command.REPEAT)
def repeat_always_repeats_with_the_time_left(taken: Taken, plan: Routine) -> str | None:
    """Promise 3: never a fresh hold, and never another place."""
    before, after = taken.before, taken.after
    if before.phase is Phase.CLOSED:
        return None
    same = (before.phase, before.step, before.under) == (after.phase, after.step, after.under)
    joined = before.straight and before.left and (after.step, after.left) == (before.step, before.left)
    if not same and not joined:
        return "another place"
    return None if after.left + after.rest == before.left + before.rest else "another hold"


@watch(e.Unclear)
def a_misheard_word_never_costs_the_place(taken: Taken, plan: Routine) -> str | None:
    """Promise 5: two things that can be said here, then shorter, then an offer to stop."""
    before, after, said = taken.before, taken.after, keys(taken.reply)
    if before.phase is Phase.CLOSED:
        return None
    place = (before.step, before.left, before.rest, before.rounds)
    settling = before.phase is Phase.SETTLING  # a rest begins its seconds anew
    if not settling and place != (after.step, after.left, after.rest, after.rounds):
        return "the place is lost"
    if before.phase is Phase.CONFIRM:
        return None if after.phase is Phase.CONFIRM and "unclear.missed" in said else "confirms"
    if missed(before) is Streak.UNCLEAR_TWICE:
        offered = after.phase is Phase.CONFIRM and after.confirm is Confirm.STOP
        third = "unclear.often" if is_lying(before) else "unclear.third"
        return None if offered and third in said else "no offer to stop"
    if not is_counting(before) and (after.phase is not before.phase or after.under != before.under):
        return "another phase"
    return None if is_counting(before) else _missed(before, said)


def missed(state: State) -> Streak:
    """Return how often something was not understood; a help between does not count it anew."""
    return BEFORE_HELP.get(state.streak, state.streak)


def _missed(before: State, said: list[str]) -> str | None:
    said = [key for key in said if not key.startswith("rest.")]
    if missed(before) is Streak.UNCLEAR:
        return None if is_hint(said[0]) else "not shorter"
    return None if said[0].startswith("unclear.") and is_hint(said[1]) else "no hint"


@watch(e.Unclear)
def what_is_not_understood_while_it_counts_rests(taken: Taken, plan: Routine) -> str | None:
    """Promise 5: hips down already the first time, and what to say; after pain, "stop" first."""
    if not is_counting(taken.before) or missed(taken.before) is Streak.UNCLEAR_TWICE:
        return None
    resting = "unclear.resting_hurt" if taken.before.hurts else "unclear.resting"
    return None if taken.after.phase is Phase.HELD and resting in keys(taken.reply) else "goes on"


def is_hint(key: str) -> bool:
    return key.startswith("hint.") or key.endswith(".hint")


@watch(Command.SAT_UP)
def whoever_sat_up_is_led_nowhere(taken: Taken, plan: Routine) -> str | None:
    """They come back to the roller when they like, or end here; after pain only that."""
    before, after = taken.before, taken.after
    if not is_lying(before):
        return None
    if before.hurts or before.barred:
        return None if after.phase is Phase.FINISHED else f"leads on to {after.phase}"
    return None if after.phase in (Phase.PLACE, Phase.FINISHED) and not after.left else f"leads on to {after.phase}"


@watch(Command.YES, Command.NO)
def yes_and_no_are_understood_wherever_a_question_was_asked(taken: Taken, plan: Routine) -> str | None:
    """Promise 1: every reply that keeps the microphone open asked one."""
    return "unclear" if any(name.startswith("unclear.") for name in keys(taken.reply)) else None


@watch(Command.YES, Command.READY, Command.RESUME)
def the_echo_of_an_answer_does_not_move_on(taken: Taken, plan: Routine) -> str | None:
    """Promise 14: while a rolling step or a spot counts, within 5 s of the reply that such a word caused."""
    before, after = taken.before, taken.after
    if not before.echo or not before.left or before.phase not in COUNTED:
        return None
    return None if (after.step, after.left, after.rest) == (before.step, before.left, before.rest) else "moved on"


@watch(Command.HOLD_ON)
def holding_on_keeps_the_time_that_was_left(taken: Taken, plan: Routine) -> str | None:
    """Promise 6, first half."""
    before, after = taken.before, taken.after
    if after.phase is not Phase.HELD or beneath(before) is Phase.SETTLING:
        return None
    return None if after.left + after.rest == before.left + before.rest else "another hold"


@watch(Command.YES, Command.READY, Command.RESUME)
def going_on_goes_on_with_the_time_that_was_left(taken: Taken, plan: Routine) -> str | None:
    """Promise 6, second half."""
    before, after = taken.before, taken.after
    if before.phase is not Phase.HELD or beneath(before) not in COUNTED or before.gentle:
        return None
    allowed = min(before.left + before.rest, int(before.rolling_ends - before.now))
    left = after.left + after.rest
    return None if allowed - plan.limits.margin <= left <= allowed else f"{left} s of {allowed}"


@watch(e.Undo)
def undo_restores_the_state_before_and_never_crosses_pain(taken: Taken, plan: Routine) -> str | None:
    """Promise 5."""
    before, after, event = taken.before, taken.after, taken.event
    assert isinstance(event, e.Undo)
    target = taken.known.before
    if before.phase is Phase.CLOSED or event.wish is not None:
        return None
    if "undo.nothing" in keys(taken.reply):
        phase = before.under[-1] if before.phase is Phase.CONFIRM else before.phase
        if phase is Phase.PIECE and not before.left + before.rest:
            phase = after.phase  # no piece is left of it: it is asked as the whole would be
        place = (phase, before.step, before.left) == (after.phase, after.step, after.left)
        crosses = target is None or target.phase is Phase.CLOSED or before.hurts or before.barred
        return None if crosses and (place or before.straight) else "refused"
    assert target is not None
    if (target.hurts, target.barred) != (before.hurts, before.barred):
        return "crosses pain or a stop sign"
    if after.left + after.rest > target.left + target.rest:
        return "more time than there was"
    cut = {"phase": after.phase, "rest": after.rest} if target.straight or target.rest else {}
    restored = replace(target, echo=False, streak=Streak.NONE, left=after.left, unheard=after.unheard, **cut)
    same = key(restored) == key(replace(after, reminder=target.reminder, streak=Streak.NONE))
    return None if same else "another state"


@watch(e.Undo)
def what_had_really_been_said_is_done(taken: Taken, plan: Routine) -> str | None:
    """Promise 3: "no, I said stop" stops; and whoever said "pause" rests, or is waited for."""
    after, event = taken.after, taken.event
    assert isinstance(event, e.Undo)
    if taken.before.phase is Phase.CLOSED:
        return None
    if event.wish is Command.STOP:
        return None if taken.reply.ends else "goes on"
    if event.wish is Command.HOLD_ON:
        return "counts on" if is_counting(after) and not taken.reply.ends else None
    return None


ASIDES = (Command.THANKS, Command.WHERE_AM_I, Command.PREVIEW, e.Pace, e.Words)


@watch(*ASIDES)
def an_aside_counts_on_unasked(taken: Taken, plan: Routine) -> str | None:
    """Design §4: short asides answer in one sentence and go on counting."""
    before, after = taken.before, taken.after
    if before.phase not in COUNTED or before.straight:
        return None
    same = (before.phase, before.step, before.left) == (after.phase, after.step, after.left)
    return None if same and len(keys(taken.reply)) <= 2 else "stops"


ACTS = frozenset({
    Command.NEXT, Command.BACK, Command.REPEAT, Command.START_OVER, Command.TIGHT_SPOT, Command.NEXT_SPOT,
    Command.NO_SPOT, Command.WHOLE_BACK, Command.ENOUGH, Command.EASIER, Command.STRAIGHT_THROUGH,
    Command.STEP_BY_STEP, e.GoTo, e.MoreTime, e.Undo,
})  # fmt: skip
AFFIRMS = frozenset({Command.YES, Command.READY, Command.RESUME, Command.START})


@watch()
def what_stopped_the_count_never_starts_it_again_by_itself(taken: Taken, plan: Routine) -> str | None:
    """Promise 15: nothing counts until a person affirms, or asks for something that counts."""
    if not is_counting(taken.after) or taken.event is Command.IGNORE:
        return None
    event = taken.event.wish if isinstance(taken.event, e.Open) else taken.event
    kind = None if event is None else kind_of(event)
    aside = kind in (*ASIDES, e.Shorter) and is_counting(taken.before)
    return None if kind in ACTS | AFFIRMS or aside else "counts"


@watch()
def what_is_asked_in_doubt_begins_with_the_hips_down(taken: Taken, plan: Routine) -> str | None:
    """Promise 15: a count that rests is told so first."""
    rests = is_counting(taken.before) and taken.after.phase is Phase.HELD and not isinstance(taken.event, e.Undo)
    if not rests or taken.before.phase not in (Phase.ROLLING, Phase.PIECE, Phase.SPOT):
        return None
    first = keys(taken.reply)[0]
    return None if first.startswith(("rest.", "held.", "undo.instead")) else f"begins with {first}"


NOT_BEGUN = frozenset({Phase.WELCOME, Phase.SAFETY, Phase.RETURNING, Phase.REOPENED})
NOT_ROLLING = NOT_BEGUN | {Phase.FETCH, Phase.PLACE, Phase.SETTLING}
SILENT_UNCLEAR: dict[type, frozenset[Phase]] = {
    e.MoreTime: NOT_BEGUN | {Phase.CAUTION, Phase.FINISHED},
    Command.ENOUGH: NOT_BEGUN | {Phase.FETCH, Phase.PLACE},
    Command.TIGHT_SPOT: NOT_ROLLING | {Phase.FINISHED},
    Command.NEXT_SPOT: NOT_ROLLING | {Phase.FINISHED},
    Command.NO_SPOT: NOT_ROLLING - {Phase.FETCH},
    Command.WHOLE_BACK: NOT_ROLLING,
    e.DayPart: frozenset(Phase) - {Phase.CONFIRM},
    e.TimeOfDay: frozenset(Phase) - {Phase.CONFIRM},
}
"""Where an event other than Unclear is not understood, by design: what it is about isn't there."""


@dataclass
class Watched:
    """What the promises found on one walk."""

    walk: Walk
    states: int = 0
    wrong: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    phases: set[Phase] = field(default_factory=set)
    live: set[Phase] = field(default_factory=set)
    unclear: dict[type, set[Phase]] = field(default_factory=lambda: defaultdict(set))
    lines: set[str] = field(default_factory=set)

    def see(self, taken: Taken) -> None:
        plan = self.walk.plan
        self.phases.add(taken.after.phase)
        self.live.add(taken.before.phase)
        for check in (*CHECKS[None], *CHECKS.get(kind_of(taken.event), ())):
            wrong = check(taken, plan)
            if wrong:
                self._note(check.__name__, wrong, taken)
        self._lines(taken)

    def _note(self, name: str, wrong: str, taken: Taken) -> None:
        if len(self.wrong[name]) < 5:
            way = " > ".join(name_of(at.event) for at in self.walk.path(taken.before))
            self.wrong[name].append(f"{wrong}: {way} > {taken.event} in {taken.before}")

    def _lines(self, taken: Taken) -> None:
        said = keys(taken.reply)
        self.lines.update(said)
        if taken.reply.ask:
            self.lines.add(taken.reply.ask.line.key)
        unclear = any(key.startswith("unclear.") for key in said[:2])
        if unclear and not isinstance(taken.event, e.Unclear | e.Open | e.Undo):
            asked = taken.before.under[-1] if taken.before.phase is Phase.CONFIRM else taken.before.phase
            self.unclear[kind_of(taken.event)].add(asked)


@pytest.fixture(
    scope="module",
    params=[name if name == "four turns" else pytest.param(name, marks=pytest.mark.long) for name, way in WAYS.items()],
)
def watched(request: pytest.FixtureRequest) -> Watched:
    """Walk once, for each way of walking."""
    way = WAYS[request.param]
    found = Watched(Walk(PLANS[way.hold], few=way.few, turns=way.turns), way.states)
    found.walk.run(found.see)
    return found


@pytest.mark.parametrize("promise", sorted({check.__name__ for checks in CHECKS.values() for check in checks}))
def test_promise(watched: Watched, promise: str) -> None:
    """Rule: design §3, by the name of the promise; it holds for every step of the walk."""
    assert watched.wrong[promise] == []


def test_the_whole_conversation_is_enumerated(
    watched: Watched, record_property: Callable[[str, object], None], request: pytest.FixtureRequest
) -> None:
    """Promise 1: the number of states is printed and asserted, and nothing raises."""
    record_property(request.node.callspec.id, f"{len(watched.walk.nodes)} states, {watched.walk.steps} steps")
    assert len(watched.walk.nodes) == watched.states


def test_every_state_that_is_reached_comes_back_from_a_session(watched: Watched) -> None:
    """Rule: what is refused as damaged is none of these."""
    plan = watched.walk.plan
    refused = [
        state
        for state in watched.walk.nodes.values()
        if State.from_dict(state.to_dict()) != state or not fits(state, plan)
    ]
    assert refused == []


def test_every_phase_is_reached(watched: Watched) -> None:
    """Promise 1; nothing is cut into pieces where holds may be long."""
    unreached = {Phase.PIECE} if watched.walk.plan.limits.hold >= 60 else set()
    assert set(Phase) - watched.phases - watched.live == unreached


def test_no_event_passes_silently_as_unclear(watched: Watched) -> None:
    """Promise 1: where an event is not understood is written down here."""
    live = watched.live - {Phase.CLOSED}
    assert {kind: phases - {Phase.CLOSED} for kind, phases in watched.unclear.items()} == {
        kind: phases & live for kind, phases in SILENT_UNCLEAR.items()
    }


def test_every_event_has_a_row_anywhere() -> None:
    """Promise 1: a new event must say what it does where no phase names it."""
    kinds = {*Command, *e.Event.__args__} - {Command, Command.IGNORE, e.Open}
    assert set(ANYWHERE) | set(HISTORY) == kinds
