"""
Check that no sentence of the files given stands in the content; exit 1 naming each that does.

Rule 1: what a skill is measured with must not be what it was made from.
Rule 2: of a file of questions every sentence counts; of a file of utterances those of more than five words.
Rule 3: a template holds all that it stands for.
Usage: python -m benchmarks.originality FILE.tsv...   (the first column, below a header: question or utterance)
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from skill.content.files import ContentError
from skill.content.templates import expand


CONTENT = Path(__file__).parents[1] / "skill" / "content"
SHORT = 5


def words(text: str) -> str:
    """Return *text* as lower-case words with a space on either side, so that `in` compares whole words."""
    found = re.findall(r"[^\W_]+", re.sub("['’]", "", text.lower()))
    return f" {' '.join(found)} "


def strings(value: Any) -> Iterator[str]:
    """Return every string in a TOML value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (found for each in value.values() for found in strings(each))
    elif isinstance(value, list):
        yield from (found for each in value for found in strings(each))


def held(table: Any) -> Iterator[str]:
    """Return the words of all that stands in *table*, templates as what they stand for."""
    fragments = table.get("fragments", {})
    for text in strings(table):
        try:
            said = expand(text, fragments) if re.search(r"[(\[<]", text) else [text]
        except ContentError:  # a pattern of answers.toml, whose notation is another
            said = [text]
        yield from map(words, said)


def sentences(file: Path) -> Iterator[str]:
    """Return the sentences of *file* that must not stand in the content."""
    header, *rows = file.read_text(encoding="utf-8").splitlines()
    shortest = SHORT + 1 if header.startswith("utterance") else 1
    for row in rows:
        sentence = row.split("\t")[0]
        if len(words(sentence).split()) >= shortest:
            yield sentence


def main(files: list[str]) -> int:
    """Print each sentence found and where; 1 if there is one."""
    content = {path: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(CONTENT.rglob("*.toml"))}
    # One text a file, so that a sentence is looked for once; a line between two texts keeps them apart.
    whole = {path: "\n".join(dict.fromkeys(held(table))) for path, table in content.items()}
    taken = 0
    for sentence in (s for file in files for s in sentences(Path(file))):
        for path in sorted(path for path, text in whole.items() if words(sentence) in text):
            print(f"{path.relative_to(CONTENT.parents[1])} holds a sentence to measure with: {sentence}")
            taken += 1
    return 1 if taken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
