"""
The conversation: one turn from a request to its response.

Rule 1: the clock is settled first, then the event is answered, then the place is kept, then it is spoken of:
a session can die without a word (design §2).
Rule 2: what a reply asks to be done is done here, and what became of it is an event like any other.
"""

import time
from dataclasses import replace

import structlog
from ask_sdk_core.dispatch_components import AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.utils import is_request_type
from ask_sdk_model import Response

from skill.alexa import reminders
from skill.alexa.requests import Call, read
from skill.alexa.responses import Extras, permission_card, steps_card, to_response
from skill.alexa.show import look
from skill.coach.progress_store import Places
from skill.coach.session import Session
from skill.coach.voice import Voice
from skill.content.phrases import script
from skill.content.routine import routine
from skill.dialogue import events as e
from skill.dialogue.events import Command, ReminderOutcome, kind_of
from skill.dialogue.machine import step
from skill.dialogue.memory import AMOUNTS, PACES, is_worth_keeping
from skill.dialogue.reply import Effect, Line, Reply
from skill.dialogue.state import Phase, Record, State
from skill.dialogue.timeline import heard, settle
from skill.settings import Settings
from skill.storage import one_deadline


REMINDERS = (Effect.SET_REMINDER, Effect.CLEAR_REMINDER)
URGENT = (Command.HURTS, e.Emergency, Command.STUCK)
"""What is answered without a word about storage."""

INSTEAD: dict[str, Line | None] = {
    "goodbye.kept": None,
    "forget.done": Line("trouble.forget"),
    "not_me.safe": Line("trouble.not_me"),
}
"""What is said, or not, in the place of a line that would not be true while storage fails."""

KEPT_NOWHERE: dict[str, Line | None] = {"goodbye.kept": None}
"""The same for somebody of whom nothing is kept."""

NOBODYS: dict[str, Line | None] = {"goodbye.kept": None, "not_me.safe": Line("trouble.not_me")}
"""The same where nothing had been kept of anybody else either."""

UNWISHED = (e.Unclear, Command.IGNORE, e.Undo)
"""What says nothing about what the person wants of a session that it opens."""

SPOKEN_TO = ("LaunchRequest", "IntentRequest", "Alexa.Presentation.APL.UserEvent")

_log = structlog.get_logger()


