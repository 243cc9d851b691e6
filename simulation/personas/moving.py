"""Whose body is elsewhere, or slow."""

from dataclasses import replace

from simulation.body import Speed
from simulation.person import Person
from simulation.traits import Traits


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
