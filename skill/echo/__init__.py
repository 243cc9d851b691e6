"""A virtual Echo for desks and tests."""
