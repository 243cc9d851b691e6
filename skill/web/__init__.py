"""
The skill as a Flask webhook: `gunicorn 'skill.web:create_app()'`.

Rule: create_app is imported when it is asked for, not before. gunicorn's master takes worker.py from this package,
and what the master holds, a reload would not bring anew.
"""

from typing import TYPE_CHECKING, Any


if TYPE_CHECKING:
    from skill.web.app import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:
    if name != "create_app":
        raise AttributeError(name)
    from skill.web.app import create_app  # noqa: PLC0415 - the rule

    return create_app
