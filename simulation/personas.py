"""
Who comes to the roller: what makes each persona different from somebody ordinary.

Rule 1: a persona is a small program: traits, what it says by itself, what it answers, what it does when it ends.
Rule 2: all chance is the person's own, so that the same seed gives the same life.
"""

from dataclasses import replace

from simulation.body import Speed
from simulation.figures import Figures
from simulation.mishearing import misheard
from simulation.person import Person
from simulation.room import TICK, Moment
from simulation.sayings import Meaning
from simulation.traits import Traits
from simulation.understanding import Said


DAY = 86_400.0


class Fetcher(Person):
    """Has the roller upstairs."""

    name = "fetches the roller upstairs"

    def shaped(self, traits: Traits) -> Traits:
        return replace(traits, has_roller=False, fetches_in=self.chance.uniform(90, 150))


class Stiff(Person):
    """Takes long to get down, and longer to get up."""

    name = "stiff"

    def shaped(self, traits: Traits) -> Traits:
        return replace(traits, speed=Speed(sit=12, lie=18, hands=7, up=25))


class Mumbler(Person):
    """Is not heard right, now and then."""

    name = "mumbles"
    share = 0.2

    def spoken(self, text: str) -> str:
        return misheard(text, self.share, self.chance)


class WithTelevision(Person):
    """Has a television on, which answers too."""

    name = "a television says yes"
    every = 15.0
    """Seconds of open microphone from one answer of the television to the next, on average."""

    def shaped(self, traits: Traits) -> Traits:
        draw = self.chance.uniform
        slow = Speed(draw(6, 12), draw(10, 18), draw(4, 8), draw(15, 25))
        return replace(traits, speed=slow)

    def interjects(self, moment: Moment) -> str | None:
        if self.room.listens and self.chance.random() < TICK / self.every:
            talk = "television_yes" if self.chance.random() < 0.8 else "television_chat"
            self.room.say(self.words(talk))
        return None

    def hears(self, line: Said) -> None:
        overtaken = line.key in ("step.number", "step.last") and self.is_busy and self.step > 0
        super().hears(line)
        if overtaken and self.chance.random() < 0.5:
            self.utter(self.aloud(self.words("go_back"), woken=True))


class OnThePhone(Person):
    """Is called in the middle; the call takes the Echo, and they come back after four minutes."""

    name = "a phone call in the middle"
    call = 240.0

    _rings_in: float | None = None
    _hung_up_at: float | None = None

    def interjects(self, moment: Moment) -> str | None:
        if self._hung_up_at is not None and moment.now >= self._hung_up_at:
            self._hung_up_at = None
            return self.room.opening
        if self._rings_in is None and self.step >= 1:
            self._rings_in = self.chance.uniform(0, 150)
        if self._rings_in is not None and self._rings_in > 0 and self.wants_on:
            self._rings_in -= TICK
            if self._rings_in <= 0:
                self._answers_it(moment)
        return None

    def _answers_it(self, moment: Moment) -> None:
        self.room.cut()
        self.witness.goes()
        self.forget_talk()
        self.away_until = self._hung_up_at = moment.now + self.call
        if self.chance.random() < 0.6:
            self.body.get_up(moment.now)
        else:
            self.body.rest()


class Chatterer(Person):
    """Asks three questions on the way."""

    name = "asks three questions"

    def shaped(self, traits: Traits) -> Traits:
        self._moments = [self.chance.uniform(5, 60) + 60 * place for place in range(3)]
        self._down = 0.0
        return replace(traits, spots=max(1, traits.spots))

    def interjects(self, moment: Moment) -> str | None:
        self._down += TICK if self.step else 0.0
        due = self._moments and self._down >= self._moments[0] and self.wants_on and not self.is_waiting
        if not due or (moment.talking and not self.body.work):
            return None
        self._moments.pop(0)
        self.witness.asks()
        return self.aloud(self.words("question"), woken=not self.room.listens)


class InPain(Person):
    """Feels pain at some moment on the roller; a third of them, something that must stop it all."""

    name = "in pain"
    meaning = "pain"

    def shaped(self, traits: Traits) -> Traits:
        self._hurts_in = self.chance.uniform(3, 150)
        self._recurs = self.chance.random() < 0.4
        if self.chance.random() < 0.35:
            self.meaning, self._recurs = "stop_sign", False
        self._choice: Meaning = self.chance.choice(("easier", "easier", "skip", "stop"))
        return traits

    def interjects(self, moment: Moment) -> str | None:
        if not self.body.is_down or self.step == 0 or self._hurts_in <= 0:
            return None
        self._hurts_in -= TICK
        if self._hurts_in > 0:
            return None
        self._hurts_in = self.chance.uniform(8, 40) if self._recurs else 0.0
        self._recurs = False
        return self.cries()

    def cries(self) -> str:
        """Tell it, first to nobody, where it comes too suddenly for the wake word."""
        text = self.words(self.meaning)
        if self.chance.random() < 0.3 and not self.room.listens:
            self.room.say(text)
            self.figures.unheard += 1
        self.body.rest()
        self.witness.tells(stop_sign=self.meaning != "pain")
        if self.meaning != "pain":
            self.wants_on = False
        return self.aloud(text, woken=not self.room.listens)

    def answer(self, question: str) -> str | None:
        if question == "hurt":
            self.wants_on = self._choice == "easier"
            return self.words(self._choice)
        if question == "off":
            self.wants_on = False
        return super().answer(question)


