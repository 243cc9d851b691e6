"""A console that edits lines and keeps a status below them, on prompt_toolkit."""

from collections.abc import Awaitable, Callable

from prompt_toolkit import PromptSession, print_formatted_text
from prompt_toolkit.formatted_text import FormattedText


REFRESH = 0.25
"""Seconds between two looks at the status."""


class PromptConsole:
    """The Console of terminal.py, for as long as patch_stdout() is in force."""

    def __init__(self) -> None:
        # Its history is in memory and goes with it: people type what hurts.
        self._session: PromptSession[str] = PromptSession(erase_when_done=True)

    def write(self, line: str) -> None:
        """Show *line* above what is being typed."""
        print_formatted_text(FormattedText([("", line)]))

    def typing(self) -> bool:
        """Say whether a line was begun."""
        return bool(self._session.default_buffer.text)

    def read(self, status: Callable[[], str]) -> Awaitable[str]:
        """Give the next line, with *status* below it meanwhile."""
        return self._session.prompt_async("> ", bottom_toolbar=status, refresh_interval=REFRESH)
