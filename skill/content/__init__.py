"""The words: TOML per language, read into frozen dataclasses, loud about a wrong key."""
