"""How the skill is called from outside a conversation: "open gentle roller", "ask gentle roller for safety tips"."""

from dataclasses import dataclass, fields
from functools import cache

from skill.content.files import ContentError, read


@dataclass(frozen=True, slots=True)
class InvocationWords:
    """
    The words around the invocation name.

    *open* stands before it, with or without *open_and* and a wish behind it; *ask* before it and a wish behind,
    which may begin with one of *joining*; *with_* between a wish and the name.
    """

    open: tuple[str, ...]
    open_and: tuple[str, ...]
    ask: tuple[str, ...]
    joining: tuple[str, ...]
    with_: tuple[str, ...]


@cache
def invocation_words(language: str) -> InvocationWords:
    """Read the words of *language*; raises ContentError for a missing or unknown key."""
    name = f"{language}/invocation.toml"
    table = {key.replace("with", "with_"): tuple(words) for key, words in read(name).items()}
    wanted = {field.name for field in fields(InvocationWords)}
    if table.keys() != wanted:
        odd = ", ".join(sorted(table.keys() ^ wanted))
        raise ContentError(f"skill/content/{name} lacks or does not know: {odd}")
    return InvocationWords(**table)
