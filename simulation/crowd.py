"""
A crowd: so many people, each with a store and a chance of their own.

Rule 1: a person's life follows from the seed and the person's number alone, whatever else runs beside it.
"""

import logging
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from random import Random

import structlog

from simulation.figures import Figures
from simulation.personas import PERSONAS
from simulation.room import Room
from skill.alexa.skill_builder import build_skill
from skill.echo.envelopes import Sender
from skill.settings import Settings
from skill.storage.memory import MemoryStorage


NEW_YEAR = 1_767_258_000.0
"""1 January 2026, 9:00 UTC: when everybody begins."""
LOCALE = "en-US"
BATCH = 10
SETTINGS = Settings(storage="memory:", allow_any_skill=True)


def lives(people: int, seed: int, processes: int | None = None) -> Iterator[Figures]:
    """Let *people* live, and give their figures in order; *processes* are the machine's own unless given."""
    one = partial(life, seed)
    workers = processes or os.cpu_count() or 1
    if workers == 1:
        yield from map(one, range(people))
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(one, range(people), chunksize=BATCH)


def life(seed: int, number: int, diary: list[str] | None = None) -> Figures:
    """Let person *number* live; *diary* takes what was said, as a transcript."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    chance = Random(f"{seed}/{number}")
    sender = Sender(LOCALE, f"person-{number}", screen=chance.random() < 0.4)
    handle = build_skill(MemoryStorage(), SETTINGS).lambda_handler()
    room = Room(sender, lambda envelope: handle(envelope, None), NEW_YEAR, diary)
    figures = PERSONAS[number % len(PERSONAS)](room, chance).run()
    room.leave()
    return figures
