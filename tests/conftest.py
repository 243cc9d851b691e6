"""What holds for all tests: in continuous integration a skip is a failure, and no test configures another's log."""

import os
from collections.abc import Iterator

import pytest
import structlog


@pytest.fixture(autouse=True)
def _log_of_its_own() -> Iterator[None]:
    """Undo what a test, or the host that it started, did to the log."""
    yield
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests have to show, and name what was skipped where everything should be there."""
    for report in terminalreporter.stats.get("passed", []):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{name}: {value}")
    if os.environ.get("CI") and terminalreporter.stats.get("skipped"):
        terminalreporter.write_line("CI is set: what was skipped above counts as failed.", red=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run for a skip in continuous integration: it would hide what can't be seen there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
