"""
Who comes to the roller: what makes each persona different from somebody ordinary.

Rule 1: a persona is a small program: traits, what it says by itself, what it answers, what it does when it ends.
Rule 2: all chance is the person's own, so that the same seed gives the same life.
"""

from simulation.person import Person
from simulation.personas.hurting import InAnEmergency, InPain, InTrouble
from simulation.personas.moving import Fetcher, Stiff
from simulation.personas.returning import BackAfterDays, Household, OnThePhone
from simulation.personas.talking import (
    Chatterer,
    Child,
    Mumbler,
    NeverWakes,
    OnlyNext,
    SaysNothing,
    WithTelevision,
)


PERSONAS: tuple[type[Person], ...] = (
    Person, Fetcher, Stiff, Mumbler, WithTelevision, OnThePhone, Chatterer, InPain, InAnEmergency, InTrouble, Child,
    Household, NeverWakes, BackAfterDays, OnlyNext, SaysNothing,
)  # fmt: skip
"""In the order in which they come, again and again."""
