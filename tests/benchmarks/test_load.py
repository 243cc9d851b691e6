"""A short load on the real server; the long one is run by hand, and its figures are in docs/reliability.md."""

import pytest

from benchmarks import load


@pytest.mark.long
def test_many_people_at_once_are_all_answered_and_never_mixed_up() -> None:
    """No error, no stranger's conversation, and memory that stays as it is."""
    figures = load.run(requests=2_000, people=100)
    assert figures["requests"] == 2_000
    assert figures["errors"] == 0
    assert figures["mixed_up"] == 0
    before, *_, after = figures["memory_by_quarter_mb"]
    assert after < before * 1.25
