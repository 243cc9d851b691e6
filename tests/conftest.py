"""What holds for all tests: in continuous integration a skip is a failure."""

import os

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what was skipped where everything should be there."""
    if os.environ.get("CI") and terminalreporter.stats.get("skipped"):
        terminalreporter.write_line("CI is set: what was skipped above counts as failed.", red=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run for a skip in continuous integration: it would hide what can't be seen there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
