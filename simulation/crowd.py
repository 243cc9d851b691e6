"""
Simulate many people, each with a storage and a random generator of their own.

Rule 1: the measurements of a person depend only on the seed and the person's number.
"""

import logging
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from random import Random

import structlog

from simulation.measurements import Measurements
from simulation.personas import PERSONAS
from simulation.simulated_echo import SimulatedEcho
from skill.alexa.skill_builder import build_skill
from skill.echo.envelopes import Sender
from skill.settings import Settings
from skill.storage.memory import MemoryStorage


NEW_YEAR = 1_767_258_000.0
"""1 January 2026, 9:00 UTC: the time at which everybody begins."""
LOCALE = "en-US"
BATCH = 10
SETTINGS = Settings(storage="memory:", allow_any_skill=True)


def lives(people: int, seed: int, processes: int | None = None) -> Iterator[Measurements]:
    """Simulate *people*, and yield their measurements in order; the default of *processes* is the number of cores."""
    one = partial(life, seed)
    workers = processes or os.cpu_count() or 1
    if workers == 1:
        yield from map(one, range(people))
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(one, range(people), chunksize=BATCH)


def life(seed: int, number: int, diary: list[str] | None = None) -> Measurements:
    """Simulate person *number*, and return the measurements; *diary* receives the transcript."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    chance = Random(f"{seed}/{number}")
    sender = Sender(LOCALE, f"person-{number}", screen=chance.random() < 0.4)
    handle = build_skill(MemoryStorage(), SETTINGS).lambda_handler()
    echo = SimulatedEcho(sender, lambda envelope: handle(envelope, None), NEW_YEAR, diary)
    measurements = PERSONAS[number % len(PERSONAS)](echo, chance).run()
    echo.leave()
    return measurements