class InAnEmergency(InPain):
    """Something happens that needs help now; some open the skill again a little later."""

    name = "an emergency"
    meaning = "emergency"

    def shaped(self, traits: Traits) -> Traits:
        self._hurts_in, self._recurs, self._choice = self.chance.uniform(3, 150), False, "stop"
        self._opens_again = self.chance.random() < 0.5
        return traits

    def closed(self, moment: Moment) -> None:
        if not self._opens_again or self.figures.reports == 0:
            super().closed(moment)
            return
        self._opens_again = False
        self.away_until = moment.now + 180
        self.owes = "opened"

    def answer(self, question: str) -> str | None:
        if question == "opened":
            return self.room.opening
        return self.words("no") if self.figures.reports else super().answer(question)


class Child(Person):
    """Says what comes to mind."""

    name = "a child"

    def shaped(self, traits: Traits) -> Traits:
        quick = Speed(sit=2, lie=3, hands=1, up=3)
        return replace(traits, speed=quick, reaction=0.7, patience=6.0, trusts_silence=True)

    def words(self, meaning: Meaning) -> str:
        if not self.is_plain and self.chance.random() < 0.15:
            return super().words("child_chat")
        agrees = meaning in ("yes", "ready", "steady", "got_it", "sitting", "up", "covered")
        return super().words("child_yes" if agrees else meaning)


class NeverWakes(Person):
    """Opens the skill, and never says the wake word again."""

    name = "never says the wake word"

    def shaped(self, traits: Traits) -> Traits:
        return replace(traits, says_wake_word=False)


class BackAfterDays(Person):
    """Leaves in the middle, and comes back days later."""

    name = "back after days"
    away = 3 * DAY

    def shaped(self, traits: Traits) -> Traits:
        self._leaves_at: int | None = self.chance.randint(1, 6)
        self._over = self.chance.random() < 0.3
        self._leaving = False
        return traits

    def interjects(self, moment: Moment) -> str | None:
        if self.step != self._leaves_at or moment.talking or self.is_busy or self.is_waiting:
            return None
        self._leaves_at, self._leaving = None, True
        self.witness.goes()
        self.wants_on = False
        return self.aloud(self.words("leave"), woken=not self.room.listens)

    def closed(self, moment: Moment) -> None:
        if not self._leaving:
            super().closed(moment)
            return
        self._leaving, self.wants_on = False, True
        self.between(moment)
        self.utter(self.room.opening)

    def between(self, moment: Moment) -> None:
        """Let the days pass."""
        self.forget_talk()
        self.body.stand()
        self.room.later(self.away)
        self.began += self.away

    def answer(self, question: str) -> str | None:
        if question == "returning" and self._over:
            self.witness.begins_anew()
            return self.words("start_over")
        return super().answer(question)


class OnlyNext(Person):
    """Says "next", and nothing else."""

    name = "says only next"

    def answer(self, question: str) -> str | None:
        if question.startswith("fetch"):
            self.has_roller = True
        return self.words("next")

    def interjects(self, moment: Moment) -> str | None:
        bored = bool(self.body.work) and not self.is_waiting and self.chance.random() < TICK / 25
        return self.aloud(self.words("next"), woken=not self.room.listens) if bored else None

    def words(self, meaning: Meaning) -> str:
        return super().words("next")


class SaysNothing(Person):
    """Answers a few questions, or none, and then never says anything again."""

    name = "falls silent"

    def shaped(self, traits: Traits) -> Traits:
        self._sayings = self.chance.randint(0, 9)
        return replace(traits, says_wake_word=False)

    def answer(self, question: str) -> str | None:
        self._sayings -= 1
        if self._sayings < 0:
            self.wants_on = False
            return None
        return super().answer(question)


class Household(BackAfterDays):
    """Leaves in the middle; somebody else of the household does it all; then comes back to the old place."""

    name = "two of a household"
    away = 3600.0
    _other: Figures | None

    def shaped(self, traits: Traits) -> Traits:
        super().shaped(traits)
        self._over, self._other = False, None
        self.room.speaker("one")
        return traits

    def between(self, moment: Moment) -> None:
        super().between(moment)
        self.room.speaker("other")
        began = self.room.now
        self._other = Person(self.room, self.chance).run()
        self.room.later(self.away)
        self.began += self.room.now - began
        self.room.speaker("one")

    def run(self) -> Figures:
        figures = super().run()
        if self._other is not None:
            figures.add(replace(self._other, turns=0, apologies=0))  # counted in the room they share
        return figures


PERSONAS: tuple[type[Person], ...] = (
    Person, Fetcher, Stiff, Mumbler, WithTelevision, OnThePhone, Chatterer, InPain, InAnEmergency, Child, Household,
    NeverWakes, BackAfterDays, OnlyNext, SaysNothing,
)  # fmt: skip