class Conversation(AbstractRequestHandler):
    """Answers whatever a person says or taps."""

    def __init__(self, places: Places, settings: Settings) -> None:
        self._routine = routine(settings.max_hold, settings.start_delay)
        self._places = places
        self._wake_word = settings.wake_word

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Take what is said or tapped in a session; a widget's tap has none, and nothing can be said to it."""
        in_session = handler_input.request_envelope.session is not None
        return in_session and any(is_request_type(name)(handler_input) for name in SPOKEN_TO)

    def handle(self, handler_input: HandlerInput) -> Response:
        """Answer within one deadline for the store; a tap that opens a session is stale, and opens nothing."""
        call = read(handler_input)
        if call.is_new and call.event is Command.IGNORE:
            return Response()
        began = time.perf_counter()
        with one_deadline():
            after, response = self._turn(call, handler_input)
        milliseconds = round((time.perf_counter() - began) * 1000, 1)
        _log.info("turn", phase=str(after.phase), step=after.step, milliseconds=milliseconds)
        return response

    def _turn(self, call: Call, handler_input: HandlerInput) -> tuple[State, Response]:
        session, event, recalled = self._begun(call)
        session = replace(session, state=settle(session.state, call.at, self._routine))
        after, reply = step(session.state, informed(event, session), self._routine)
        session, kept = self._kept(call, session, after, reply.effect)
        works = recalled and kept
        if reply.effect in REMINDERS:
            after, reply = self._reminded(after, reply.effect, call, handler_input)
        reply = true_of(reply, session, works=works)
        session, reply = (session, reply) if works else told(session, reply, event, after)
        voice = Voice(script(call.locale, self._wake_word), after.turn, session.pace, session.few)
        after = heard(after, reply, voice.measure, self._routine)
        sight = look(call, reply, after, voice, self._routine)
        session = replace(session, before=undoable(session, reply), state=after, shown=sight.name or session.shown)
        handler_input.attributes_manager.session_attributes = session.to_dict()
        extras = Extras(self._card(reply.effect, voice), sight.directives)
        return after, to_response(reply, voice, extras)

    def _begun(self, call: Call) -> tuple[Session, e.Event, bool]:
        if call.event is not None and not call.is_new:
            return call.session, call.event, True
        record, works = self._places.recall(call.user, call.session.person, call.at)
        found = (record or Record()) if works else None
        session = replace(call.session, state=State(now=call.at), found=found)
        if record is not None:
            session = replace(session, pace=record.pace, few=record.few, finished=record.finished)
        wish = None if call.event is None or kind_of(call.event) in UNWISHED else call.event
        return session, e.Open(record, wish), works

    def _reminded(self, after: State, effect: Effect, call: Call, handler_input: HandlerInput) -> tuple[State, Reply]:
        text = script(call.locale, self._wake_word).text(Line("remind.text"))
        outcome = reminders.carry_out(handler_input, effect, call.at, after.reminder, text)
        state, reply = step(after, e.Reminded(outcome), self._routine)
        return state, replace(reply, effect=Effect.ASK_PERMISSION) if outcome is ReminderOutcome.NOT_ALLOWED else reply

    def _kept(self, call: Call, session: Session, after: State, effect: Effect | None) -> tuple[Session, bool]:
        session = preferring(session, effect)
        if effect is Effect.FORGET:
            forgetting = replace(session, guest=True, finished=0, found=None)
            return forgetting, self._places.forget(call.user, session.person)
        if effect is Effect.GUEST:
            return replace(session, guest=True), session.guest or self._places.restore(call.user, session)
        if session.guest or not is_worth_keeping(session.state, after, effect):
            return session, True
        kept = self._places.keep(call.user, session, after, effect)
        return replace(session, finished=kept.finished if kept else session.finished), kept is not None

    def _card(self, effect: Effect | None, voice: Voice) -> object:
        if effect is Effect.SEND_CARD:
            return steps_card(voice, self._routine)
        return permission_card() if effect is Effect.ASK_PERMISSION else None


def informed(event: e.Event, session: Session) -> e.Event:
    """Put into *event* what the core may not look up."""
    match event:
        case e.Undo(wish=wish):
            return e.Undo(session.before, wish)
        case e.Progress():
            return e.Progress(session.finished)
        case e.KnowMe():
            return e.KnowMe(any=not session.guest)
        case e.Forget():
            return e.Forget(any=not session.guest)
        case e.Open(record, e.Progress()):
            return e.Open(record, e.Progress(session.finished))
        case _:
            return event


def true_of(reply: Reply, session: Session, *, works: bool) -> Reply:
    """Promise nothing that storage could not do, and nobody's place to somebody of whom nothing is kept."""
    if works and not session.guest:
        return reply
    instead = INSTEAD if not works else NOBODYS if session.found == Record() else KEPT_NOWHERE
    said = (instead.get(part.key, part) if isinstance(part, Line) else part for part in reply.say)
    return replace(reply, say=tuple(part for part in said if part is not None))


def undoable(session: Session, reply: Reply) -> State | None:
    """Give the state to go back to: not of what is passed over, and none where more was done than was said."""
    if reply.silent:
        return session.before
    return None if reply.effect else session.state


def told(session: Session, reply: Reply, event: e.Event, after: State) -> tuple[Session, Reply]:
    """Say once in a session that storage fails, and never beside pain or an emergency."""
    if session.warned or reply.silent or is_urgent(event, after):
        return session, reply
    return replace(session, warned=True), replace(reply, say=(Line("trouble.storage"), *reply.say))


def is_urgent(event: e.Event, after: State) -> bool:
    """Whether pain, a stop sign or an emergency is what is spoken of."""
    wish = event.wish if isinstance(event, e.Open) else event
    return (wish is not None and kind_of(wish) in URGENT) or after.barred or after.phase is Phase.HURT


def preferring(session: Session, effect: Effect | None) -> Session:
    """Speak from here on as *effect* asks."""
    if effect in PACES:
        return replace(session, pace=PACES[effect])
    if effect in AMOUNTS:
        return replace(session, few=AMOUNTS[effect])
    return session
