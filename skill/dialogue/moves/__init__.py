"""The tables: what may follow what. A file for a group of phases; every rule about order is in a row."""

from skill.dialogue.moves import anywhere, ending, going, opening, resting
from skill.dialogue.state import Phase
from skill.dialogue.transitions import Row


ANYWHERE, HISTORY = anywhere.ANYWHERE, anywhere.HISTORY

MOVES: dict[Phase, Row] = opening.MOVES | going.MOVES | resting.MOVES | ending.MOVES
