"""The skill as a Flask webhook, and the check of Amazon's signature."""

from skill.web.app import create_app


__all__ = ["create_app"]
