"""Whose body says stop."""

from simulation.person import Person
from simulation.sayings import Meaning
from simulation.simulated_echo import TICK, Moment
from simulation.traits import Traits


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
        if self.chance.random() < 0.3 and not self.echo.listens:
            self.echo.say(text)
            self.measurements.unheard += 1
        self.body.rest()
        self.observer.tells(stop_sign=self.meaning != "pain")
        if self.meaning != "pain":
            self.wants_on = False
        return self.aloud(text, woken=not self.echo.listens)

    def answer(self, question: str) -> str | None:
        if question == "hurt":
            self.wants_on = self._choice == "easier"
            return self.words(self._choice)
        if question == "off":
            self.wants_on = False
        return super().answer(question)


class InTrouble(InPain):
    """Something goes wrong, and is told without a word for pain; they say no to going on."""

    name = "in trouble"
    meaning = "trouble"

    def shaped(self, traits: Traits) -> Traits:
        self._hurts_in, self._recurs, self._choice = self.chance.uniform(3, 150), False, "stop"
        return traits

    def cries(self) -> str:
        self.wants_on = False
        self.body.rest()
        self.observer.is_in_trouble()
        return self.aloud(self.words(self.meaning), woken=not self.echo.listens)

    def answer(self, question: str) -> str | None:
        if self.wants_on or question in ("rising", "off"):
            return super().answer(question)
        return self.words("stop" if question == "hurt" else "yes" if question == "confirm.stop" else "no")


class InAnEmergency(InPain):
    """Something happens that needs help now; some open the skill again a little later."""

    name = "an emergency"
    meaning = "emergency"

    def shaped(self, traits: Traits) -> Traits:
        self._hurts_in, self._recurs, self._choice = self.chance.uniform(3, 150), False, "stop"
        self._opens_again = self.chance.random() < 0.5
        return traits

    def closed(self, moment: Moment) -> None:
        if not self._opens_again or self.measurements.reports == 0:
            super().closed(moment)
            return
        self._opens_again = False
        self.away_until = moment.now + 180
        self.owes = "opened"

    def answer(self, question: str) -> str | None:
        if question == "opened":
            return self.echo.opening
        return self.words("no") if self.measurements.reports else super().answer(question)
