"""Who is heard wrongly, says too much, too little, or always the same."""

from dataclasses import replace

from simulation.body import Speed
from simulation.line_recognition import RecognizedLine
from simulation.mishearing import misheard
from simulation.person import Person
from simulation.sayings import Meaning
from simulation.simulated_echo import TICK, Moment
from simulation.traits import Traits


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
        if self.echo.listens and self.chance.random() < TICK / self.every:
            talk = "television_yes" if self.chance.random() < 0.8 else "television_chat"
            self.echo.say(self.words(talk))
            self.observer.speaks(talk)  # no microphone can tell whose yes it is
        return None

    def hears(self, line: RecognizedLine) -> None:
        overtaken = line.key in ("step.number", "step.last") and self.is_busy and self.step > 0
        super().hears(line)
        if overtaken and self.chance.random() < 0.5:
            self.utter(self.aloud(self.words("go_back"), woken=True))


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
        self.observer.asks()
        return self.aloud(self.words("question"), woken=not self.echo.listens)


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


class OnlyNext(Person):
    """Says "next", and nothing else."""

    name = "says only next"

    def answer(self, question: str) -> str | None:
        if question.startswith("fetch"):
            self.has_roller = True
        return self.words("next")

    def interjects(self, moment: Moment) -> str | None:
        bored = bool(self.body.work) and not self.is_waiting and self.chance.random() < TICK / 25
        return self.aloud(self.words("next"), woken=not self.echo.listens) if bored else None

    def words(self, meaning: Meaning) -> str:
        return super().words("next")


class SaysNothing(Person):
    """Answers a few questions, or none, and then never says anything again."""

    name = "falls silent"

    def shaped(self, traits: Traits) -> Traits:
        self._sayings = self.chance.randint(0, 8)
        return replace(traits, says_wake_word=False)

    def answer(self, question: str) -> str | None:
        self._sayings -= 1
        if self._sayings < 0:
            self.wants_on = False
            return None
        return super().answer(question)
