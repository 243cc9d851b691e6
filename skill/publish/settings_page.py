"""Generate docs/settings.md: every environment variable that the skill reads, with its default and its meaning."""

from skill.settings import VARIABLES, Variable


OPENING = """# Settings

The skill reads its settings from environment variables when it starts. An empty value means the default. A wrong value,
or an unknown name that begins with `GENTLE_ROLLER_`, stops the skill with one line that says what to write. This page
is generated from `skill/settings.py`.

| variable | default | meaning |
|---|---|---|
"""


def render() -> str:
    """Return the text of docs/settings.md."""
    return OPENING + "\n".join(_row(variable) for variable in VARIABLES) + "\n"


def _row(variable: Variable) -> str:
    default = f"`{variable.default}`" if variable.default else ""
    return f"| `{variable.name}` | {default} | {variable.meaning.replace('|', 'or')} |"
