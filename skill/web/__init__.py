"""The skill as a Flask webhook."""
