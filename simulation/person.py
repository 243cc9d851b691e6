"""
A simulated person: hears lines, moves as told, answers, and repeats an answer that gets no reply.

Rule 1: a person knows only the lines that they hear (line_recognition.py) and their body, not the state of the skill.
Rule 2: a person answers a question without the wake word. If nothing answers, the person repeats the answer with the
wake word; if nothing answers again, the person opens the skill anew.
Rule 3: a person repeats what the skill did not understand, in the words of the skill.
"""

from dataclasses import dataclass
from random import Random

from simulation.body import Body
from simulation.line_recognition import RecognizedLine, asked, not_understood
from simulation.measurements import Measurements
from simulation.observer import Observer
from simulation.sayings import BEGGED, DONE, MEANT, Meaning, sayings
from simulation.simulated_echo import TICK, Moment, SimulatedEcho
from simulation.traits import EARSHOT, LONGEST, LOSES_TRUST, MISSES_A_REPLY, THINKS_IT_GONE, Traits


@dataclass(frozen=True, slots=True)
class Unanswered:
    """What was said *at* some time, and nobody has answered yet: an answer to *question*, for the n-th time."""

    text: str
    at: float
    turns: int
    question: str | None
    tries: int


class Person:
    """An ordinary person who speaks to *echo*; the classes in personas/ differ from it."""

    name = "ordinary"

    def __init__(self, echo: SimulatedEcho, chance: Random) -> None:
        self.echo = echo
        self.chance = chance
        self.traits = self.shaped(Traits.drawn(chance))
        self.body = Body(self.traits.speed)
        self.measurements = Measurements(self.name)
        self.observer = Observer(self.measurements, self.body)
        self.spots, self.uncovered = self.traits.spots, self.traits.uncovered
        self.has_roller = self.traits.has_roller
        self.wants_on = True
        self.done = False
        self.step = 0
        self.question: str | None = None
        self.owes: str | None = None
        """The question to answer on coming back."""
        self.away_until = self.in_earshot_until = self.began = 0.0
        self._asked_at = self._begged_at = self._idle = 0.0
        self._unanswered: Unanswered | None = None
        self._plainly = self._told_to_wake = False
        self._meaning: Meaning | None = None

    def shaped(self, traits: Traits) -> Traits:
        """Return *traits* as they are for this persona."""
        return traits

    # From beginning to end

    def run(self) -> Measurements:
        """Live until it is over, and give what it was like."""
        self.began = self.echo.now
        turns, failures = self.echo.turns, self.echo.failures
        self.utter(self.echo.opening)
        while not self.done and self.echo.now - self.began < LONGEST:
            self._live(self.echo.tick())
        self.measurements.seconds += self.echo.now - self.began
        self.measurements.turns += self.echo.turns - turns
        self.measurements.apologies += self.echo.failures - failures
        return self.measurements

    def _live(self, moment: Moment) -> None:
        self.body.pass_to(moment.now)
        is_away = moment.now < self.away_until
        if self.owes is not None and not is_away:
            # Back from somewhere: whatever was asked meanwhile, there is something to say.
            self.question, self._asked_at, self.owes = self.owes, moment.now - LOSES_TRUST, None
        for line in moment.lines if not is_away or moment.now < self.in_earshot_until else ():
            self.hears(line)
        self.observer.sees(moment, idle=not is_away and self._is_idle(moment))
        if moment.died or moment.ended:
            self.observer.closes(moment, wanted_on=self.wants_on)
            self.closed(moment)
        if is_away or self.done:
            return
        said = self.interjects(moment) or self._speaks(moment)
        if said:
            self.utter(said)

    def closed(self, moment: Moment) -> None:
        """Take in that the session is over; a death is silent, and noticed only when something is said."""
        if not self.wants_on or not self.traits.says_wake_word:
            self.done = True
        elif moment.ended:
            self.question = self._unanswered = None
            self.away_until = moment.now + 3

    def _is_idle(self, moment: Moment) -> bool:
        ignored = self._unanswered is not None and moment.now - self._unanswered.at > 2
        free = self.question is None and self._unanswered is None
        return not moment.talking and not self.is_busy and not self.body.work and (ignored or free)

    @property
    def is_busy(self) -> bool:
        """Whether the body is on its way."""
        return not self.body.is_ready(self.echo.now)

    @property
    def is_waiting(self) -> bool:
        """Whether something was said that nobody has answered yet."""
        return self._unanswered is not None

    @property
    def is_plain(self) -> bool:
        """Whether the next thing is said in the coach's own word: the last was not understood."""
        return self._plainly

    def forget_talk(self) -> None:
        """Let go of what was asked and what was said."""
        self.question = self.owes = self._unanswered = None

    # Hearing

    def hears(self, line: RecognizedLine) -> None:
        """Take in a line: move as told, remember what is asked."""
        now = self.echo.now
        self.observer.hears(line, now - self.began)
        if line.key in ("step.number", "step.last"):
            self.step = line.step or self.step
        if not_understood(line.key):
            self._plainly = True
            self._stays_to_say_it_again()
        if (question := asked(line.key)) is not None:
            self.question, self._asked_at, self._told_to_wake = question, now, False
        elif line.key.startswith(("wait.", "held.")) and line.wakes:
            self._told_to_wake = self.traits.remembers
        elif line.key in ("finished.done", "finished.early", "finished.over"):
            self.wants_on = False
        else:
            self.body.obey(line.key, now)

    # Speaking

    def utter(self, text: str, tries: int = 0) -> None:
        """Say *text*, and wait for what comes."""
        self.measurements.wakes += text.startswith(self.echo.woken(""))
        turns = self.echo.turns
        self.observer.speaks(self._meaning)
        self.measurements.unheard += not self.echo.say(self.spoken(text))
        self._unanswered = Unanswered(text, self.echo.now, turns, self.question, tries)
        self.question, self._idle, self._plainly, self._told_to_wake = None, 0.0, False, False

    def spoken(self, text: str) -> str:
        """Return *text* as it leaves the mouth."""
        return text

    def interjects(self, moment: Moment) -> str | None:
        """Say something that nobody asked for."""
        return None

    def _speaks(self, moment: Moment) -> str | None:
        if self._unanswered is not None and self.echo.turns > self._unanswered.turns:
            self._unanswered = None
        if self._unanswered is not None:
            return self._says_again(self._unanswered, moment)
        if self.question is None or moment.talking:
            return self._speaks_up(moment)
        if moment.now < self._asked_at + self.traits.reaction:
            return None
        return self._begs_time(moment) if self.is_busy else self._answers(self.question, moment)

    def _answers(self, question: str, moment: Moment) -> str | None:
        text = self.answer(question)
        if text is None:
            return None
        lost = moment.now - self._asked_at > LOSES_TRUST and not self.traits.trusts_silence
        return self.aloud(text, woken=lost or self._told_to_wake)

    def _begs_time(self, moment: Moment) -> str | None:
        if self.question not in BEGGED or self._begged_at == self._asked_at:
            return None
        self._begged_at = self._asked_at
        long = self.body.ready_at - moment.now > 5
        return self.words("not_yet") if long and self.chance.random() < self.traits.begs else None

    def _says_again(self, said: Unanswered, moment: Moment) -> str | None:
        if moment.talking or moment.now - said.at < MISSES_A_REPLY:
            return None
        if not self.traits.says_wake_word:
            self._unanswered, self.question, self._asked_at = None, said.question, moment.now + 3
            return None
        again = self.echo.opening if said.tries else self.aloud(said.text, woken=True)
        self.utter(again, said.tries + 1)
        return None

    def _speaks_up(self, moment: Moment) -> str | None:
        """After a while of nothing to do and nothing said, say so."""
        if moment.talking or self.is_busy or self.question or not self.traits.says_wake_word:
            return None
        if self.body.work:
            return self.echo.opening if moment.quiet > THINKS_IT_GONE else None
        self._idle += TICK
        return self.echo.woken(self.words("ready")) if self._idle > self.traits.patience else None

    def words(self, meaning: Meaning) -> str:
        """Put *meaning* into words; after something that was not understood, into the coach's own."""
        self._meaning = meaning
        ways = sayings()[meaning]
        return ways[0] if self._plainly else self.chance.choice(ways)

    def aloud(self, text: str, *, woken: bool) -> str:
        """Put the wake word before *text* if it is to be *woken*, and is not yet."""
        begun = text.startswith(self.echo.woken(""))
        return self.echo.woken(text) if woken and self.traits.says_wake_word and not begun else text

    def answer(self, question: str) -> str | None:
        """Answer *question*, by its name in the content, or keep silent."""
        match question:
            case "fetch" | "fetch_again" if not self.has_roller:
                return self._fetches()
            case "reopened":
                return self.words("yes" if self.body.is_down else "not_yet")
            case "step.roll" | "spot" if self.spots:
                self.spots -= 1
                return self.words("found" if question == "step.roll" else "next_spot")
            case "step.whole_back" if self.uncovered:
                self.uncovered -= 1
                return self.words("uncovered")
            case "offer_words" | "offer_reminder":
                return self.words("no")
        return self.words(MEANT.get(question, DONE))

    def _stays_to_say_it_again(self) -> None:
        if self.owes is not None:
            self.away_until, self.owes, self.has_roller = self.echo.now, None, False

    def _fetches(self) -> str:
        """Go and get the roller; on return there is still something to say."""
        text = self.words("fetch")
        self.away_until = self.echo.now + self.traits.fetches_in
        self.in_earshot_until = self.echo.now + EARSHOT
        self.has_roller, self.owes = True, "fetch_again"
        return text
