"""Who leaves in the middle, and comes back."""

from dataclasses import replace

from simulation.measurements import Measurements
from simulation.person import Person
from simulation.simulated_echo import TICK, Moment
from simulation.traits import Traits


DAY = 86_400.0


class OnThePhone(Person):
    """Is called in the middle; the call takes the Echo, and they come back after four minutes."""

    name = "a phone call in the middle"
    call = 240.0

    _rings_in: float | None = None
    _hung_up_at: float | None = None

    def interjects(self, moment: Moment) -> str | None:
        if self._hung_up_at is not None and moment.now >= self._hung_up_at:
            self._hung_up_at = None
            return self.echo.opening
        if self._rings_in is None and self.step >= 1:
            self._rings_in = self.chance.uniform(0, 150)
        if self._rings_in is not None and self._rings_in > 0 and self.wants_on:
            self._rings_in -= TICK
            if self._rings_in <= 0:
                self._answers_it(moment)
        return None

    def _answers_it(self, moment: Moment) -> None:
        self.echo.cut()
        self.observer.goes()
        self.forget_talk()
        self.away_until = self._hung_up_at = moment.now + self.call
        if self.chance.random() < 0.6:
            self.body.get_up(moment.now)
        else:
            self.body.rest()


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
        self.observer.goes()
        self.wants_on = False
        return self.aloud(self.words("leave"), woken=not self.echo.listens)

    def closed(self, moment: Moment) -> None:
        if not self._leaving:
            super().closed(moment)
            return
        self._leaving, self.wants_on = False, True
        self.between(moment)
        self.utter(self.echo.opening)

    def between(self, moment: Moment) -> None:
        """Let the days pass."""
        self.forget_talk()
        self.body.stand()
        self.echo.later(self.away)
        self.began += self.away

    def answer(self, question: str) -> str | None:
        if question == "returning" and self._over:
            self.observer.begins_anew()
            return self.words("start_over")
        return super().answer(question)


class Household(BackAfterDays):
    """Leaves in the middle; somebody else of the household does it all; then comes back to the old place."""

    name = "two of a household"
    away = 3600.0
    _other: Measurements | None

    def shaped(self, traits: Traits) -> Traits:
        super().shaped(traits)
        self._over, self._other = False, None
        self.echo.speaker("one")
        return traits

    def between(self, moment: Moment) -> None:
        super().between(moment)
        self.echo.speaker("other")
        began = self.echo.now
        self._other = Person(self.echo, self.chance).run()
        self.echo.later(self.away)
        self.began += self.echo.now - began
        self.echo.speaker("one")

    def run(self) -> Measurements:
        measurements = super().run()
        if self._other is not None:
            measurements.add(replace(self._other, turns=0, apologies=0))  # counted in the room they share
        return measurements
