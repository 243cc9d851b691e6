"""The skill as a Flask webhook: `gunicorn 'skill.web:create_app()'`."""

from skill.web.app import create_app


__all__ = ["create_app"]
